//! The host of the range search for breached passwords, if one is configured.

use crate::base::fields::Fields;
use crate::config::environment::Environment;
use crate::config::origins::{self, is_public_origin};

const DEADLINE_MS: u64 = 2_000;
/// The shortest configurable deadline, in milliseconds.
pub(super) const SHORTEST_DEADLINE_MS: u64 = 100;
/// What happens to a reset when the search has no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnFailure {
    /// The reset stops before the vendor is called. The caller may try again.
    Closed,
    /// The reset continues, and the audit log records that the search had no answer.
    Open,
}

/// The longest configurable deadline, in milliseconds. A person waits for the search, and only
/// then does the reset start.
pub const LONGEST_DEADLINE_MS: u64 = 5_000;

/// The host of the range search.
#[derive(Debug, PartialEq, Eq)]
pub struct Breaches {
    /// The service binding that leads to it.
    pub service: Option<String>,
    /// The origin of the host where no service binding leads to it: scheme, host and port.
    pub base_url: Option<String>,
    /// A password with at least this many occurrences in breaches is refused.
    pub threshold: u64,
    /// The deadline of a search, to the last byte of its reply, in milliseconds.
    pub deadline_ms: u64,
    /// What happens to a reset when the search has no answer.
    pub on_failure: OnFailure,
}

impl Breaches {
    /// The origin for the URL of a search. A bound service receives the request whatever the name says.
    /// Without a service, `base_url` is set.
    pub fn origin(&self) -> &str {
        self.base_url.as_deref().unwrap_or("http://breaches")
    }
}

/// Reads `breaches`, if it is there. Without it the edge searches nowhere.
pub(super) fn read(
    fields: &mut Fields<'_>,
    environment: &dyn Environment,
    own: Option<&str>,
) -> Option<Breaches> {
    let value = fields.optional("breaches")?;
    let path = fields.path_of("breaches");
    let mut fields = Fields::of(value, &path, fields.wrong())?;
    let service = fields.optional_text("service");
    if service.as_deref().is_some_and(|name| !environment.has_service(name)) {
        fields.blame("service", "is not the name of a bound service");
    }
    let base_url = fields.optional_text("base_url");
    match &base_url {
        Some(url) if !is_public_origin(url) => {
            fields.blame("base_url", "must be an https origin without a path (http only on loopback)");
        }
        None if service.is_none() => fields.blame("base_url", "is missing, and no service is configured"),
        _ => {}
    }
    origins::refuse_own(&mut fields, "base_url", base_url.as_deref(), own);
    let threshold = fields.optional_number("threshold", 1, u64::from(u32::MAX)).unwrap_or(1);
    let deadline_ms = fields
        .optional_number("deadline_ms", SHORTEST_DEADLINE_MS, LONGEST_DEADLINE_MS)
        .unwrap_or(DEADLINE_MS);
    let on_failure = [("closed", OnFailure::Closed), ("open", OnFailure::Open)];
    let on_failure = fields.optional_one_of("on_failure", &on_failure).unwrap_or(OnFailure::Closed);
    fields.finish();
    Some(Breaches { service, base_url, threshold, deadline_ms, on_failure })
}

#[cfg(test)]
mod tests {
    use passgate_core::Secret;
    use serde_json::{Value, json};

    use super::*;

    struct Bound;

    impl Environment for Bound {
        fn secret(&self, _: &str) -> Option<Secret> {
            None
        }

        fn has_service(&self, name: &str) -> bool {
            name == "BREACHES"
        }
    }

    fn read_from(value: Value) -> (Option<Breaches>, Vec<String>) {
        let mut wrong = Vec::new();
        let mut fields = Fields::of(value, "", &mut wrong).unwrap();
        let breaches = read(&mut fields, &Bound, None);
        (breaches, wrong.iter().map(|w| format!("{} {}", w.field, w.problem)).collect())
    }

    #[test]
    fn without_a_configured_host_no_search_is_made() {
        assert_eq!(read_from(json!({})), (None, Vec::new()));
        let (breaches, wrong) =
            read_from(json!({ "breaches": { "base_url": "https://api.pwnedpasswords.com" } }));
        let expected = Breaches {
            service: None,
            base_url: Some("https://api.pwnedpasswords.com".to_owned()),
            threshold: 1,
            deadline_ms: 2_000,
            on_failure: OnFailure::Closed,
        };
        assert_eq!((breaches, wrong), (Some(expected), Vec::new()));
        let (breaches, wrong) = read_from(json!({ "breaches":
            { "service": "BREACHES", "threshold": 10, "deadline_ms": 500, "on_failure": "open" } }));
        let breaches = breaches.unwrap();
        assert_eq!((breaches.threshold, breaches.deadline_ms, wrong.len()), (10, 500, 0));
        assert_eq!((breaches.on_failure, breaches.origin()), (OnFailure::Open, "http://breaches"));
    }

    #[test]
    fn each_mistake_is_named() {
        for (value, expected) in [
            (json!({}), "breaches.base_url is missing, and no service is configured"),
            (json!({ "service": "OTHER" }), "breaches.service is not the name of a bound service"),
            (
                json!({ "base_url": "http://ranges.example" }),
                "breaches.base_url must be an https origin without a path (http only on loopback)",
            ),
            (
                json!({ "base_url": "https://ranges.example/range" }),
                "breaches.base_url must be an https origin without a path (http only on loopback)",
            ),
            (
                json!({ "service": "BREACHES", "threshold": 0 }),
                "breaches.threshold must be a whole number from 1 to 4294967295",
            ),
            (
                json!({ "service": "BREACHES", "deadline_ms": 60_000 }),
                "breaches.deadline_ms must be a whole number from 100 to 5000",
            ),
            (
                json!({ "service": "BREACHES", "on_failure": "ignore" }),
                "breaches.on_failure must be one of closed, open",
            ),
            (json!({ "service": "BREACHES", "key": "x" }), "breaches.key is unknown"),
        ] {
            assert_eq!(read_from(json!({ "breaches": value })).1, [expected]);
        }
    }
}
