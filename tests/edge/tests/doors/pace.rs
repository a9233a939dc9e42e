//! Whether several things take one time, by a yardstick that is measured beside them.
//!
//! All of them are timed in turns, so that whatever else the machine does falls on each alike, and
//! beside them the first one once more with a yardstick added. The quarter of the times that was
//! disturbed least is compared: what the kinds differ by must be less than half of what the
//! yardstick differs by. Nothing is held against a clock, so a slow machine is only slower; where
//! the noise hides the yardstick there are more rounds, and with them less noise.

use std::time::{Duration, Instant};

/// After so many rounds it is looked whether the verdict is clear.
const ROUNDS: usize = 8;
/// How often it is looked before they are called different.
const LOOKS: usize = 16;

/// The undisturbed times of several kinds.
pub struct Pace {
    /// One each, in their order.
    pub kinds: Vec<Duration>,
    /// Of the first with the yardstick added.
    pub slowed: Duration,
}

impl Pace {
    /// Times so many kinds of the same thing until they are clearly one, or have had every chance.
    /// A branch that costs half of the yardstick would be noticed.
    pub fn of(kinds: usize, yardstick: Duration, mut once: impl FnMut(usize)) -> Self {
        let mut times = vec![Vec::new(); kinds + 1];
        for round in 0..ROUNDS * LOOKS {
            for step in 0..=kinds {
                // Each comes first, and after each other, as often as any.
                let kind = (round + step) % (kinds + 1);
                let began = Instant::now();
                if kind == kinds {
                    std::thread::sleep(yardstick);
                }
                once(kind % kinds);
                times[kind].push(began.elapsed());
            }
            if (round + 1) % ROUNDS == 0 {
                let pace = Self::undisturbed(&times);
                if pace.is_one() {
                    return pace;
                }
            }
        }
        Self::undisturbed(&times)
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
        Self { kinds, slowed }
    }
}

fn lower_quartile(times: &[Duration]) -> Duration {
    let mut times = times.to_vec();
    times.sort_unstable();
    times.get(times.len() / 4).copied().unwrap_or_default()
}

#[test]
fn what_takes_longer_is_told_from_what_does_not() {
    let wait = |ms: u64| std::thread::sleep(Duration::from_millis(ms));
    let yardstick = Duration::from_millis(5);
    assert!(Pace::of(3, yardstick, |_| wait(3)).is_one());
    assert!(!Pace::of(3, yardstick, |kind| wait(if kind == 2 { 8 } else { 3 })).is_one());
}
