use super::*;
use crate::gate::shaper::{ShaperState, VendorRate};

const START_MS: u64 = 1_777_651_200_000;
const BUDGET_MS: u64 = 10_000;

fn queue() -> Queue {
    let rate = VendorRate { per_second: 8, burst: 2 };
    Queue::new(Shaper::new(Some(rate), ShaperState::default(), START_MS))
}

fn seconds(away: Shed) -> u64 {
    u64::from(away.retry_after_seconds)
}

#[test]
fn first_come_first_served() {
    let mut queue = queue();
    let places: Vec<QueuePlace> =
        (0..5).map(|n| queue.enter(&n.to_string(), BUDGET_MS, START_MS).unwrap()).collect();
    assert_eq!(queue.turn(places[1], START_MS), Turn::Wait(1), "the first still waits");
    assert_eq!(queue.turn(places[0], START_MS), Turn::Go);
    assert_eq!(queue.turn(places[1], START_MS), Turn::Go, "the burst");
    assert_eq!(queue.turn(places[2], START_MS), Turn::Wait(125));
    assert_eq!(queue.turn(places[4], START_MS), Turn::Wait(375));
    queue.leave(places[2]);
    assert_eq!(queue.turn(places[4], START_MS), Turn::Wait(250), "a caller that left delays no other");
    assert_eq!(queue.turn(places[3], START_MS + 125), Turn::Go);
    assert_eq!(queue.waiting(), 1);
}

#[test]
fn a_request_that_would_wait_too_long_gets_its_retry_time() {
    let mut queue = queue();
    let entered = (0..100).map(|n| queue.enter(&n.to_string(), BUDGET_MS, START_MS));
    let results: Vec<Result<QueuePlace, Shed>> = entered.collect();
    // Two at once, then one every 125 ms, for two seconds.
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 18);
    let waits: Vec<u64> = results.into_iter().filter_map(Result::err).map(seconds).collect();
    assert!(waits.is_sorted());
    assert_eq!((waits[0], *waits.last().unwrap()), (3, 13));
    assert!(queue.enter("no budget", 0, START_MS).is_err(), "a budget of zero allows no wait");
}

#[test]
fn a_shed_request_keeps_its_position() {
    let mut queue = queue();
    let early: Vec<QueuePlace> =
        (0..18).map(|n| queue.enter(&format!("early {n}"), BUDGET_MS, START_MS).unwrap()).collect();
    let away = queue.enter("returning", BUDGET_MS, START_MS).unwrap_err();
    early.into_iter().for_each(|place| queue.leave(place));
    let now_ms = START_MS + seconds(away) * 1000;
    let late: Vec<QueuePlace> =
        (0..10).map(|n| queue.enter(&format!("late {n}"), BUDGET_MS, now_ms).unwrap()).collect();
    let returning = queue.enter("returning", BUDGET_MS, now_ms).unwrap();
    assert_eq!(queue.turn(late[0], now_ms), Turn::Wait(1));
    assert_eq!(queue.turn(returning, now_ms), Turn::Go);
    assert_eq!((queue.turn(late[0], now_ms), queue.expected_back()), (Turn::Go, 0));
}

#[test]
fn an_early_retry_gets_the_same_retry_time() {
    let mut queue = queue();
    let mut enter = |n: u32| queue.enter(&n.to_string(), BUDGET_MS, START_MS).map_err(seconds);
    let shed: Vec<(u32, u64)> = (0..100).filter_map(|n| Some((n, enter(n).err()?))).collect();
    assert_eq!(shed.len(), 82);
    for (n, wait) in shed {
        assert_eq!(enter(n).err(), Some(wait), "{n}");
    }
}

