//! ID tokens of the simulated EIAM.

use serde_json::{Value, json};

use crate::edge::Edge;

/// A request for an ID token; by default a valid one.
pub struct IdToken {
    request: Value,
}

impl IdToken {
    /// A token of that person for this edge.
    pub fn of(edge: &Edge, username: &str) -> Self {
        Self { request: json!({ "user": username, "audience": edge.stack().audience(), "expires_in": 3600 }) }
    }

    /// Changes a member of the request: `claims`, `algorithm`, `key`, `header`, …
    #[must_use]
    pub fn with(mut self, member: &str, value: Value) -> Self {
        self.request[member] = value;
        self
    }

    /// Makes it a token of an operator.
    #[must_use]
    pub fn operator(self) -> Self {
        self.with("claims", json!({ "roles": ["password-operator"] }))
    }

    /// Makes it a token of an auditor.
    #[must_use]
    pub fn auditor(self) -> Self {
        self.with("claims", json!({ "roles": ["password-auditor"] }))
    }

    /// Lets the simulator issue the token.
    pub fn issue(&self, edge: &Edge) -> String {
        let issued = edge.stack().simulator().post("/_sim/id-tokens", &self.request);
        let issued = issued.unwrap_or_else(|error| panic!("{error}"));
        issued["id_token"].as_str().unwrap().to_owned()
    }
}
