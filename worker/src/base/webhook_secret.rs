//! The secrets of webhooks, as the Standard Webhooks specification writes them: `whsec_` and 24 to 64
//! bytes in base64.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use hmac::Mac as _;
use passgate_core::Secret;
use zeroize::Zeroizing;

use crate::base::keys::keyed;
use crate::base::random_secret;

/// The prefix of every webhook secret.
pub const PREFIX: &str = "whsec_";
const LEAST_BYTES: usize = 24;
const MOST_BYTES: usize = 64;

/// The key that signs the messages to one receiver. It has no `Debug` or `Display`, so it cannot be
/// printed.
pub struct WebhookSecret(Zeroizing<Vec<u8>>);

impl WebhookSecret {
    /// Reads a secret; `None` if it has another shape or is a placeholder.
    pub fn parse(secret: &Secret) -> Option<Self> {
        let bytes = Zeroizing::new(STANDARD.decode(secret.expose().strip_prefix(PREFIX)?).ok()?);
        let has_length = (LEAST_BYTES..=MOST_BYTES).contains(&bytes.len());
        (has_length && random_secret::is_varied(&bytes)).then_some(Self(bytes))
    }

    /// The value of `webhook-signature` for a message with this id, time in seconds since 1970, and body.
    pub fn sign(&self, id: &str, seconds: u64, body: &str) -> String {
        let mut mac = keyed(&self.0);
        for part in [id, ".", &seconds.to_string(), ".", body] {
            mac.update(part.as_bytes());
        }
        format!("v1,{}", STANDARD.encode(mac.finalize().into_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<WebhookSecret> {
        WebhookSecret::parse(&Secret::new(text))
    }

    #[test]
    fn the_signature_is_that_of_the_specification() {
        // The example of the specification's libraries.
        let secret = parse("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").unwrap();
        let signature = secret.sign("msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, r#"{"test": 2432232314}"#);
        assert_eq!(signature, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    #[test]
    fn only_random_bytes_of_the_right_length_are_a_secret() {
        let of = |bytes: &[u8]| format!("{PREFIX}{}", STANDARD.encode(bytes));
        let different: Vec<u8> = (0..=64).collect();
        for good in [24, 32, 64] {
            assert!(parse(&of(&different[..good])).is_some(), "{good}");
        }
        for wrong in [
            String::new(),
            PREFIX.to_owned(),
            of(&different[..23]),
            of(&different[..65]),
            of(&[7; 32]),
            of(&different[..32]).replace(PREFIX, ""),
            of(&different[..32]).replace("whsec", "whpk"),
            format!("{}\n", of(&different[..32])),
            of(&different[..32]).replace('=', ""),
        ] {
            assert!(parse(&wrong).is_none(), "{wrong}");
        }
    }
}
