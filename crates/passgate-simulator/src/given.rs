//! Every token that was ever issued, and how often it was used, for tests that search for tokens.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// How many calls came with each token.
#[derive(Default)]
pub(crate) struct Given {
    uses: BTreeMap<String, u64>,
}

impl Given {
    /// Records that the token was issued, for the first time or again.
    pub(crate) fn give(&mut self, token: &str) {
        self.uses.entry(token.to_owned()).or_default();
    }

    /// Records that a call came with the token. A text that was never issued is ignored.
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
