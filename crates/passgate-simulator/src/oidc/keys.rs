use std::sync::{Arc, OnceLock};

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::random;

/// Making a key takes much of a second, so each process makes the first key only once.
static FIRST_KEY: OnceLock<Arc<SigningKey>> = OnceLock::new();

/// The current key, the previous ones, and which of them are published.
#[derive(Clone)]
pub(crate) struct KeyRing {
    current: Arc<SigningKey>,
    previous: Option<Arc<SigningKey>>,
    is_previous_published: bool,
}

/// An RSA key of 2048 bits.
pub(crate) struct SigningKey {
    pub(super) kid: String,
    pair: RsaKeyPair,
}

impl KeyRing {
    pub(crate) fn new() -> Self {
        Self {
            current: Arc::clone(FIRST_KEY.get_or_init(|| Arc::new(SigningKey::generate()))),
            previous: None,
            is_previous_published: false,
        }
    }

    /// Makes a new key the current one and returns its id.
    pub(crate) fn rotate(&mut self, new: SigningKey, keep_old: bool) -> String {
        let kid = new.kid.clone();
        self.previous = Some(std::mem::replace(&mut self.current, Arc::new(new)));
        self.is_previous_published = keep_old;
        kid
    }

    /// The JSON Web Key Set.
    pub(crate) fn published(&self) -> Value {
        let previous = self.previous.iter().filter(|_| self.is_previous_published);
        let keys: Vec<Value> = std::iter::once(&self.current).chain(previous).map(|key| key.jwk()).collect();
        json!({ "keys": keys })
    }

    /// A JWT with these claims, signed with the key in use.
    pub(crate) fn sign(&self, claims: &Value) -> String {
        let header = json!({"alg": "RS256", "kid": self.current.kid, "typ": "JWT"});
        self.current.sign(&header, claims)
    }

    pub(super) fn current(&self) -> Arc<SigningKey> {
        Arc::clone(&self.current)
    }

    pub(super) fn previous(&self) -> Option<Arc<SigningKey>> {
        self.previous.clone()
    }
}

impl SigningKey {
    pub(crate) fn generate() -> Self {
        let Ok(pair) = RsaKeyPair::generate(KeySize::Rsa2048) else {
            // As in `random`: without randomness the process cannot continue.
            std::process::abort();
        };
        Self { kid: random::hex(8), pair }
    }

    pub(super) fn sign(&self, header: &Value, claims: &Value) -> String {
        let signed = signing_input(header, claims);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        let outcome =
            self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), signed.as_bytes(), &mut signature);
        if outcome.is_err() {
            std::process::abort();
        }
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    /// The public key as a text that a careless verifier may use as a shared secret.
    pub(super) fn public_text(&self) -> String {
        self.jwk().to_string()
    }

    fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        json!({
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": self.kid,
            "n": URL_SAFE_NO_PAD.encode(public.modulus().big_endian_without_leading_zero()),
            "e": URL_SAFE_NO_PAD.encode(public.exponent().big_endian_without_leading_zero()),
        })
    }
}

/// The first two parts of a JWT.
pub(super) fn signing_input(header: &Value, claims: &Value) -> String {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    format!("{}.{}", part(header), part(claims))
}
