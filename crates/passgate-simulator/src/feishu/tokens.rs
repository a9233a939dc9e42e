use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::clock::Moment;
use crate::given::Given;
use crate::random;

/// A token with at least this remaining lifetime is issued again; with less, a new one is issued beside
/// it.
const REUSE_MS: i64 = 30 * 60 * 1_000;

/// The endpoint that issued a token.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Endpoint {
    /// The token is `t-` and forty hexadecimal digits.
    Internal,
    /// The token is a JWT with that many bytes.
    Oauth { bytes: usize },
}

/// The tokens that were issued and have not expired.
#[derive(Default)]
pub(super) struct Tokens {
    issued: Vec<Issued>,
    given: Given,
}

struct Issued {
    value: String,
    app_id: String,
    endpoint: &'static str,
    expires_at: Moment,
}

impl Tokens {
    /// A token for the app, and its remaining lifetime in seconds.
    pub(super) fn grant(
        &mut self,
        app_id: &str,
        endpoint: Endpoint,
        lifetime_seconds: u32,
        now: Moment,
    ) -> (String, i64) {
        self.issued.retain(|issued| issued.expires_at > now);
        let name = endpoint.name();
        let reusable = self.issued.iter().find(|issued| {
            issued.app_id == app_id
                && issued.endpoint == name
                && issued.expires_at.saturating_sub(now) >= REUSE_MS
        });
        if let Some(issued) = reusable {
            let left = issued.expires_at.saturating_sub(now);
            return (issued.value.clone(), left.div_euclid(1_000));
        }
        let value = endpoint.new_value();
        self.given.give(&value);
        let lifetime = i64::from(lifetime_seconds);
        self.issued.push(Issued {
            value: value.clone(),
            app_id: app_id.to_owned(),
            endpoint: name,
            expires_at: now.saturating_add(lifetime.saturating_mul(1_000)),
        });
        (value, lifetime)
    }

    /// The app that the token was issued to.
    pub(super) fn app_of(&self, value: &str, now: Moment) -> Option<String> {
        self.issued
            .iter()
            .find(|issued| issued.value == value && issued.expires_at > now)
            .map(|issued| issued.app_id.clone())
    }

    /// Counts a call with this token, whether the token is valid or not.
    pub(super) fn uses(&mut self, value: &str) {
        self.given.uses(value);
    }

    pub(super) const fn given(&self) -> &Given {
        &self.given
    }

    pub(super) fn forget(&mut self, value: &str) {
        self.issued.retain(|issued| issued.value != value);
    }

    pub(super) fn forget_all(&mut self) {
        self.issued.clear();
    }
}

impl Endpoint {
    fn name(self) -> &'static str {
        match self {
            Self::Internal => "internal",
            Self::Oauth { .. } => "oauth",
        }
    }

    fn new_value(self) -> String {
        match self {
            Self::Internal => format!("t-{}", random::hex(20)),
            Self::Oauth { bytes } => jwt_like(bytes),
        }
    }
}

/// Three parts, the first starting with `eyJ`, of `bytes` bytes together. Only Feishu can verify the
/// real ones, so neither signature nor claims matter here.
fn jwt_like(bytes: usize) -> String {
    let start = URL_SAFE_NO_PAD.encode(r#"{"alg":"ES256","typ":"JWT"}"#);
    let signature = random::base64url(64);
    let around = start.len().saturating_add(signature.len()).saturating_add(2);
    let mut payload = URL_SAFE_NO_PAD.encode(format!(r#"{{"jti":"{}","#, random::hex(8)));
    payload.push_str(&random::base64url(bytes));
    payload.truncate(bytes.saturating_sub(around));
    format!("{start}.{payload}.{signature}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_jwt_like_token_has_its_length() {
        let token = jwt_like(4_096);
        assert_eq!(token.len(), 4_096);
        assert!(token.starts_with("eyJ"));
        assert_eq!(token.split('.').count(), 3);
    }

    #[test]
    fn a_token_is_reused_with_half_an_hour_left() {
        let mut tokens = Tokens::default();
        let (first, left) = tokens.grant("cli", Endpoint::Internal, 7_200, 0);
        assert_eq!(left, 7_200);
        let at_half_an_hour = 5_400_000;
        let (again, left) = tokens.grant("cli", Endpoint::Internal, 7_200, at_half_an_hour);
        assert_eq!((again.as_str(), left), (first.as_str(), 1_800));
        let (second, left) = tokens.grant("cli", Endpoint::Internal, 7_200, at_half_an_hour + 1);
        assert_ne!(second, first);
        assert_eq!(left, 7_200);
        for token in [&first, &second] {
            assert!(tokens.app_of(token, at_half_an_hour + 1).is_some());
        }
        assert!(tokens.app_of(&first, 7_200_000).is_none());
    }
}
