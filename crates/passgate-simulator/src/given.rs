//! Every token that was ever given out, and whether it was used: what a test searches for.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// How often each token came with a call, by the token.
#[derive(Default)]
pub(crate) struct Given {
    uses: BTreeMap<String, u64>,
}

impl Given {
    /// It is given out, for the first time or again.
    pub(crate) fn give(&mut self, token: &str) {
        self.uses.entry(token.to_owned()).or_default();
    }

    /// A call has come with it. What was never given out is no token.
    pub(crate) fn uses(&mut self, token: &str) {
        if let Some(uses) = self.uses.get_mut(token) {
            *uses = uses.saturating_add(1);
        }
    }

    pub(crate) fn list(&self) -> Value {
        let each = self.uses.iter().map(|(token, uses)| json!({ "token": token, "uses": uses }));
        Value::Array(each.collect())
    }
}
