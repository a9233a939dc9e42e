//! The kind of a request's credential, before any authentication.

/// The content of `Authorization: Bearer …`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential<'a> {
    /// A client token of this edge.
    ClientToken(&'a str),
    /// A ticket.
    Ticket(&'a str),
    /// A user token of an OIDC issuer: a compact JWS.
    UserToken(&'a str),
    /// It begins like a user token and is longer than the limit.
    TooLong,
    /// A bearer credential of no known kind.
    Unreadable,
    /// There is no bearer credential.
    Absent,
}

/// The longest user token that the edge examines, in bytes.
const MAX_USER_TOKEN_BYTES: usize = 8 * 1024;

/// Classifies the value of an `Authorization` header.
pub fn credential(header: Option<&str>) -> Credential<'_> {
    let Some((scheme, token)) = header.and_then(|header| header.trim().split_once(' ')) else {
        return Credential::Absent;
    };
    if !scheme.eq_ignore_ascii_case("bearer") {
        return Credential::Absent;
    }
    let token = token.trim();
    if token.starts_with(crate::callers::client_token::PREFIX) {
        Credential::ClientToken(token)
    } else if token.starts_with(crate::callers::ticket::PREFIX) {
        Credential::Ticket(token)
    } else if token.starts_with("eyJ") && token.len() > MAX_USER_TOKEN_BYTES {
        Credential::TooLong
    } else if token.starts_with("eyJ") && token.split('.').count() == 3 {
        Credential::UserToken(token)
    } else {
        Credential::Unreadable
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_credential_is_recognised_by_its_prefix() {
        assert_eq!(credential(None), Credential::Absent);
        assert_eq!(credential(Some("")), Credential::Absent);
        assert_eq!(credential(Some("Bearer")), Credential::Absent);
        assert_eq!(credential(Some("Basic YTpi")), Credential::Absent);
        assert_eq!(credential(Some("bearer ct1.a.b")), Credential::ClientToken("ct1.a.b"));
        assert_eq!(credential(Some("Bearer rt1.a.b")), Credential::Ticket("rt1.a.b"));
        assert_eq!(credential(Some("Bearer eyJ.e30.x")), Credential::UserToken("eyJ.e30.x"));
        assert_eq!(credential(Some("Bearer eyJ.e30")), Credential::Unreadable);
        assert_eq!(credential(Some("Bearer t-abc")), Credential::Unreadable);
    }

    #[test]
    fn a_user_token_is_examined_up_to_eight_kibibytes() {
        let longest = format!("eyJ.{}.x", "a".repeat(8_192 - "eyJ..x".len()));
        assert_eq!(credential(Some(&format!("Bearer {longest}"))), Credential::UserToken(&longest));
        assert_eq!(credential(Some(&format!("Bearer {longest}x"))), Credential::TooLong);
    }
}
