//! Every issued token and the number of its uses, for tests that search for leaked tokens.

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// The number of calls with each token.
#[derive(Default)]
pub(crate) struct Given {
    uses: BTreeMap<String, u64>,
}

impl Given {
    /// Records that the token was issued; a token may be issued several times.
    pub(crate) fn give(&mut self, token: &str) {
        self.uses.entry(token.to_owned()).or_default();
    }

    /// Counts a call with the token. A token that was never issued is ignored.
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
