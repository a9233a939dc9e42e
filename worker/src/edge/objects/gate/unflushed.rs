//! What a gate has counted, and what was told to it. It is kept along with writes that the gate
//! makes anyway; only when none comes for some seconds, in a write of its own.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use worker::Delay;

use crate::base::moment;
use crate::edge::objects::gate::store::GateStore;
use crate::edge::platform::clock;
use crate::metrics::Tally;

/// A write that is made anyway takes it along if the last one is so long ago.
const BETWEEN_MS: u64 = 2_000;
/// It is kept after so long at the latest: a kill costs these seconds.
const WITHIN_MS: u64 = 5_000;

/// The numbers of one gate.
pub struct CountedHere {
    tally: RefCell<Tally>,
    kept_at_ms: Cell<u64>,
    /// Since when something is not kept.
    unkept_since_ms: Cell<Option<u64>>,
    is_waiting: Cell<bool>,
}

impl CountedHere {
    /// Goes on from what the last life had kept.
    pub fn from(tally: Tally) -> Self {
        Self {
            tally: RefCell::new(tally),
            kept_at_ms: Cell::new(0),
            unkept_since_ms: Cell::new(None),
            is_waiting: Cell::new(false),
        }
    }

    /// Counts.
    pub fn count(&self, counting: impl FnOnce(&mut Tally)) {
        counting(&mut self.tally.borrow_mut());
        if self.unkept_since_ms.get().is_none() {
            self.unkept_since_ms.set(Some(clock::now_ms()));
        }
    }

    /// All of it.
    pub fn tally(&self) -> Tally {
        self.tally.borrow().clone()
    }

    /// Keeps it along with a write that is made at this moment, if it is time.
    pub fn keep_along(&self, store: &GateStore) {
        let now_ms = clock::now_ms();
        let next_ms = self.kept_at_ms.get().saturating_add(BETWEEN_MS);
        if moment::ahead(next_ms, now_ms, BETWEEN_MS).is_none_or(|left_ms| left_ms == 0) {
            self.keep(store);
        }
    }

    /// Whether somebody has to wait for a write that takes it along; from now on, somebody does.
    pub fn begins_to_wait(&self) -> bool {
        self.unkept_since_ms.get().is_some() && !self.is_waiting.replace(true)
    }

    /// Waits for such a write, and makes one of its own when none comes.
    pub async fn keep_at_last(&self, store: &GateStore) {
        while let Some(since_ms) = self.unkept_since_ms.get() {
            let now_ms = clock::now_ms();
            let left_ms = moment::past(since_ms, now_ms).saturating_add(WITHIN_MS).saturating_sub(now_ms);
            if left_ms == 0 {
                self.keep(store);
                break;
            }
            Delay::from(Duration::from_millis(left_ms)).await;
        }
        self.is_waiting.set(false);
    }

    fn keep(&self, store: &GateStore) {
        let is_unkept = self.unkept_since_ms.get().is_some();
        // What cannot be kept now is kept next time.
        if is_unkept && store.keep_counted(&self.tally.borrow()).is_ok() {
            self.kept_at_ms.set(clock::now_ms());
            self.unkept_since_ms.set(None);
        }
    }
}
