//! The counters of a gate: its own and those reported to it. They are flushed to the disk together with
//! writes that the gate makes anyway; only when none comes for some seconds, in a write of their own.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use worker::Delay;

use crate::base::moment;
use crate::edge::objects::gate::store::GateStore;
use crate::edge::platform::clock;
use crate::metrics::Counters;

/// A write that is made anyway takes them along if the last flush is at least this long ago.
const BETWEEN_MS: u64 = 2_000;
/// They are flushed after this long at the latest: a kill costs these seconds.
const WITHIN_MS: u64 = 5_000;

/// The counters of one gate.
pub struct UnflushedCounters {
    counters: RefCell<Counters>,
    flushed_at_ms: Cell<u64>,
    /// Since when something is not flushed.
    unflushed_since_ms: Cell<Option<u64>>,
    is_waiting: Cell<bool>,
}

impl UnflushedCounters {
    /// Goes on from what was flushed before a restart.
    pub fn from(counters: Counters) -> Self {
        Self {
            counters: RefCell::new(counters),
            flushed_at_ms: Cell::new(0),
            unflushed_since_ms: Cell::new(None),
            is_waiting: Cell::new(false),
        }
    }

    /// Counts.
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

    /// Flushes together with a write that is made at this moment, if it is time.
    pub fn flush_along(&self, store: &GateStore) {
        let now_ms = clock::now_ms();
        let next_ms = self.flushed_at_ms.get().saturating_add(BETWEEN_MS);
        if moment::ahead(next_ms, now_ms, BETWEEN_MS).is_none_or(|left_ms| left_ms == 0) {
            self.flush(store);
        }
    }

    /// Whether the caller has to run [`Self::flush_eventually`]; from now on, it does.
    pub fn begins_to_wait(&self) -> bool {
        self.unflushed_since_ms.get().is_some() && !self.is_waiting.replace(true)
    }

    /// Waits for such a write, and makes one when none comes.
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
        // What cannot be flushed now is flushed next time.
        if is_unflushed && store.keep_counted(&self.counters.borrow()).is_ok() {
            self.flushed_at_ms.set(clock::now_ms());
            self.unflushed_since_ms.set(None);
        }
    }
}
