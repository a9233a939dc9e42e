//! The line in front of a vendor: who waits for a permit, and in which order.
//!
//! First come, first served, by the account's *first* coming: whoever would have to wait longer
//! than a request should is sent away with the time at which it will be their turn, and keeps
//! their place. When they come back they stand before everybody who came later. So nobody
//! starves, however many others keep coming, and those sent away do not all come back at once.
//!
//! A place can be taken ahead, by [`Line::knock`]: a crowd is then sent away before anything is
//! written for it, and not after.

use std::collections::BTreeMap;

use crate::base::moment::LastSeen;
use crate::gate::shaper::Shaper;

/// The longest that a request waits in the line, in milliseconds.
pub const LONGEST_WAIT_MS: u64 = 2_000;
/// How long somebody who knocked is expected, in milliseconds.
const EXPECTED_MS: u64 = 5_000;
/// The most that wait: what each writes to a slow disk must not hold up the others' calls.
const MOST_WAITING: usize = 64;
/// The most that are remembered when they were sent away.
const MOST_SENT_AWAY: usize = 10_000;
/// How long after their time the place of somebody who does not come back is kept.
const PLACE_KEPT_MS: u64 = 60_000;
/// The longest that the machine's own pace sends anybody away for, in milliseconds.
const LONGEST_AWAY_MS: u64 = 20_000;
/// How often such places are looked through.
const TIDY_MS: u64 = 1_000;
/// A waiter that has not asked for so long after its end is gone.
const GONE_MS: u64 = 1_000;

/// Everybody who wants to call the vendor.
pub struct Line {
    /// The rate at which the line moves.
    pub shaper: Shaper,
    /// By the order of their coming.
    waiting: Vec<Waiter>,
    sent_away: BTreeMap<String, SentAway>,
    /// When places of those sent away are next looked through for old ones.
    tidy_at_ms: u64,
    next: u64,
    /// How long each took of late while others waited, in microseconds, and since when the one
    /// whose turn it is has been waited for.
    pace_us: u64,
    busy_from_ms: u64,
    seen: LastSeen,
}

/// A place in the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place(u64);

struct Waiter {
    place: Place,
    who: String,
    /// The order of their first coming.
    order: u64,
    until_ms: u64,
    /// Whether it has come to the line, or only knocked. Nobody waits for one that has not come.
    here: bool,
}

struct SentAway {
    order: u64,
    back_at_ms: u64,
}

/// What somebody in the line is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Call the vendor, now.
    Go,
    /// Ask again after so many milliseconds.
    Wait(u64),
    /// Come back later; no longer in the line.
    Away(Away),
}

/// Somebody is sent away.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Away {
    /// When it will be their turn, in seconds from now; at least 1.
    pub retry_after_seconds: u32,
}

impl Line {
    /// An empty line.
    pub const fn new(shaper: Shaper) -> Self {
        Self {
            shaper,
            waiting: Vec::new(),
            sent_away: BTreeMap::new(),
            tidy_at_ms: 0,
            next: 0,
            pace_us: 0,
            busy_from_ms: 0,
            seen: LastSeen::new(),
        }
    }

    /// Takes a place for somebody who is about to enter. `who` is the account; nothing else is
    /// known of it here.
    ///
    /// # Errors
    /// When it would take longer than anybody waits here.
    pub fn knock(&mut self, who: &str, now_ms: u64) -> Result<(), Away> {
        self.forget_the_gone(now_ms);
        if self.waiting.iter().any(|waiter| waiter.who == who) {
            return Ok(());
        }
        let latest_ms = now_ms.saturating_add(LONGEST_WAIT_MS);
        self.insert(who, latest_ms, now_ms.saturating_add(EXPECTED_MS), false, now_ms).map(|_| ())
    }

    /// Gives up the place of somebody who knocked and does not come.
    pub fn unknock(&mut self, who: &str) {
        self.waiting.retain(|waiter| waiter.here || waiter.who != who);
    }

    /// Takes a place in the line: the one that was knocked for, or a new one.
    ///
    /// # Errors
    /// When it would take longer than `budget_ms`, or longer than anybody waits here.
    pub fn enter(&mut self, who: &str, budget_ms: u64, now_ms: u64) -> Result<Place, Away> {
        self.forget_the_gone(now_ms);
        let until_ms = now_ms.saturating_add(budget_ms.min(LONGEST_WAIT_MS));
        let expected = self.waiting.iter_mut().find(|waiter| !waiter.here && waiter.who == who);
        if let Some(expected) = expected {
            expected.here = true;
            expected.until_ms = until_ms;
            return Ok(expected.place);
        }
        self.insert(who, until_ms, until_ms, true, now_ms)
    }

    /// A new place, at that of who was sent away before, if it opens by `latest_ms`.
    fn insert(
        &mut self,
        who: &str,
        latest_ms: u64,
        until_ms: u64,
        here: bool,
        now_ms: u64,
    ) -> Result<Place, Away> {
        let number = self.number();
        let order = self.sent_away.get(who).map_or(number, |earlier| earlier.order);
        let ahead = self.waiting.partition_point(|waiter| waiter.order < order);
        if self.shaper.opens_at_ms(ahead, now_ms) > latest_ms || self.waiting.len() >= MOST_WAITING {
            return Err(self.send_away(who.to_owned(), order, now_ms));
        }
        if self.waiting.is_empty() {
            self.busy_from_ms = now_ms;
        }
        let place = Place(number);
        self.waiting.insert(ahead, Waiter { place, who: who.to_owned(), order, until_ms, here });
        Ok(place)
    }

