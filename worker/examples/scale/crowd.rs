//! The people, and the vendor's queue in front of them.
#![allow(clippy::arithmetic_side_effects, clippy::indexing_slicing, reason = "a simulation may stop")]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use passgate_worker::gate::{Queue, QueuePlace, Shaper, ShaperState, Turn, VendorRate};

pub const RATE: VendorRate = VendorRate { per_second: 8, burst: 2 };
/// The start of the simulation, in milliseconds since 1970.
const START_MS: u64 = 1_800_000_000_000;
/// How long a request can wait in the queue.
const BUDGET_MS: u64 = 10_000;
/// Most people retry within this time after the time that the edge stated; one in five takes a break.
const PROMPT_MS: u64 = 20_000;
const BREAK_MS: u64 = 1_800_000;

/// A number of people who arrive evenly within a time.
#[derive(Clone, Copy)]
pub struct Arrival {
    pub people: u32,
    pub within_ms: u64,
}

/// What happened to one person.
#[derive(Clone, Copy, Default)]
pub struct Person {
    pub arrived_ms: u64,
    pub served_ms: u64,
    pub visits: u32,
    /// The longest wait that the edge stated, in seconds.
    pub longest_told: u32,
}

/// What happened to everybody.
pub struct Told {
    /// In the order in which they were served.
    pub people: Vec<Person>,
    /// From the first arrival to the last call, in milliseconds.
    pub over_ms: u64,
    pub most_waiting: usize,
    pub most_positions: usize,
}

enum Step {
    Visit,
    Turn(QueuePlace),
}

/// The people who are not served yet.
pub struct Crowd {
    queue: Queue,
    people: Vec<Person>,
    steps: BinaryHeap<Reverse<(u64, u32)>>,
    /// The place of each person who waits.
    places: Vec<Option<QueuePlace>>,
    random: fastrand::Rng,
}

impl Crowd {
    pub fn new(arrival: Arrival) -> Self {
        let mut random = fastrand::Rng::with_seed(20_261_130);
        let arrive =
            |_| Person { arrived_ms: START_MS + random.u64(..arrival.within_ms), ..Person::default() };
        let people: Vec<Person> = (0..arrival.people).map(arrive).collect();
        let steps = (0_u32..).zip(&people).map(|(who, person)| Reverse((person.arrived_ms, who))).collect();
        let queue = Queue::new(Shaper::new(Some(RATE), ShaperState::default(), START_MS));
        let places = vec![None; people.len()];
        Self { queue, people, steps, places, random }
    }

    /// Runs until everybody is served.
    pub fn run(mut self) -> Told {
        let mut told = Told { people: Vec::new(), over_ms: 0, most_waiting: 0, most_positions: 0 };
        while let Some(Reverse((now_ms, who))) = self.steps.pop() {
            let index = who as usize;
            let step = self.places[index].take().map_or(Step::Visit, Step::Turn);
            if self.perform(step, who, now_ms) {
                self.people[index].served_ms = now_ms;
                told.people.push(self.people[index]);
                told.over_ms = now_ms - START_MS;
            }
            told.most_waiting = told.most_waiting.max(self.queue.waiting());
            told.most_positions = told.most_positions.max(self.queue.expected_back());
        }
        told
    }

    /// Performs a step. Returns whether the person's call is sent.
    fn perform(&mut self, step: Step, who: u32, now_ms: u64) -> bool {
        let account = who.to_string();
        let place = match step {
            Step::Turn(place) => place,
            Step::Visit => {
                self.people[who as usize].visits += 1;
                let reserved = self.queue.reserve(&account, now_ms);
                match reserved.and_then(|()| self.queue.enter(&account, BUDGET_MS, now_ms)) {
                    Ok(place) => place,
                    Err(shed) => return self.come_back(who, shed.retry_after_seconds, now_ms),
                }
            }
        };
        match self.queue.turn(place, now_ms) {
            Turn::Go => true,
            Turn::Wait(ms) => {
                self.places[who as usize] = Some(place);
                self.steps.push(Reverse((now_ms + ms, who)));
                false
            }
            Turn::Shed(shed) => self.come_back(who, shed.retry_after_seconds, now_ms),
        }
    }

    fn come_back(&mut self, who: u32, seconds: u32, now_ms: u64) -> bool {
        let person = &mut self.people[who as usize];
        person.longest_told = person.longest_told.max(seconds);
        let late_ms = if self.random.u8(..5) == 0 { BREAK_MS } else { PROMPT_MS };
        let at_ms = now_ms + u64::from(seconds) * 1000 + self.random.u64(..late_ms);
        self.steps.push(Reverse((at_ms, who)));
        false
    }
}
