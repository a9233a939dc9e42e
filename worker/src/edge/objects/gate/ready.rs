//! Whether the gate can do its part: write to its disk, and get a token of the vendor.

use crate::edge::objects::gate::Gate;
use crate::edge::platform::clock;
use crate::gate::Pass;
use crate::http::readiness::GateReady;

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
