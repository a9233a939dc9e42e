//! The queue in front of a vendor: which requests wait for a permit, and in which order.
//!
//! First come, first served, by the first arrival of an account. A request that would wait too long
//! is shed: its caller gets the time of its turn, and the account keeps its position. When it comes
//! back it is ahead of every account that arrived later. So no account starves under load, and shed
//! requests do not all come back at once.
//!
//! [`Queue::reserve`] reserves a place in advance, so that load is shed before anything is written for
//! the request.

use std::collections::BTreeMap;

use crate::base::moment::LastSeen;
use crate::gate::shaper::Shaper;

/// The longest that a request waits in the queue, in milliseconds.
pub const LONGEST_WAIT_MS: u64 = 2_000;
/// How long a reservation is kept, in milliseconds.
const EXPECTED_MS: u64 = 5_000;
/// The maximum number of waiting requests. Each writes to disk, and on a slow disk these writes must
/// not delay the calls of the others.
const MOST_WAITING: usize = 64;
/// The maximum number of shed requests whose position is kept.
const MOST_SHED: usize = 10_000;
/// How long after its retry time the position of a shed request is kept, in milliseconds.
const POSITION_KEPT_MS: u64 = 60_000;
/// The longest wait that the pace of a slow machine adds for a shed request, in milliseconds.
const LONGEST_AT_PACE_MS: u64 = 20_000;
/// The interval between removals of old positions, in milliseconds.
const TIDY_MS: u64 = 1_000;
/// How long after the end of its wait an inactive waiter is removed, in milliseconds.
const GONE_MS: u64 = 1_000;

/// The requests that wait to call the vendor.
pub struct Queue {
    /// The rate at which the queue moves.
    pub shaper: Shaper,
    /// In the order of first arrival.
    waiting: Vec<Waiter>,
    shed: BTreeMap<String, ShedRequest>,
    /// When old positions are removed next, in milliseconds since 1970.
    tidy_at_ms: u64,
    next: u64,
    /// The recent average time between two turns while others waited, in microseconds; and since when
    /// the next turn has been awaited, in milliseconds since 1970.
    pace_us: u64,
    busy_from_ms: u64,
    seen: LastSeen,
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QueuePlace(u64);

struct Waiter {
    place: QueuePlace,
    account: String,
    /// The order of first arrival.
    order: u64,
    until_ms: u64,
    /// Whether it has entered the queue; a reservation has not, and delays no other request.
    here: bool,
}

struct ShedRequest {
    order: u64,
    back_at_ms: u64,
}

/// What a waiting request must do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Call the vendor, now.
    Go,
    /// Ask for the permit again after this many milliseconds.
    Wait(u64),
    /// Retry later. The request is no longer in the queue.
    Shed(Shed),
}

/// The answer to a shed request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shed {
    /// When its turn will be, in seconds from now; at least 1.
    pub retry_after_seconds: u32,
}

impl Queue {
    /// An empty queue.
    pub const fn new(shaper: Shaper) -> Self {
        Self {
            shaper,
            waiting: Vec::new(),
            shed: BTreeMap::new(),
            tidy_at_ms: 0,
            next: 0,
            pace_us: 0,
            busy_from_ms: 0,
            seen: LastSeen::new(),
        }
    }

    /// Reserves a place for an account whose request is about to enter.
    ///
    /// # Errors
    /// When the wait would be longer than the queue's maximum.
    pub fn reserve(&mut self, account: &str, now_ms: u64) -> Result<(), Shed> {
        self.remove_the_gone(now_ms);
        if self.waiting.iter().any(|waiter| waiter.account == account) {
            return Ok(());
        }
        let latest_ms = now_ms.saturating_add(LONGEST_WAIT_MS);
        self.insert(account, latest_ms, now_ms.saturating_add(EXPECTED_MS), false, now_ms).map(|_| ())
    }

    /// Releases the reservation of an account whose request does not enter.
    pub fn release(&mut self, account: &str) {
        self.waiting.retain(|waiter| waiter.here || waiter.account != account);
    }

    /// Takes a place in the queue: the reserved one, or a new one.
    ///
    /// # Errors
    /// When the wait would be longer than `budget_ms` or the queue's maximum.
    pub fn enter(&mut self, account: &str, budget_ms: u64, now_ms: u64) -> Result<QueuePlace, Shed> {
        self.remove_the_gone(now_ms);
        let until_ms = now_ms.saturating_add(budget_ms.min(LONGEST_WAIT_MS));
        let expected = self.waiting.iter_mut().find(|waiter| !waiter.here && waiter.account == account);
        if let Some(expected) = expected {
            expected.here = true;
            expected.until_ms = until_ms;
            return Ok(expected.place);
        }
        self.insert(account, until_ms, until_ms, true, now_ms)
    }

