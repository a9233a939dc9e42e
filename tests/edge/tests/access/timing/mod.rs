//! Indistinguishable requests take the same time.
//!
//! These tests measure time: `cargo xtask test` runs them when no other test runs.

mod pace;

use std::thread;
use std::time::Duration;

use passgate_edge_tests::Edge;

use crate::access::alike::{Group, groups};
use crate::access::world::World;

use pace::{Method, Pace};

/// The method for answers without a wait.
const AT_ONCE: Method = Method { yardstick: Duration::from_millis(1), lanes: 1, pause: Duration::ZERO };
/// The method for answers that wait for `step`. The wait hides the time before it, and its timer fires
/// a little late. The machine is idle during the wait, so several lanes share the rounds.
const fn of_a_wait(step: Duration) -> Method {
    Method { yardstick: Duration::from_millis(5), lanes: 4, pause: step }
}

#[test]
fn indistinguishable_requests_take_the_same_time() {
    let world = World::open();
    let timed = groups(&world).into_iter().filter(|group| group.is_timed);
    let (at_once, waiting): (Vec<Group>, Vec<Group>) = timed.partition(|group| group.step.is_zero());
    assert!(at_once.len() > 5 && waiting.len() == 3, "{} and {}", at_once.len(), waiting.len());
    let mut wrong = thread::scope(|scope| {
        let edge = &world.edge;
        let lanes: Vec<_> = waiting.iter().map(|group| scope.spawn(|| faults(edge, group))).collect();
        lanes.into_iter().flat_map(|lane| lane.join().expect("a measurement")).collect::<Vec<_>>()
    });
    wrong.extend(at_once.iter().flat_map(|group| faults(&world.edge, group)));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// How the response times of a group differ from the required ones.
fn faults(edge: &Edge, Group { what, asks, step, .. }: &Group) -> Vec<String> {
    let method = if step.is_zero() { AT_ONCE } else { of_a_wait(*step) };
    // The timed request must get the same answer as before, and not a refusal because of a rate limit.
    let statuses: Vec<u16> = asks.iter().map(|(_, ask)| edge.ask(ask).status).collect();
    let pace = Pace::of(asks.len(), &method, |kind| {
        assert_eq!(edge.ask(&asks[kind].1).status, statuses[kind], "{what}: {}", asks[kind].0);
    });
    let named: Vec<(&str, Duration)> =
        asks.iter().map(|(name, _)| *name).zip(pace.kinds.iter().copied()).collect();
    println!("{what}: {:?} apart, with {:?} more {:?}", pace.spread(), method.yardstick, pace.slowed);
    let mut faults = Vec::new();
    if !pace.is_one() {
        faults.push(format!("{what}: {named:?}; with {:?} more, {:?}", method.yardstick, pace.slowed));
    }
    // A wait can be longer than required, but not shorter, except for the resolution of the clock.
    if pace.kinds.iter().any(|time| *time + Duration::from_millis(2) < *step) {
        faults.push(format!("{what}: {named:?}, not as long as {step:?}"));
    }
    faults
}
