//! The end of an account's object: when it holds no more state that matters, it deletes all of its
//! storage.

use std::rc::Rc;

use worker::Result;

use crate::config::Rates;
use crate::edge::objects::subject::ResetSubject;
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::idle::rest_ms;
use crate::edge::platform::random::random;
use crate::edge::platform::settings;

impl ResetSubject {
    /// Deletes the storage when nothing is left and the object has been idle long enough. Otherwise
    /// sets the alarm for the next task.
    pub(super) async fn end_or_sleep(&self, store: Rc<SubjectStore>, now_ms: u64) -> Result<()> {
        let rate = settings::config(&self.env).map_or_else(Rates::default, |config| config.rates).account;
        let is_busy = self.turn.try_lock().is_none() || self.delivering.get();
        if is_busy || !store.is_over(rate, now_ms)? {
            let next_ms = store.next_wake_ms(rate, now_ms, random())?;
            // An operation in progress ends soon, and then the alarm checks again.
            return match next_ms.or(is_busy.then_some(now_ms)) {
                Some(at_ms) => self.wake_at(at_ms, now_ms).await,
                None => Ok(()),
            };
        }
        let rests_ms = self.rests_ms(now_ms);
        if rests_ms > 0 {
            return self.wake_at(now_ms.saturating_add(rests_ms), now_ms).await;
        }
        // No await since the check, so nothing can have changed.
        self.store.replace(None);
        drop(store);
        self.state.storage().delete_all().await
    }

    /// How much longer the object must be idle, in milliseconds. An object that was evicted from memory
    /// and woken has been idle long enough.
    fn rests_ms(&self, now_ms: u64) -> u64 {
        let rested_ms = self.used_at_ms.get().map(|used_ms| now_ms.saturating_sub(used_ms));
        rested_ms.map_or(0, |rested_ms| rest_ms().saturating_sub(rested_ms))
    }

    /// Makes sure that an object created by this request is deleted some time, whatever the request
    /// was.
    pub(super) fn end_some_time(&self) {
        let is_new = self.store.borrow().as_ref().is_some_and(|store| store.is_new());
        if is_new && self.alarm_at_ms.get().is_none() {
            self.wake_for_sure();
        }
    }
}
