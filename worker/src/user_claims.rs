//! What the claims of a verified user token mean here.
//!
//! The signature, the issuer, the audience and the times have been checked before (`jose`); this
//! only maps claims to who may do what.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::Identity;
use serde_json::Value;

use crate::account::Account;
use crate::caller::User;
use crate::config::Issuer;

const MAX_CLAIM_CHARACTERS: usize = 200;

/// The person the claims describe; `None` when they name no subject or no account.
pub fn user_of(claims: &Value, issuer: &Issuer) -> Option<User> {
    let subject = text(claims, "sub")?;
    let user_id = text(claims, &issuer.account_claim)?;
    Some(User {
        product: issuer.product,
        subject,
        account: Account {
            product: issuer.product,
            user_id_type: issuer.user_id_type.map(str::to_owned),
            user_id,
        },
        operator: is_operator(claims, issuer),
        identity: identity_of(claims),
    })
}

/// The issuer a token claims, before anything of it has been checked: good for choosing whose
/// keys to check it with, and for nothing else.
pub fn unverified_issuer(token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    claims.get("iss")?.as_str().map(str::to_owned)
}

fn is_operator(claims: &Value, issuer: &Issuer) -> bool {
    let Some(wanted) = &issuer.operator_claim else {
        return false;
    };
    match claims.get(&wanted.name) {
        Some(Value::String(value)) => *value == wanted.value,
        Some(Value::Array(values)) => values.iter().any(|value| value.as_str() == Some(&wanted.value)),
        _ => false,
    }
}

/// OpenID Connect Core 1.0, section 5.1, and 竹云's own names for the same (its `userinfo` page:
/// `userName`, `mobile`).
fn identity_of(claims: &Value) -> Identity {
    let first = |names: &[&str]| names.iter().find_map(|name| text(claims, name));
    Identity {
        username: first(&["preferred_username", "userName"]),
        name: first(&["name"]),
        phones: first(&["phone_number", "mobile"]).into_iter().collect(),
        emails: first(&["email"]).into_iter().collect(),
        words: Vec::new(),
    }
}

fn text(claims: &Value, name: &str) -> Option<String> {
    let text = claims.get(name)?.as_str()?;
    let fits = !text.is_empty() && text.chars().count() <= MAX_CLAIM_CHARACTERS;
    fits.then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use passgate_core::Product;
    use serde_json::json;

    use super::*;
    use crate::config::OperatorClaim;

    fn issuer(account_claim: &str) -> Issuer {
        Issuer {
            product: Product::Eiam,
            issuer: "https://eiam.example".to_owned(),
            jwks_path: "/keys".to_owned(),
            audience: "passgate".to_owned(),
            algorithm: "RS256",
            account_claim: account_claim.to_owned(),
            user_id_type: None,
            operator_claim: Some(OperatorClaim { name: "roles".to_owned(), value: "op".to_owned() }),
        }
    }

    #[test]
    fn the_account_is_what_the_configured_claim_names() {
        let claims = json!({"sub": "s", "uid": "u", "preferred_username": "wang", "email": "w@x.cn", "mobile": "13800138000"});
        let user = user_of(&claims, &issuer("uid")).unwrap();
        assert_eq!(user.account.user_id, "u");
        assert_eq!(user.subject, "s");
        assert_eq!(user.identity.username.as_deref(), Some("wang"));
        assert_eq!(user.identity.phones, ["13800138000"]);
        assert!(user_of(&claims, &issuer("nothing")).is_none());
        assert!(user_of(&json!({"uid": "u"}), &issuer("uid")).is_none());
        assert!(user_of(&json!({"sub": 7}), &issuer("sub")).is_none());
        assert!(user_of(&json!({"sub": ""}), &issuer("sub")).is_none());
    }

    #[test]
    fn the_claimed_issuer_is_read_from_whatever_comes() {
        let token = |claims: &str| format!("x.{}.y", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(unverified_issuer(&token(r#"{"iss":"https://a"}"#)).as_deref(), Some("https://a"));
        for garbage in ["", "x", "x.!.y", &token("[]"), &token(r#"{"iss":7}"#), &token("{")] {
            assert_eq!(unverified_issuer(garbage), None);
        }
    }

    #[test]
    fn an_operator_has_exactly_the_value() {
        for (roles, expected) in [
            (json!("op"), true),
            (json!(["a", "op"]), true),
            (json!("ops"), false),
            (json!(["OP"]), false),
            (json!({"op": true}), false),
            (json!(null), false),
        ] {
            let claims = json!({"sub": "s", "roles": roles});
            assert_eq!(user_of(&claims, &issuer("sub")).unwrap().operator, expected, "{claims}");
        }
        let mut without = issuer("sub");
        without.operator_claim = None;
        assert!(!user_of(&json!({"sub": "s", "roles": "op"}), &without).unwrap().operator);
    }
}
