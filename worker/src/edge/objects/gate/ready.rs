//! The readiness of the gate: whether it can write to its disk and get a token from the vendor.

use crate::edge::objects::gate::Gate;
use crate::edge::platform::clock;
use crate::gate::Pass;
use crate::http::readiness::GateReady;

impl Gate {
    /// Writes the counters, which proves that the disk works because the answer waits for the write,
    /// and makes sure that there is a token.
    pub(super) async fn ready(&self) -> worker::Result<GateReady> {
        self.store.keep_counted(&self.counted.snapshot())?;
        if self.tokens.kept(None).is_none() && self.asked_for_readiness.may_ask(clock::now_ms()) {
            match self.pass() {
                Pass::Shut { .. } => {}
                Pass::Probe => self.probe().await,
                // The check below sees the result.
                Pass::Free => drop(self.tokens.renew(|renewal| self.saw_renewal(renewal)).await),
            }
        }
        Ok(GateReady { has_token: self.tokens.kept(None).is_some() })
    }
}
