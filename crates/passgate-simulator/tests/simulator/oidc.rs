//! The EIAM as an OpenID provider, verified with an independent library.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use passgate_simulator::Options;
use serde_json::{Value, json};

use crate::bench::{Bench, EIAM_ID};

fn part(token: &str, place: usize) -> Value {
    let encoded = token.split('.').nth(place).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(encoded).unwrap()).unwrap()
}

fn keys(bench: &Bench) -> Vec<Value> {
    let got = bench.send("GET", "/api/v1/oauth2/keys", &[], "").json();
    got["keys"].as_array().unwrap().clone()
}

/// Whether the token is signed with the published key that it names.
fn is_verified(bench: &Bench, token: &str) -> bool {
    let kid = part(token, 0)["kid"].clone();
    let Some(key) = keys(bench).into_iter().find(|key| key["kid"] == kid) else {
        return false;
    };
    let decoded = |name: &str| {
        let text = key[name].as_str().unwrap();
        URL_SAFE_NO_PAD.decode(text).unwrap()
    };
    let public = RsaPublicKeyComponents { n: decoded("n"), e: decoded("e") };
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap();
    let scheme = &RSA_PKCS1_2048_8192_SHA256;
    public.verify(scheme, signed.as_bytes(), &signature).is_ok()
}

fn issue(bench: &Bench, change: Value) -> String {
    let mut asked = json!({"user": "wangxiaoming", "audience": "passgate"});
    for (name, value) in change.as_object().unwrap() {
        asked[name] = value.clone();
    }
    let issued = bench.control("POST", "/id-tokens", asked);
    issued["id_token"].as_str().unwrap().to_owned()
}

#[test]
fn discovery_leads_to_the_keys() {
    let bench = Bench::start();
    let path = "/api/v1/oauth2/.well-known/openid-configuration";
    let document = bench.send("GET", path, &[], "").json();
    let issuer = format!("{}/api/v1/oauth2", bench.simulator.base());
    assert_eq!(document["issuer"], *issuer);
    assert_eq!(document["issuer"], *bench.simulator.issuer());
    assert_eq!(document["jwks_uri"], format!("{issuer}/keys"));
    let keys = keys(&bench);
    assert_eq!(keys.len(), 1);
    assert_eq!(keys[0]["alg"], "RS256");
    assert_eq!(keys[0]["e"], "AQAB");
    let n = URL_SAFE_NO_PAD.decode(keys[0]["n"].as_str().unwrap());
    assert_eq!(n.unwrap().len(), 256);
}

#[test]
fn a_persons_token_has_the_claims_and_verifies() {
    let bench = Bench::with(Options {
        issuer: Some("https://idaas.example.com/api/v1/oauth2".to_owned()),
        ..Options::generated()
    });
    let token = issue(&bench, json!({}));
    assert!(is_verified(&bench, &token));
    let claims = part(&token, 1);
    assert_eq!(claims["iss"], "https://idaas.example.com/api/v1/oauth2");
    assert_eq!(claims["sub"], EIAM_ID);
    assert_eq!(claims["aud"], "passgate");
    assert_eq!(claims["name"], "王小明");
    let life = claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap();
    assert_eq!(life, 3_600);
    assert_eq!(part(&token, 0)["typ"], "JWT");
}

#[test]
fn claims_header_lifetime_and_audience_can_be_set() {
    let bench = Bench::start();
    let change = json!({
        "user": EIAM_ID,
        "audience": "another",
        "expires_in": -60,
        "claims": {"roles": ["password-operator"], "email": null, "sub": "x"},
        "header": {"typ": null, "crit": ["b64"]},
    });
    let token = issue(&bench, change);
    assert!(is_verified(&bench, &token));
    let claims = part(&token, 1);
    assert_eq!(claims["aud"], "another");
    assert_eq!(claims["sub"], "x");
    assert_eq!(claims["roles"], json!(["password-operator"]));
    assert_eq!(claims.get("email"), None);
    assert!(claims["exp"].as_i64() < claims["iat"].as_i64());
    let header = part(&token, 0);
    assert_eq!((header.get("typ"), &header["crit"]), (None, &json!(["b64"])));
}

#[test]
fn invalid_tokens_can_be_issued() {
    let bench = Bench::start();
    let none = issue(&bench, json!({"algorithm": "none"}));
    assert_eq!(part(&none, 0)["alg"], "none");
    assert!(none.ends_with('.'));
    let swapped = issue(&bench, json!({"algorithm": "HS256"}));
    assert_eq!(part(&swapped, 0)["alg"], "HS256");
    let (signed, tag) = swapped.rsplit_once('.').unwrap();
    let secret = hmac::Key::new(hmac::HMAC_SHA256, keys(&bench)[0].to_string().as_bytes());
    let tag = URL_SAFE_NO_PAD.decode(tag).unwrap();
    assert!(hmac::verify(&secret, signed.as_bytes(), &tag).is_ok());
    let unpublished = issue(&bench, json!({"key": "unpublished"}));
    for token in [none, swapped.clone(), unpublished] {
        assert!(!is_verified(&bench, &token));
    }
}

#[test]
fn signing_keys_rotate() {
    let bench = Bench::start();
    let before = issue(&bench, json!({}));
    let asked = json!({"user": "wangxiaoming", "audience": "x", "key": "previous"});
    assert_eq!(bench.control_raw("POST", "/id-tokens", asked).status, 409);
    let kid = bench.control("POST", "/keys/rotate", json!({}))["kid"].clone();
    assert_eq!(keys(&bench).len(), 2);
    let after = issue(&bench, json!({}));
    assert_eq!(part(&after, 0)["kid"], kid);
    assert!(is_verified(&bench, &before));
    assert!(is_verified(&bench, &after));
    bench.control("POST", "/keys/rotate", json!({"keep_old": false}));
    assert_eq!(keys(&bench).len(), 1);
    assert!(!is_verified(&bench, &after));
    let previous = issue(&bench, json!({"key": "previous"}));
    assert_eq!(part(&previous, 0)["kid"], kid);
    assert!(!is_verified(&bench, &previous));
}

#[test]
fn the_token_calls_id_token_belongs_to_the_application() {
    let bench = Bench::start();
    let secret = bench.options.client_secret.expose();
    let form = "grant_type=client_credentials";
    let got = bench.eiam_token_call(&bench.options.client_id, secret, form);
    let token = got.json()["id_token"].as_str().unwrap().to_owned();
    assert!(is_verified(&bench, &token));
    assert_eq!(part(&token, 1)["sub"], *bench.options.client_id);
}