/// A thousand requests at once, and new arrivals all the time: each is served in the order of its first
/// arrival, within the time that the rate needs.
#[test]
fn no_account_starves() {
    let mut queue = queue();
    let mut to_come: Vec<(u64, String)> = (0..1000).map(|n| (START_MS, format!("{n:04}"))).collect();
    let mut waiting: Vec<(QueuePlace, String)> = Vec::new();
    let mut served: Vec<(u64, String)> = Vec::new();
    let mut arrivals = 0;
    for now_ms in (START_MS..START_MS + 130_000).step_by(25) {
        if now_ms % 50 == 0 {
            let _ = queue.enter(&format!("newcomer {now_ms}"), 100, now_ms);
        }
        let (due, later) = to_come.into_iter().partition(|(at_ms, _)| *at_ms <= now_ms);
        to_come = later;
        for (_, who) in due {
            arrivals += 1;
            match queue.enter(&who, BUDGET_MS, now_ms) {
                Ok(place) => waiting.push((place, who)),
                Err(away) => to_come.push((now_ms + seconds(away) * 1000, who)),
            }
        }
        waiting.retain(|(place, who)| match queue.turn(*place, now_ms) {
            Turn::Go => {
                served.push((now_ms, who.clone()));
                false
            }
            Turn::Wait(_) => true,
            Turn::Shed(away) => {
                to_come.push((now_ms + seconds(away) * 1000, who.clone()));
                false
            }
        });
    }
    assert_eq!(served.len(), 1000);
    assert!(arrivals < 2_100, "{arrivals} arrivals for a thousand requests");
    let furthest =
        served.iter().enumerate().map(|(turn, (_, who))| who.parse::<usize>().unwrap().abs_diff(turn));
    assert!(furthest.max().unwrap() <= 16, "at most one wait in the queue out of order");
}

#[test]
fn a_slow_machine_gives_retry_times_at_its_own_pace() {
    let mut queue = queue();
    let mut now_ms = START_MS;
    for n in 0..40 {
        let place = queue.enter(&n.to_string(), BUDGET_MS, now_ms).unwrap();
        now_ms += 1_000;
        assert_eq!(queue.turn(place, now_ms), Turn::Go);
    }
    let shed = (0..64).map(|n| queue.reserve(&format!("crowd {n}"), now_ms)).filter_map(Result::err);
    assert!(shed.map(seconds).next().unwrap() >= 16, "seventeen others at one a second");
    let mut rested = super::Queue { pace_us: 0, ..queue };
    let first = rested.reserve("another", now_ms).unwrap_err();
    assert!(seconds(first) < 10, "at the rate alone");
}

#[test]
fn a_freeze_sheds_all_requests_and_keeps_their_order() {
    let mut queue = queue();
    let first = queue.enter("first", BUDGET_MS, START_MS).unwrap();
    let second = queue.enter("second", BUDGET_MS, START_MS).unwrap();
    queue.shaper.freeze(7, START_MS);
    let Turn::Shed(shed) = queue.turn(second, START_MS) else { panic!("not shed") };
    assert_eq!(shed, Shed { retry_after_seconds: 7 });
    assert_eq!(queue.turn(first, START_MS), Turn::Shed(Shed { retry_after_seconds: 7 }));
    let now_ms = START_MS + 7_000;
    let second = queue.enter("second", BUDGET_MS, now_ms).unwrap();
    let first = queue.enter("first", BUDGET_MS, now_ms).unwrap();
    assert_eq!(queue.turn(second, now_ms), Turn::Wait(1));
    assert_eq!((queue.turn(first, now_ms), queue.turn(second, now_ms)), (Turn::Go, Turn::Go));
}

#[test]
fn a_reservation_keeps_a_place_and_delays_no_other_request() {
    let mut queue = queue();
    let reserved = (0..100).filter(|n| queue.reserve(&n.to_string(), START_MS).is_ok()).count();
    assert_eq!(reserved, 18, "as many as can be served in two seconds");
    assert!(queue.reserve("0", START_MS).is_ok(), "it has a place already");
    let second = queue.enter("1", BUDGET_MS, START_MS + 50).unwrap();
    assert_eq!(queue.turn(second, START_MS + 50), Turn::Go, "the first has not come yet");
    let third = queue.enter("2", BUDGET_MS, START_MS + 60).unwrap();
    let first = queue.enter("0", BUDGET_MS, START_MS + 60).unwrap();
    assert_eq!(queue.turn(third, START_MS + 60), Turn::Wait(115), "now it has");
    assert_eq!(queue.turn(first, START_MS + 60), Turn::Go);
    queue.release("2");
    assert_eq!((queue.waiting(), queue.turn(third, START_MS + 300)), (16, Turn::Go));
    queue.release("3");
    assert_eq!(queue.waiting(), 14);
    queue.remove_the_gone(START_MS + EXPECTED_MS + GONE_MS);
    assert_eq!(queue.waiting(), 0, "a reservation that is not used is removed");
}

