use crate::clock::Moment;
use crate::given::Given;
use crate::random;

/// The access tokens that were issued and have not expired. A client has one at a time: a token call
/// returns it again, with its remaining lifetime.
#[derive(Default)]
pub(super) struct Tokens {
    issued: Vec<Issued>,
    given: Given,
}

struct Issued {
    value: String,
    client_id: String,
    expires_at: Moment,
}

impl Tokens {
    /// A token for the client and its remaining seconds: 1799 of 1800 from the start.
    pub(super) fn grant(&mut self, client_id: &str, lifetime_seconds: u32, now: Moment) -> (String, i64) {
        self.issued.retain(|issued| issued.expires_at > now);
        let known = self
            .issued
            .iter()
            .find(|issued| issued.client_id == client_id)
            .map(|issued| (issued.value.clone(), issued.expires_at));
        let (value, expires_at) = known.unwrap_or_else(|| {
            let lifetime_ms = i64::from(lifetime_seconds).saturating_mul(1_000);
            let issued = Issued {
                value: random::uuid(),
                client_id: client_id.to_owned(),
                expires_at: now.saturating_add(lifetime_ms),
            };
            self.given.give(&issued.value);
            let given = (issued.value.clone(), issued.expires_at);
            self.issued.push(issued);
            given
        });
        let left_ms = expires_at.saturating_sub(now).saturating_sub(1);
        (value, left_ms.div_euclid(1_000))
    }

    pub(super) fn client_of(&self, value: &str, now: Moment) -> Option<String> {
        self.issued
            .iter()
            .find(|issued| issued.value == value && issued.expires_at > now)
            .map(|issued| issued.client_id.clone())
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_issued_again_with_its_remaining_lifetime() {
        let mut tokens = Tokens::default();
        let (first, left) = tokens.grant("client", 1_800, 0);
        assert_eq!(left, 1_799);
        let (again, left) = tokens.grant("client", 1_800, 1_000_000);
        assert_eq!((again.as_str(), left), (first.as_str(), 799));
        assert!(tokens.client_of(&first, 1_799_999).is_some());
        assert!(tokens.client_of(&first, 1_800_000).is_none());
        let (next, _) = tokens.grant("client", 1_800, 1_800_000);
        assert_ne!(next, first);
    }
}
