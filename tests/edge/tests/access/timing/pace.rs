//! Tests whether several operations take the same time, against a yardstick that is measured with them.
//!
//! All operations are timed in rounds, in a new random order for each round, so that other load of the
//! machine affects them equally. The first operation is also timed with a yardstick added. The lower
//! quartiles of the times are compared: the operations must differ by less than half of the yardstick's
//! effect. There are no absolute limits, so on a slow machine the test only takes longer.
//!
//! Only the first operation, which is timed twice, decides whether a measurement is valid. If it
//! differs from itself, or if noise hides the yardstick, everything is measured again. Repeating
//! because the operations differ would let a real difference pass by chance.

use std::panic::resume_unwind;
use std::thread;
use std::time::{Duration, Instant};

const ROUNDS: usize = 48;
/// How many measurements may be discarded because of noise.
const MEASUREMENTS: usize = 6;

/// How the times are measured.
pub struct Method {
    /// A delay that is added to the first operation for comparison. A difference of three quarters of
    /// it is always detected.
    pub yardstick: Duration,
    /// How many threads share the rounds.
    pub lanes: usize,
    /// A random part of this time precedes each call. Lanes whose calls all wait equally long would
    /// otherwise call, and be answered, in lockstep.
    pub pause: Duration,
}

/// The lower quartiles of the times of several operations.
pub struct Pace {
    /// One for each operation, in order.
    pub kinds: Vec<Duration>,
    /// Of the first operation, timed a second time.
    again: Duration,
    /// Of the first operation with the yardstick added.
    pub slowed: Duration,
}

impl Pace {
    /// Times several operations, which `once` executes by number.
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

    /// Whether the measurement is valid: the two times of the first operation differ by less than a
    /// quarter of the yardstick, and so does the yardstick from its length.
    fn shows(&self, yardstick: Duration) -> bool {
        let first = self.kinds.first().copied().unwrap_or_default();
        let is_near = |time: Duration, wanted| time.abs_diff(wanted) * 4 < yardstick;
        is_near(self.again, first) && is_near(self.slowed, first + yardstick)
    }

    /// Whether the operations take the same time.
    pub fn is_one(&self) -> bool {
        let first = self.kinds.first().copied().unwrap_or_default();
        self.spread() * 2 < self.slowed.saturating_sub(first)
    }

    /// The difference between the slowest and the fastest operation.
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

/// Measures one lane's share of the rounds.
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
fn a_slower_operation_is_detected() {
    let wait = |us: u64| thread::sleep(Duration::from_micros(us));
    for lanes in [1, 4] {
        let pause = Duration::from_millis(if lanes == 1 { 0 } else { 3 });
        let method = Method { yardstick: Duration::from_millis(5), lanes, pause };
        assert!(Pace::of(3, &method, |_| wait(3_000)).is_one());
        assert!(!Pace::of(3, &method, |kind| wait(if kind == 2 { 6_750 } else { 3_000 })).is_one());
    }
}
