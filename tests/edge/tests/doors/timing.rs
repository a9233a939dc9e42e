//! One time for whatever opens nothing: measured, side by side.

use std::time::{Duration, Instant};

use passgate_edge_tests::{Ask, Edge};

use crate::callers::dead_tickets;
use crate::world::{GOOD, Presented, World};

const ROUNDS: usize = 15;
/// The refusal's step; see `worker/src/edge/evenly.rs`.
const STEP: Duration = Duration::from_millis(100);
/// What the shortest times may differ by: a busy machine only ever makes them longer.
const NOISE: Duration = Duration::from_millis(15);

const NAMES: [&str; 7] =
    ["unknown", "over", "used", "replaced", "another browser's", "no browser", "made up"];

#[test]
fn what_opens_nothing_takes_one_time() {
    let world = World::open();
    for (door, nobody) in [("shown", false), ("used for an account that is not there", true)] {
        let mut shortest = Vec::new();
        for (name, dead) in NAMES.into_iter().zip(dead_tickets()) {
            let presented = dead(&world);
            let ask = if nobody {
                with_browser(Edge::change(&presented.credential, "no-such-account", GOOD), &presented)
            } else {
                presented.put_on(Ask::get("/v1/tickets/self"))
            };
            let (least, median) = times(&world.edge, &ask);
            println!("{door}, {name}: at least {least:?}, median {median:?}");
            shortest.push((name, least));
        }
        let times = shortest.iter().map(|(_, time)| *time);
        let (least, most) = (times.clone().min().unwrap_or_default(), times.max().unwrap_or_default());
        assert!(least >= STEP - Duration::from_millis(2), "{door}: {shortest:?}");
        assert!(most - least <= NOISE, "{door}: {shortest:?}");
    }
}

fn with_browser(ask: Ask, presented: &Presented) -> Ask {
    match &presented.browser {
        Some(browser) => ask.browser(browser),
        None => ask,
    }
}

/// The shortest and the median time.
fn times(edge: &Edge, ask: &Ask) -> (Duration, Duration) {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let began = Instant::now();
            assert!(edge.ask(ask).status >= 400);
            began.elapsed()
        })
        .collect();
    times.sort();
    (times[0], times[ROUNDS / 2])
}
