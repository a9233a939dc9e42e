//! Whether several things take one time, by a yardstick that is measured beside them.
//!
//! All of them are timed in rounds, in an order that is drawn anew for each, so that whatever else the
//! machine does falls on each alike, and beside them the first one once more with a yardstick added. The
//! quarter of the times that was disturbed least is compared: what the kinds differ by must be less than
//! half of what the yardstick differs by. Nothing is held against a clock, so a slow machine is only
//! slower.
//!
//! Whether a measurement counts is decided by the first kind alone, which is timed twice: where it differs
//! from itself, or the noise hides the yardstick, all is measured again. To look again because the kinds
//! differ would let a true difference pass by luck.

use std::panic::resume_unwind;
use std::thread;
use std::time::{Duration, Instant};

const ROUNDS: usize = 48;
/// How often a measurement may be lost to noise.
const MEASUREMENTS: usize = 6;

/// How the times are taken.
pub struct Method {
    /// What is added to the first kind for comparison: a branch that costs three quarters of it would be
    /// noticed.
    pub yardstick: Duration,
    /// How many threads share the rounds.
    pub lanes: usize,
    /// Each call comes after a random part of this time. Lanes whose calls all wait for the same time would
    /// otherwise call, and be answered, at the same moments.
    pub pause: Duration,
}

/// The undisturbed times of several kinds.
pub struct Pace {
    /// One each, in their order.
    pub kinds: Vec<Duration>,
    /// Of the first, timed once more by itself.
    again: Duration,
    /// Of the first with the yardstick added.
    pub slowed: Duration,
}

impl Pace {
    /// Times so many kinds of the same thing.
    pub fn of(kinds: usize, method: &Method, once: impl Fn(usize) + Sync) -> Self {
        let mut random = fastrand::Rng::with_seed(kinds as u64);
        for _ in 1..MEASUREMENTS {
            let pace = Self::measured(kinds, method, &mut random, &once);
            if pace.shows(method.yardstick) {
                return pace;
            }
        }
        Self::measured(kinds, method, &mut random, &once)
    }

    fn measured(
        kinds: usize,
        method: &Method,
        random: &mut fastrand::Rng,
        once: &(impl Fn(usize) + Sync),
    ) -> Self {
        let mut times = vec![Vec::new(); kinds + 2];
        thread::scope(|scope| {
            let lanes: Vec<_> = (0..method.lanes)
                .map(|_| {
                    let random = random.fork();
                    scope.spawn(move || lane(kinds, method, random, once))
                })
                .collect();
            for lane in lanes {
                for (all, mut some) in
                    times.iter_mut().zip(lane.join().unwrap_or_else(|panic| resume_unwind(panic)))
                {
                    all.append(&mut some);
                }
            }
        });
        Self::undisturbed(&times)
    }

    /// Whether the first reads as itself, and the yardstick as long as it is, give or take a quarter of
    /// the yardstick.
    fn shows(&self, yardstick: Duration) -> bool {
        let first = self.kinds.first().copied().unwrap_or_default();
        let is_near = |time: Duration, wanted| time.abs_diff(wanted) * 4 < yardstick;
        is_near(self.again, first) && is_near(self.slowed, first + yardstick)
    }

    /// Whether they take one time.
    pub fn is_one(&self) -> bool {
        let first = self.kinds.first().copied().unwrap_or_default();
        self.spread() * 2 < self.slowed.saturating_sub(first)
    }

    /// What the slowest takes more than the quickest.
    pub fn spread(&self) -> Duration {
        let (least, most) = (self.kinds.iter().min(), self.kinds.iter().max());
        most.zip(least).map_or(Duration::ZERO, |(most, least)| *most - *least)
    }

    fn undisturbed(times: &[Vec<Duration>]) -> Self {
        let mut kinds: Vec<Duration> = times.iter().map(|times| lower_quartile(times)).collect();
        let slowed = kinds.pop().unwrap_or_default();
        let again = kinds.pop().unwrap_or_default();
        Self { kinds, again, slowed }
    }
}

/// One lane's share of the rounds.
fn lane(
    kinds: usize,
    method: &Method,
    mut random: fastrand::Rng,
    once: &impl Fn(usize),
) -> Vec<Vec<Duration>> {
    let (again, slowed) = (kinds, kinds + 1);
    let mut times = vec![Vec::new(); kinds + 2];
    let mut order: Vec<usize> = (0..kinds).chain([again, slowed]).collect();
    for _ in 0..ROUNDS / method.lanes {
        random.shuffle(&mut order);
        for kind in &order {
            thread::sleep(method.pause.mul_f64(random.f64()));
            let began = Instant::now();
            if *kind == slowed {
                thread::sleep(method.yardstick);
            }
            once(if *kind < kinds { *kind } else { 0 });
            times[*kind].push(began.elapsed());
        }
    }
    times
}

fn lower_quartile(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 4).copied().unwrap_or_default()
}

#[test]
fn what_takes_longer_is_told_from_what_does_not() {
    let wait = |us: u64| thread::sleep(Duration::from_micros(us));
    for lanes in [1, 4] {
        let pause = Duration::from_millis(if lanes == 1 { 0 } else { 3 });
        let method = Method { yardstick: Duration::from_millis(5), lanes, pause };
        assert!(Pace::of(3, &method, |_| wait(3_000)).is_one());
        assert!(!Pace::of(3, &method, |kind| wait(if kind == 2 { 6_750 } else { 3_000 })).is_one());
    }
}
