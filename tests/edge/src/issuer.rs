//! A second OpenID issuer for the tests, with an ES256 or an EdDSA key, because the simulated EIAM
//! signs with RS256.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const KEY_ID: &str = "key-1";

/// The issuer, which answers until the test ends.
pub struct Issuer {
    address: String,
    key: Key,
}

/// The signing key.
enum Key {
    Es256(EcdsaKeyPair),
    EdDsa(Ed25519KeyPair),
}

impl Issuer {
    /// Starts an issuer with an ES256 key and publishes the key by discovery.
    pub fn start() -> Self {
        Self::with(Key::Es256(EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key")))
    }

    /// Starts an issuer with an EdDSA key.
    pub fn of_ed25519() -> Self {
        Self::with(Key::EdDsa(Ed25519KeyPair::generate().expect("a key")))
    }

    fn with(key: Key) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let issuer = Self { address, key };
        let (discovery, keys) = (issuer.discovery(), issuer.published());
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &discovery, &keys);
            }
        });
        issuer
    }

    /// The address: `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The issuer's `iss`.
    pub fn name(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A token with these claims merged over `iss`, `aud`, `iat` and `exp`.
    pub fn token(&self, claims: &Value) -> String {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_secs());
        let mut all =
            json!({ "iss": self.name(), "aud": "passgate", "iat": now, "exp": now.saturating_add(600) });
        for (name, value) in claims.as_object().into_iter().flatten() {
            all[name] = value.clone();
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({ "alg": self.key.algorithm(), "kid": KEY_ID, "typ": "JWT" });
        let signed = format!("{}.{}", part(&header), part(&all));
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(self.key.sign(signed.as_bytes())))
    }

    fn discovery(&self) -> Value {
        json!({ "issuer": self.name(), "jwks_uri": format!("{}/keys", self.name()) })
    }

    fn published(&self) -> Value {
        let mut key = self.key.published();
        for (name, value) in [("use", "sig"), ("alg", self.key.algorithm()), ("kid", KEY_ID)] {
            key[name] = value.into();
        }
        json!({ "keys": [key] })
    }
}

impl Key {
    const fn algorithm(&self) -> &'static str {
        match self {
            Self::Es256(_) => "ES256",
            Self::EdDsa(_) => "EdDSA",
        }
    }

    fn sign(&self, text: &[u8]) -> Vec<u8> {
        match self {
            Self::Es256(key) => key.sign(&SystemRandom::new(), text).expect("a signature").as_ref().to_vec(),
            Self::EdDsa(key) => key.sign(text).as_ref().to_vec(),
        }
    }

    fn published(&self) -> Value {
        match self {
            // An uncompressed point: 4, then x and y with 32 bytes each.
            Self::Es256(key) => {
                let (x, y) = key.public_key().as_ref()[1..].split_at(32);
                let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
                json!({ "kty": "EC", "crv": "P-256", "x": x, "y": y })
            }
            Self::EdDsa(key) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "x": URL_SAFE_NO_PAD.encode(key.public_key()) })
            }
        }
    }
}

fn answer(mut stream: TcpStream, discovery: &Value, keys: &Value) {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head);
    let body = match head.split(' ').nth(1) {
        Some("/.well-known/openid-configuration") => discovery.to_string(),
        Some("/keys") => keys.to_string(),
        _ => String::new(),
    };
    let status = if body.is_empty() { "404 Not Found" } else { "200 OK" };
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
}
