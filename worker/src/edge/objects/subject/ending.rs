//! The end of an account's object: when nothing is left that anything hangs on, all of it goes.

use std::rc::Rc;

use worker::Result;

use crate::config::Rates;
use crate::edge::objects::subject::ResetSubject;
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::idle::rest_ms;
use crate::edge::platform::random::random;
use crate::edge::platform::settings;

impl ResetSubject {
    /// Ends the object where all is over and it has rested; else has the alarm come when there is next
    /// something to do.
    pub(super) async fn end_or_sleep(&self, store: Rc<SubjectStore>, now_ms: u64) -> Result<()> {
        let rate = settings::config(&self.env).map_or_else(Rates::default, |config| config.rates).account;
        let is_busy = self.turn.try_lock().is_none() || self.delivering.get();
        if is_busy || !store.is_over(rate, now_ms)? {
            let next_ms = store.next_wake_ms(rate, now_ms, random())?;
            // What is under way is over soon, and then this is looked at again.
            return match next_ms.or(is_busy.then_some(now_ms)) {
                Some(at_ms) => self.wake_at(at_ms, now_ms).await,
                None => Ok(()),
            };
        }
        let rests_ms = self.rests_ms(now_ms);
        if rests_ms > 0 {
            return self.wake_at(now_ms.saturating_add(rests_ms), now_ms).await;
        }
        // Nothing has been awaited: what was looked at is what goes.
        self.store.replace(None);
        drop(store);
        self.state.storage().delete_all().await
    }

    /// How much longer it rests, in milliseconds. One that went from memory and was woken has rested.
    fn rests_ms(&self, now_ms: u64) -> u64 {
        let rested_ms = self.used_at_ms.get().map(|used_ms| now_ms.saturating_sub(used_ms));
        rested_ms.map_or(0, |rested_ms| rest_ms().saturating_sub(rested_ms))
    }

    /// Sees to it that an object which began just now ends, too, whatever it was asked.
    pub(super) fn end_some_time(&self) {
        let is_new = self.store.borrow().as_ref().is_some_and(|store| store.is_new());
        if is_new && self.alarm_at_ms.get().is_none() {
            self.wake_for_sure();
        }
    }
}
