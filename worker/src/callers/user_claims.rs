//! The meaning of the claims of a verified user token.
//!
//! `jose` has checked the signature, the issuer, the audience and the times before. This module only
//! maps claims to rights.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use passgate_core::Identity;
use serde_json::Value;

use crate::callers::account::Account;
use crate::callers::caller::{Role, User};
use crate::callers::unproven::Why;
use crate::config::{Issuer, RoleClaim};

const MAX_CLAIM_CHARACTERS: usize = 200;
/// How far an issuer's clock may be ahead of ours, in seconds. `user_token.mjs` allows the same.
const LEEWAY_SECONDS: u64 = 30;

/// The user that the claims describe at the time `now` (seconds since 1970).
///
/// # Errors
/// When they name no subject or no account, or were made for another party as well.
pub fn user_of(claims: &Value, issuer: &Issuer, now: u64) -> Result<User, Why> {
    if !is_for_us_alone(claims, &issuer.audience) {
        return Err(Why::Audience);
    }
    let subject = text(claims, "sub").ok_or(Why::Claims)?;
    let user_id = text(claims, &issuer.account_claim).ok_or(Why::Claims)?;
    Ok(User {
        product: issuer.product,
        subject,
        account: Account {
            product: issuer.product,
            user_id_type: issuer.user_id_type.map(str::to_owned),
            user_id,
        },
        owner: owner(claims, issuer.sign_in_within, now),
        operator: role(claims, issuer.operator_claim.as_ref(), now),
        auditor: role(claims, issuer.auditor_claim.as_ref(), now),
        identity: identity_of(claims),
    })
}

/// The issuer that a token claims, before any verification. It may only be used to choose the keys to
/// verify the token with.
pub fn unverified_issuer(token: &str) -> Option<String> {
    let claims = URL_SAFE_NO_PAD.decode(token.split('.').nth(1)?).ok()?;
    let claims: Value = serde_json::from_slice(&claims).ok()?;
    claims.get("iss")?.as_str().map(str::to_owned)
}

/// A token for several audiences must say that we are the party it was issued to (OpenID Connect
/// Core 1.0, section 3.1.3.7, items 4 and 5): another audience could present it as its own.
fn is_for_us_alone(claims: &Value, audience: &str) -> bool {
    let several = claims.get("aud").and_then(Value::as_array).is_some_and(|list| list.len() > 1);
    match claims.get("azp") {
        None => !several,
        Some(party) => party.as_str() == Some(audience),
    }
}

/// Whether the claims grant the role. The sign-in must be recent and not in the future.
fn role(claims: &Value, wanted: Option<&RoleClaim>, now: u64) -> Role {
    let Some(wanted) = wanted else {
        return Role::None;
    };
    let has_it = match claims.get(&wanted.name) {
        Some(Value::String(value)) => *value == wanted.value,
        Some(Value::Array(values)) => values.iter().any(|value| value.as_str() == Some(&wanted.value)),
        _ => false,
    };
    if has_it { recent(claims, wanted.sign_in_within, now) } else { Role::None }
}

/// Whether the person may act as owner: after any sign-in where the configuration requires none.
fn owner(claims: &Value, sign_in_within: Option<u64>, now: u64) -> Role {
    sign_in_within.map_or(Role::Held, |sign_in_within| recent(claims, sign_in_within, now))
}

/// Whether the sign-in is at most this many seconds old and not in the future. A token without the time
/// of the sign-in counts as too old.
fn recent(claims: &Value, sign_in_within: u64, now: u64) -> Role {
    let signed_in = claims.get("auth_time").and_then(Value::as_u64);
    let is_recent = signed_in.is_some_and(|at| {
        at <= now.saturating_add(LEEWAY_SECONDS) && now.saturating_sub(at) <= sign_in_within
    });
    if is_recent { Role::Held } else { Role::SignInTooOld { sign_in_within } }
}

