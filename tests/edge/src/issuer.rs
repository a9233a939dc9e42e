//! An OpenID issuer of the tests' own, with an ES256 key: one besides the simulated EIAM.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

const KEY_ID: &str = "es-1";

/// The issuer; it answers as long as the test runs.
pub struct Issuer {
    address: String,
    key: EcdsaKeyPair,
}

impl Issuer {
    /// Listens, and publishes its key by discovery.
    pub fn start() -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).expect("a key");
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

    /// `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Its name.
    pub fn name(&self) -> String {
        format!("http://{}", self.address)
    }

    /// A token with these claims over `iss`, `aud`, `iat` and `exp`.
    pub fn token(&self, claims: &Value) -> String {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let now = now.map_or(0, |now| now.as_secs());
        let mut all =
            json!({ "iss": self.name(), "aud": "passgate", "iat": now, "exp": now.saturating_add(600) });
        for (name, value) in claims.as_object().into_iter().flatten() {
            all[name] = value.clone();
        }
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let header = json!({ "alg": "ES256", "kid": KEY_ID, "typ": "JWT" });
        let signed = format!("{}.{}", part(&header), part(&all));
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).expect("a signature");
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn discovery(&self) -> Value {
        json!({ "issuer": self.name(), "jwks_uri": format!("{}/keys", self.name()) })
    }

    /// The public key is an uncompressed point: 4, then x and y of 32 bytes each.
    fn published(&self) -> Value {
        let point = self.key.public_key().as_ref();
        let (x, y) = point[1..].split_at(32);
        let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
        json!({ "keys": [{
            "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": KEY_ID, "x": x, "y": y,
        }] })
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
