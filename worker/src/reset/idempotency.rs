//! `Idempotency-Key`: a repeated request gets the answer of the first one.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_wire::{BadInput, Envelope, FieldProblem, Outcome};
use serde::{Deserialize, Serialize};

use crate::base::keys::Keys;
use crate::reset::call::Head;

/// The header that carries a key.
pub const HEADER: &str = "Idempotency-Key";
/// The header that marks an answer as that of an earlier request.
pub const REPLAYED: &str = "Idempotency-Replayed";
/// How long an answer is stored, in milliseconds.
pub const KEPT_MS: u64 = 24 * 60 * 60 * 1000;

const MAX_CHARACTERS: usize = 128;

/// Checks a key as it was sent: up to 128 visible ASCII characters. Quotes are not removed: the same
/// text is the same key.
///
/// # Errors
/// The problem of the key.
pub fn check(key: String) -> Result<String, BadInput> {
    let problem = if key.is_empty() {
        FieldProblem::Empty
    } else if key.len() > MAX_CHARACTERS {
        FieldProblem::TooLong { max: MAX_CHARACTERS }
    } else if !key.bytes().all(|byte| byte.is_ascii_graphic()) {
        FieldProblem::NotVisibleAscii
    } else {
        return Ok(key);
    };
    Err(BadInput::new(HEADER, problem))
}

/// The fingerprint that two requests with the same key must share: it covers the actor and everything
/// in the request. It is an HMAC with a key of the edge, so that the stored value cannot be used to
/// guess a password.
pub fn fingerprint(keys: &Keys, actor: &str, head: &Head, body: &[u8]) -> String {
    let digest = keys.idempotency.mac(&[
        actor.as_bytes(),
        head.action.name().as_bytes(),
        head.account.as_bytes(),
        head.query.as_bytes(),
        body,
    ]);
    URL_SAFE_NO_PAD.encode(digest)
}

/// A request with an idempotency key.
pub struct Repeatable<'a> {
    /// The key that the caller sent.
    pub key: &'a str,
    /// The fingerprint, which reveals nothing of the request.
    pub fingerprint: &'a str,
}

/// An answer as stored. It holds no secret: the answer of a password call never contains one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reply {
    /// The HTTP status.
    pub status: u16,
    /// Its headers.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: String,
    /// The outcome; `None` for an answer that was stored by a version without outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

impl From<Envelope> for Reply {
    fn from(envelope: Envelope) -> Self {
        let headers = envelope.headers.into_iter().map(|(name, value)| (name.to_owned(), value));
        let outcome = Some(envelope.outcome);
        Self { status: envelope.status, headers: headers.collect(), body: envelope.body, outcome }
    }
}

impl Reply {
    /// The same answer, marked as that of an earlier request.
    #[must_use]
    pub fn replayed(mut self) -> Self {
        self.headers.push((REPLAYED.to_owned(), "true".to_owned()));
        self
    }
}

/// The state of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Known {
    /// No request with this key is stored.
    New,
    /// The first request with this key is still in progress.
    UnderWay,
    /// The key was used for another request.
    Other,
    /// The stored answer of the first request.
    Answered(Reply),
}

impl Known {
    /// The state from the stored fingerprint and the stored answer, if there is one yet.
    pub fn of(kept: Option<(&str, Option<Reply>)>, fingerprint: &str) -> Self {
        match kept {
            None => Self::New,
            Some((other, _)) if other != fingerprint => Self::Other,
            Some((_, None)) => Self::UnderWay,
            Some((_, Some(reply))) => Self::Answered(reply),
        }
    }
}

#[cfg(test)]
mod tests {
    use passgate_core::{Product, Secret};

    use super::*;
    use passgate_wire::Action;

    #[test]
    fn a_key_is_visible_ascii() {
        for good in ["k", "\"8e03978e-40d5-43dd-bc93-6894a57f9324\"", &"k".repeat(128)] {
            assert_eq!(check(good.to_owned()).as_deref(), Ok(good));
        }
        for bad in ["", "a b", "钥", "k\n", &"k".repeat(129)] {
            assert_eq!(check(bad.to_owned()).map_err(|bad| bad.field), Err(HEADER.to_owned()), "{bad:?}");
        }
    }

    #[test]
    fn any_difference_in_a_request_changes_the_fingerprint() {
        let keys = Keys::derive(&Secret::new("k".repeat(32)));
        let head = |account: &str, query: &str| Head {
            product: Product::Eiam,
            action: Action::ChangePassword,
            account: account.to_owned(),
            query: query.to_owned(),
            content_type: None,
        };
        let one = fingerprint(&keys, "client:a", &head("u", "q"), b"body");
        assert_eq!(one, fingerprint(&keys, "client:a", &head("u", "q"), b"body"));
        for other in [
            fingerprint(&keys, "client:b", &head("u", "q"), b"body"),
            fingerprint(&keys, "client:a", &head("v", "q"), b"body"),
            fingerprint(&keys, "client:a", &head("u", "r"), b"body"),
            fingerprint(&keys, "client:a", &head("u", "q"), b"bodz"),
            fingerprint(&Keys::derive(&Secret::new("l".repeat(32))), "client:a", &head("u", "q"), b"body"),
        ] {
            assert_ne!(one, other);
        }
    }

    #[test]
    fn the_state_of_a_key() {
        let reply =
            Reply { status: 200, headers: Vec::new(), body: "{}".to_owned(), outcome: Some(Outcome::Done) };
        assert_eq!(Known::of(None, "f"), Known::New);
        assert_eq!(Known::of(Some(("f", None)), "f"), Known::UnderWay);
        assert_eq!(Known::of(Some(("g", None)), "f"), Known::Other);
        assert_eq!(Known::of(Some(("g", Some(reply.clone()))), "f"), Known::Other);
        assert_eq!(Known::of(Some(("f", Some(reply.clone()))), "f"), Known::Answered(reply.clone()));
        assert_eq!(reply.replayed().headers, [(REPLAYED.to_owned(), "true".to_owned())]);
    }
}
