//! Whether the gate can do its part: write to its disk, and get a token of the vendor.

use std::cell::Cell;

use crate::base::moment::is_recent;
use crate::edge::objects::gate::Gate;
use crate::edge::platform::clock;
use crate::gate::Pass;
use crate::http::readiness::GateReady;

/// The vendor is asked for a token no more than so often because somebody wants to know, in
/// milliseconds.
const BETWEEN_MS: u64 = 5_000;

/// When the vendor was last asked because of it.
#[derive(Default)]
pub(super) struct LastAsked(Cell<Option<u64>>);

impl LastAsked {
    /// Whether it may be asked again; if so, it is asked now.
    fn may_ask(&self, now_ms: u64) -> bool {
        let is_due = !self.0.get().is_some_and(|asked_at_ms| is_recent(asked_at_ms, now_ms, BETWEEN_MS));
        if is_due {
            self.0.set(Some(now_ms));
        }
        is_due
    }
}

impl Gate {
    /// Writes what was counted, whose write the answer waits for, and sees to it that there is a
    /// token.
    pub(super) async fn ready(&self) -> worker::Result<GateReady> {
        self.store.keep_counted(&self.counted.snapshot())?;
        if self.tokens.kept(None).is_none() && self.asked_for_readiness.may_ask(clock::now_ms()) {
            match self.pass() {
                Pass::Shut { .. } => {}
                Pass::Probe => self.probe().await,
                // What came of it is seen below.
                Pass::Free => drop(self.tokens.renew(|renewal| self.saw_renewal(renewal)).await),
            }
        }
        Ok(GateReady { has_token: self.tokens.kept(None).is_some() })
    }
}
