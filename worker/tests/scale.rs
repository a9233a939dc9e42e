//! The queue with 2,000 people at once: `worker/examples/scale` simulates 100,000 with the same code.
#![allow(clippy::arithmetic_side_effects, clippy::unwrap_used, reason = "all of it is test code")]

#[path = "../examples/scale/crowd.rs"]
mod crowd;

use crowd::{Arrival, Crowd};

#[test]
fn everybody_is_served_in_about_the_time_that_the_rate_allows() {
    let told = Crowd::new(Arrival { people: 2_000, within_ms: 60_000 }).run();
    assert_eq!(told.people.len(), 2_000, "everybody is served");
    // 2,000 at 8 a second. One in five comes back up to half an hour late.
    let shortest_ms = 2_000 * 1000 / 8;
    assert!(told.over_ms >= shortest_ms - 1_000, "{} ms", told.over_ms);
    let first_ms = told.people.iter().map(|person| person.arrived_ms).min().unwrap();
    let soon = told.people.iter().filter(|person| person.served_ms - first_ms < shortest_ms * 3 / 2).count();
    assert!(soon * 100 >= 75 * told.people.len(), "{soon} were served in one and a half times that");
    assert!(told.most_waiting <= 64, "{} waited in memory", told.most_waiting);
    let longest = told.people.iter().map(|person| person.visits).max().unwrap();
    assert!(longest <= 20, "a person came {longest} times");
}