/// OpenID Connect Core 1.0, section 5.1, and 竹云's own names for the same claims (its `userinfo` page:
/// `userName`, `mobile`).
fn identity_of(claims: &Value) -> Identity {
    let first = |names: &[&str]| names.iter().find_map(|name| text(claims, name));
    // An issuer omits what it does not disclose. An absent claim does not mean that the person has no
    // such value.
    let list = |names: &[&str]| first(names).map(|text| vec![text]);
    Identity {
        username: first(&["preferred_username", "userName"]),
        name: first(&["name"]),
        names: list(&["nickname"]),
        phones: list(&["phone_number", "mobile"]),
        emails: list(&["email"]),
        words: None,
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

    const NOW: u64 = 1_800_000_000;

    fn role(value: &str, sign_in_within: u64) -> RoleClaim {
        RoleClaim { name: "roles".to_owned(), value: value.to_owned(), sign_in_within }
    }

    fn issuer(account_claim: &str) -> Issuer {
        Issuer {
            product: Product::Eiam,
            issuer: "https://eiam.example".to_owned(),
            jwks_uri: None,
            service: None,
            audience: "passgate".to_owned(),
            algorithm: "RS256",
            account_claim: account_claim.to_owned(),
            user_id_type: None,
            sign_in_within: None,
            operator_claim: Some(role("op", 900)),
            auditor_claim: Some(role("audit", 3600)),
        }
    }

    #[test]
    fn the_account_is_what_the_configured_claim_names() {
        let claims = json!({"sub": "s", "uid": "u", "preferred_username": "wang", "email": "w@x.cn", "mobile": "13800138000"});
        let user = user_of(&claims, &issuer("uid"), NOW).unwrap();
        assert_eq!(user.account.user_id, "u");
        assert_eq!(user.subject, "s");
        assert_eq!(user.identity.username.as_deref(), Some("wang"));
        assert_eq!(user.identity.phones, Some(vec!["13800138000".to_owned()]));
        assert_eq!((user.identity.name, user.identity.names), (None, None));
        let why = |claims: &Value, claim| user_of(claims, &issuer(claim), NOW).err();
        assert_eq!(why(&claims, "nothing"), Some(Why::Claims));
        for claims in [json!({"uid": "u"}), json!({"sub": 7}), json!({"sub": ""})] {
            assert_eq!(why(&claims, "sub"), Some(Why::Claims), "{claims}");
        }
    }

    #[test]
    fn the_claimed_issuer_is_read_from_any_input() {
        let token = |claims: &str| format!("x.{}.y", URL_SAFE_NO_PAD.encode(claims));
        assert_eq!(unverified_issuer(&token(r#"{"iss":"https://a"}"#)).as_deref(), Some("https://a"));
        for garbage in ["", "x", "x.!.y", &token("[]"), &token(r#"{"iss":7}"#), &token("{")] {
            assert_eq!(unverified_issuer(garbage), None);
        }
    }

    #[test]
    fn a_token_for_several_parties_must_name_us() {
        for (audience, party, expected) in [
            (json!("passgate"), json!(null), true),
            (json!(["passgate"]), json!(null), true),
            (json!(["passgate"]), json!("passgate"), true),
            (json!(["passgate", "other"]), json!("passgate"), true),
            (json!(["passgate", "other"]), json!(null), false),
            (json!(["passgate", "other"]), json!("other"), false),
            (json!("passgate"), json!("other"), false),
            (json!("passgate"), json!(7), false),
        ] {
            let mut claims = json!({"sub": "s", "aud": audience});
            if !party.is_null() {
                claims["azp"] = party;
            }
            let why = user_of(&claims, &issuer("sub"), NOW).err();
            assert_eq!(why, (!expected).then_some(Why::Audience), "{claims}");
        }
    }

    #[test]
    fn a_role_needs_exactly_the_configured_value() {
        for (roles, expected) in [
            (json!("op"), true),
            (json!(["a", "op"]), true),
            (json!("ops"), false),
            (json!(["OP"]), false),
            (json!({"op": true}), false),
            (json!(null), false),
        ] {
            let claims = json!({"sub": "s", "roles": roles, "auth_time": NOW});
            let user = user_of(&claims, &issuer("sub"), NOW).unwrap();
            assert_eq!(user.operator.is_held(), expected, "{claims}");
            assert_eq!(user.auditor, Role::None, "{claims}");
        }
        let mut without = issuer("sub");
        without.operator_claim = None;
        let claims = json!({"sub": "s", "roles": ["op", "audit"], "auth_time": NOW});
        let user = user_of(&claims, &without, NOW).unwrap();
        assert_eq!((user.operator, user.auditor), (Role::None, Role::Held));
    }

    #[test]
    fn an_owner_needs_a_recent_sign_in_where_the_configuration_requires_one() {
        let too_old = Role::SignInTooOld { sign_in_within: 300 };
        for (auth_time, expected) in [
            (json!(NOW), Role::Held),
            (json!(NOW - 300), Role::Held),
            (json!(NOW - 301), too_old),
            (json!(NOW + 30), Role::Held),
            (json!(NOW + 31), too_old),
            (json!(null), too_old),
            (json!("1800000000"), too_old),
        ] {
            let claims = json!({"sub": "s", "auth_time": auth_time});
            let asking = Issuer { sign_in_within: Some(300), ..issuer("sub") };
            assert_eq!(user_of(&claims, &asking, NOW).unwrap().owner, expected, "{claims}");
            assert_eq!(user_of(&claims, &issuer("sub"), NOW).unwrap().owner, Role::Held, "{claims}");
        }
    }

    #[test]
    fn a_role_needs_a_recent_sign_in() {
        let too_old = Role::SignInTooOld { sign_in_within: 900 };
        for (auth_time, expected) in [
            (json!(NOW), Role::Held),
            (json!(NOW - 900), Role::Held),
            (json!(NOW - 901), too_old),
            (json!(NOW + 30), Role::Held),
            (json!(NOW + 31), too_old),
            (json!(null), too_old),
            (json!("1800000000"), too_old),
            (json!(-1), too_old),
            (json!(NOW as f64 + 0.5), too_old),
        ] {
            let claims = json!({"sub": "s", "roles": "op", "auth_time": auth_time});
            assert_eq!(user_of(&claims, &issuer("sub"), NOW).unwrap().operator, expected, "{claims}");
        }
    }
}
