//! The counters of a gate: its own and those reported to it. They are flushed to disk together with
//! other writes of the gate, or in a write of their own when there is none for some seconds.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use worker::Delay;

use crate::base::moment;
use crate::edge::objects::gate::store::GateStore;
use crate::edge::platform::clock;
use crate::metrics::Counters;

/// The minimum time between two flushes that accompany another write, in milliseconds.
const BETWEEN_MS: u64 = 2_000;
/// They are flushed after this time at the latest, in milliseconds. A crash loses at most the counts of
/// this time.
const WITHIN_MS: u64 = 5_000;

/// The counters of one gate.
pub struct UnflushedCounters {
    counters: RefCell<Counters>,
    flushed_at_ms: Cell<u64>,
    /// Since when there are counts that are not flushed, in milliseconds since 1970.
    unflushed_since_ms: Cell<Option<u64>>,
    is_waiting: Cell<bool>,
}

impl UnflushedCounters {
    /// Continues from the stored counters after a restart.
    pub fn from(counters: Counters) -> Self {
        Self {
            counters: RefCell::new(counters),
            flushed_at_ms: Cell::new(0),
            unflushed_since_ms: Cell::new(None),
            is_waiting: Cell::new(false),
        }
    }

    /// Changes the counters.
    pub fn count(&self, counting: impl FnOnce(&mut Counters)) {
        counting(&mut self.counters.borrow_mut());
        if self.unflushed_since_ms.get().is_none() {
            self.unflushed_since_ms.set(Some(clock::now_ms()));
        }
    }

    /// A copy of all counters.
    pub fn snapshot(&self) -> Counters {
        self.counters.borrow().clone()
    }

    /// Flushes together with a write at this moment, if enough time has passed.
    pub fn flush_along(&self, store: &GateStore) {
        let now_ms = clock::now_ms();
        let next_ms = self.flushed_at_ms.get().saturating_add(BETWEEN_MS);
        if moment::ahead(next_ms, now_ms, BETWEEN_MS).is_none_or(|left_ms| left_ms == 0) {
            self.flush(store);
        }
    }

    /// Whether the caller must run [`Self::flush_eventually`] now.
    pub fn begins_to_wait(&self) -> bool {
        self.unflushed_since_ms.get().is_some() && !self.is_waiting.replace(true)
    }

    /// Waits for another write to flush the counters, and flushes them itself when there is none.
    pub async fn flush_eventually(&self, store: &GateStore) {
        while let Some(since_ms) = self.unflushed_since_ms.get() {
            let now_ms = clock::now_ms();
            let left_ms = moment::past(since_ms, now_ms).saturating_add(WITHIN_MS).saturating_sub(now_ms);
            if left_ms == 0 {
                self.flush(store);
                break;
            }
            Delay::from(Duration::from_millis(left_ms)).await;
        }
        self.is_waiting.set(false);
    }

    fn flush(&self, store: &GateStore) {
        let is_unflushed = self.unflushed_since_ms.get().is_some();
        // When a flush fails, the next one includes these counts.
        if is_unflushed && store.keep_counted(&self.counters.borrow()).is_ok() {
            self.flushed_at_ms.set(clock::now_ms());
            self.unflushed_since_ms.set(None);
        }
    }
}