    /// Inserts a new place, at the position of the account's earlier shed request if there is one. It
    /// fails when the turn would be later than `latest_ms`.
    fn insert(
        &mut self,
        account: &str,
        latest_ms: u64,
        until_ms: u64,
        here: bool,
        now_ms: u64,
    ) -> Result<QueuePlace, Shed> {
        let number = self.number();
        let order = self.shed.get(account).map_or(number, |earlier| earlier.order);
        let ahead = self.waiting.partition_point(|waiter| waiter.order < order);
        if self.shaper.opens_at_ms(ahead, now_ms) > latest_ms || self.waiting.len() >= MOST_WAITING {
            return Err(self.shed_later(account.to_owned(), order, now_ms));
        }
        if self.waiting.is_empty() {
            self.busy_from_ms = now_ms;
        }
        let place = QueuePlace(number);
        self.waiting.insert(ahead, Waiter { place, account: account.to_owned(), order, until_ms, here });
        Ok(place)
    }

    /// Whether it is this waiter's turn. `Go` spends a permit and ends the wait.
    pub fn turn(&mut self, place: QueuePlace, now_ms: u64) -> Turn {
        self.remove_the_gone(now_ms);
        let Some(index) = self.waiting.iter().position(|waiter| waiter.place == place) else {
            return Turn::Shed(Shed { retry_after_seconds: 1 });
        };
        let ahead = self.waiting.iter().take(index).filter(|waiter| waiter.here).count();
        if ahead == 0 && self.shaper.take(now_ms) {
            let waiter = self.waiting.remove(index);
            self.shed.remove(&waiter.account);
            let took_us = now_ms.saturating_sub(self.busy_from_ms).saturating_mul(1000);
            self.pace_us = self.pace_us.saturating_mul(7).saturating_add(took_us) >> 3;
            self.busy_from_ms = now_ms;
            return Turn::Go;
        }
        let opens_at_ms = self.shaper.opens_at_ms(ahead, now_ms);
        if self.waiting.get(index).is_some_and(|waiter| opens_at_ms > waiter.until_ms) {
            let waiter = self.waiting.remove(index);
            return Turn::Shed(self.shed_later(waiter.account, waiter.order, now_ms));
        }
        Turn::Wait(opens_at_ms.saturating_sub(now_ms).max(1))
    }

    /// The request waits for something other than its turn, until `until_ms` at the latest, and keeps
    /// its place.
    pub fn pause(&mut self, place: QueuePlace, until_ms: u64) {
        if let Some(waiter) = self.waiting.iter_mut().find(|waiter| waiter.place == place) {
            waiter.until_ms = until_ms;
        }
    }

    /// The request waits for its turn again, until `until_ms` at the latest. The time of the other wait
    /// does not count towards the queue's own pace.
    pub fn resume(&mut self, place: QueuePlace, until_ms: u64, now_ms: u64) {
        self.pause(place, until_ms.min(now_ms.saturating_add(LONGEST_WAIT_MS)));
        self.busy_from_ms = now_ms;
    }

    /// Gives up a place, if it exists.
    pub fn leave(&mut self, place: QueuePlace) {
        self.waiting.retain(|waiter| waiter.place != place);
    }

    /// The number of waiting requests.
    pub const fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// The number of shed requests that have not been served since.
    pub fn expected_back(&self) -> usize {
        self.shed.len()
    }

    /// Sheds a request. All earlier arrivals, waiting or shed, are served before it.
    fn shed_later(&mut self, account: String, order: u64, now_ms: u64) -> Shed {
        let here = self.waiting.iter().filter(|waiter| waiter.order < order).count();
        let away = self.shed.values().filter(|other| other.order < order).count();
        let others = here.saturating_add(away);
        // A machine that is slower than the rate serves at its own pace. A retry time from the rate
        // alone would be too early, and the extra retries would slow the machine further.
        let pace_us = self.pace_us.saturating_mul(u64::try_from(others).unwrap_or(u64::MAX));
        let at_pace_ms = now_ms.saturating_add((pace_us / 1000).min(LONGEST_AT_PACE_MS));
        let opens_at_ms = self.shaper.opens_at_ms(others, now_ms).max(at_pace_ms);
        let seconds = opens_at_ms.saturating_sub(now_ms).div_ceil(1000).max(1);
        let back_at_ms = now_ms.saturating_add(seconds.saturating_mul(1000));
        if self.shed.len() < MOST_SHED || self.shed.contains_key(&account) {
            self.shed.insert(account, ShedRequest { order, back_at_ms });
        }
        Shed { retry_after_seconds: u32::try_from(seconds).unwrap_or(u32::MAX) }
    }

    fn remove_the_gone(&mut self, now_ms: u64) {
        self.follow_the_clock(now_ms);
        self.waiting.retain(|waiter| waiter.until_ms.saturating_add(GONE_MS) > now_ms);
        if now_ms < self.tidy_at_ms {
            return;
        }
        self.tidy_at_ms = now_ms.saturating_add(TIDY_MS);
        self.shed.retain(|_, other| other.back_at_ms.saturating_add(POSITION_KEPT_MS) > now_ms);
    }

    /// Shifts all stored times when the clock was set back, so that each is as far away as before.
    /// Otherwise an abandoned place would be kept for the whole difference.
    fn follow_the_clock(&mut self, now_ms: u64) {
        let back_ms = self.seen.set_back_by(now_ms);
        if back_ms == 0 {
            return;
        }
        let others = self.shed.values_mut().map(|other| &mut other.back_at_ms);
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