    /// Whether it is that waiter's turn. `Go` spends a permit and ends the wait.
    pub fn turn(&mut self, place: Place, now_ms: u64) -> Turn {
        self.forget_the_gone(now_ms);
        let Some(index) = self.waiting.iter().position(|waiter| waiter.place == place) else {
            return Turn::Away(Away { retry_after_seconds: 1 });
        };
        let ahead = self.waiting.iter().take(index).filter(|waiter| waiter.here).count();
        if ahead == 0 && self.shaper.take(now_ms) {
            let waiter = self.waiting.remove(index);
            self.sent_away.remove(&waiter.who);
            let took_us = now_ms.saturating_sub(self.busy_from_ms).saturating_mul(1000);
            self.pace_us = self.pace_us.saturating_mul(7).saturating_add(took_us) >> 3;
            self.busy_from_ms = now_ms;
            return Turn::Go;
        }
        let opens_at_ms = self.shaper.opens_at_ms(ahead, now_ms);
        if self.waiting.get(index).is_some_and(|waiter| opens_at_ms > waiter.until_ms) {
            let waiter = self.waiting.remove(index);
            return Turn::Away(self.send_away(waiter.who, waiter.order, now_ms));
        }
        Turn::Wait(opens_at_ms.saturating_sub(now_ms).max(1))
    }

    /// Waits for something else than its turn, until then at the latest; the place is kept.
    pub fn pause(&mut self, place: Place, until_ms: u64) {
        if let Some(waiter) = self.waiting.iter_mut().find(|waiter| waiter.place == place) {
            waiter.until_ms = until_ms;
        }
    }

    /// Waits for its turn again, as long as anybody does, until then at the latest. What it waited
    /// for meanwhile is not the line's own pace.
    pub fn resume(&mut self, place: Place, until_ms: u64, now_ms: u64) {
        self.pause(place, until_ms.min(now_ms.saturating_add(LONGEST_WAIT_MS)));
        self.busy_from_ms = now_ms;
    }

    /// Gives a place up; none that was there is no mistake.
    pub fn leave(&mut self, place: Place) {
        self.waiting.retain(|waiter| waiter.place != place);
    }

    /// How many wait.
    pub const fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// How many were sent away and have not been served since.
    pub fn expected_back(&self) -> usize {
        self.sent_away.len()
    }

    /// Everybody who came before is served before, whether here or sent away.
    fn send_away(&mut self, who: String, order: u64, now_ms: u64) -> Away {
        let here = self.waiting.iter().filter(|waiter| waiter.order < order).count();
        let away = self.sent_away.values().filter(|other| other.order < order).count();
        let others = here.saturating_add(away);
        // A machine that is slower than the rate serves at its own pace: whoever is told the rate's
        // would come in vain, and make it slower still.
        let pace_us = self.pace_us.saturating_mul(u64::try_from(others).unwrap_or(u64::MAX));
        let at_pace_ms = now_ms.saturating_add((pace_us / 1000).min(LONGEST_AWAY_MS));
        let opens_at_ms = self.shaper.opens_at_ms(others, now_ms).max(at_pace_ms);
        let seconds = opens_at_ms.saturating_sub(now_ms).div_ceil(1000).max(1);
        let back_at_ms = now_ms.saturating_add(seconds.saturating_mul(1000));
        if self.sent_away.len() < MOST_SENT_AWAY || self.sent_away.contains_key(&who) {
            self.sent_away.insert(who, SentAway { order, back_at_ms });
        }
        Away { retry_after_seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }
    }

    fn forget_the_gone(&mut self, now_ms: u64) {
        self.follow_the_clock(now_ms);
        self.waiting.retain(|waiter| waiter.until_ms.saturating_add(GONE_MS) > now_ms);
        if now_ms < self.tidy_at_ms {
            return;
        }
        self.tidy_at_ms = now_ms.saturating_add(TIDY_MS);
        self.sent_away.retain(|_, other| other.back_at_ms.saturating_add(PLACE_KEPT_MS) > now_ms);
    }

    /// After the clock was set back, everybody's moments are as far off as before: a place that nobody
    /// takes would be kept for the whole difference.
    fn follow_the_clock(&mut self, now_ms: u64) {
        let back_ms = self.seen.set_back_by(now_ms);
        if back_ms == 0 {
            return;
        }
        let others = self.sent_away.values_mut().map(|other| &mut other.back_at_ms);
        let waiting = self.waiting.iter_mut().map(|waiter| &mut waiter.until_ms);
        let own = [&mut self.tidy_at_ms, &mut self.busy_from_ms];
        for at_ms in others.chain(waiting).chain(own) {
            *at_ms = at_ms.saturating_sub(back_ms);
        }
    }

    fn number(&mut self) -> u64 {
        self.next = self.next.saturating_add(1);
        self.next
    }
}

#[cfg(test)]
mod tests;