#[test]
fn a_request_that_waits_for_the_token_keeps_its_place() {
    let mut queue = queue();
    let ends_at_ms = START_MS + 8_000;
    let places: Vec<QueuePlace> =
        (0..18).map(|n| queue.enter(&n.to_string(), 8_000, START_MS).unwrap()).collect();
    places.iter().for_each(|place| queue.pause(*place, ends_at_ms));
    // All of them wait for the token while the queue is used.
    assert!(queue.reserve("another", START_MS + 4_000).is_err(), "eighteen wait before it");
    let now_ms = START_MS + 7_000;
    places.iter().for_each(|place| queue.resume(*place, ends_at_ms, now_ms));
    let turns: Vec<Turn> = places.iter().map(|place| queue.turn(*place, now_ms)).collect();
    assert_eq!(turns.iter().filter(|turn| **turn == Turn::Go).count(), 2, "the burst");
    // One second is left to them, in which eight get their turn.
    assert_eq!(turns.iter().filter(|turn| matches!(turn, Turn::Wait(1..=1_000))).count(), 8);
    let away: Vec<u64> = turns
        .iter()
        .filter_map(|turn| if let Turn::Shed(away) = turn { Some(*away) } else { None })
        .map(seconds)
        .collect();
    assert_eq!(away, [2; 8], "when it will be their turn, and not at the token's pace");
}

#[test]
fn a_dead_waiter_delays_no_other_and_a_position_is_removed() {
    let mut queue = queue();
    let dead = queue.enter("dead", 100, START_MS).unwrap();
    let later_ms = START_MS + 1_500;
    let alive = queue.enter("alive", BUDGET_MS, later_ms).unwrap();
    assert_eq!(queue.turn(alive, later_ms), Turn::Go);
    assert_eq!(queue.turn(dead, later_ms), Turn::Shed(Shed { retry_after_seconds: 1 }));
    queue.shaper.freeze(30, later_ms);
    assert!(queue.enter("never seen again", BUDGET_MS, later_ms).is_err());
    assert_eq!(queue.expected_back(), 1);
    queue.remove_the_gone(later_ms + 30_000 + POSITION_KEPT_MS);
    assert_eq!(queue.expected_back(), 0);
}

#[test]
fn a_clock_that_is_set_back_keeps_no_abandoned_place() {
    for back_ms in [1, 1_000, 60_000, 3_600_000, 31_536_000_000] {
        let mut queue = queue();
        // A queue full of places that no caller takes, and of shed requests that never return.
        let taken = (0..100).filter(|n| queue.reserve(&format!("gone {n}"), START_MS).is_ok()).count();
        assert!(taken > 0 && queue.expected_back() > 0);
        let now_ms = START_MS - back_ms;
        // It takes as long as with a clock that continues from there.
        let after_ms = now_ms + EXPECTED_MS + GONE_MS + LONGEST_AT_PACE_MS + POSITION_KEPT_MS;
        let _ = queue.reserve("in between", now_ms);
        let place = queue.enter("later", BUDGET_MS, after_ms).unwrap();
        assert_eq!(queue.turn(place, after_ms), Turn::Go, "{back_ms}");
        assert_eq!((queue.waiting(), queue.expected_back()), (0, 0), "{back_ms}");
    }
}

#[test]
fn with_a_jumping_clock_no_request_waits_longer_than_it_should() {
    let mut queue = queue();
    let mut now_ms = START_MS;
    for step in 0..2_000_u64 {
        // The clock mostly advances a little, and sometimes jumps far ahead or back.
        now_ms = match step % 97 {
            13 => now_ms + 86_400_000,
            31 => now_ms - 86_400_000,
            _ => now_ms + 40,
        };
        let who = format!("{}", step % 40);
        let Ok(place) = queue.enter(&who, BUDGET_MS, now_ms) else { continue };
        match queue.turn(place, now_ms) {
            Turn::Wait(ms) => assert!(ms <= 61_000, "{step}: {ms}"),
            Turn::Shed(away) => assert!(seconds(away) <= 120, "{step}: {away:?}"),
            Turn::Go => {}
        }
        queue.leave(place);
    }
    assert_eq!(queue.waiting(), 0);
}
