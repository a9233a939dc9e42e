//! A password the checker accepts.

use std::fmt;

use zeroize::{Zeroize, Zeroizing};

use crate::checker::{Checker, Row, Rows};
use crate::policy::rules::{Charset, Rule};
use crate::text::{Secret, VISIBLE};
use crate::verdict::{Code, Status};

/// How many characters, where the policy leaves it open.
const USUAL_LENGTH: u32 = 16;
/// The longest that is drawn: a policy that asks for more, asks for nothing a person could use.
const LENGTH_MAX: u32 = 4_096;
/// How many draws before giving up; a policy that accepts one draw in a hundred still succeeds.
const DRAWS_MAX: usize = 2_000;
/// Characters that are easily taken for one another, avoided where the policy leaves others.
const fn is_look_alike(character: u8) -> bool {
    matches!(character, b'0' | b'O' | b'1' | b'l' | b'I' | b'|' | b'`' | b'\'' | b'"')
}

/// No password was found: the policy accepts next to nothing, asks for more than 4,096 characters,
/// or the source of randomness failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GenerateError;

impl GenerateError {
    /// What went wrong, in words.
    pub const fn message(self) -> &'static str {
        "no password was found that this policy accepts"
    }
}

impl fmt::Display for GenerateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message())
    }
}

impl std::error::Error for GenerateError {}

impl Checker {
    /// A random password every row of which is met or cannot be known here. `fill` fills a buffer
    /// with random bytes of cryptographic quality, or fails.
    ///
    /// Characters are drawn uniformly and whole draws are thrown away until one is accepted, so
    /// the result is uniform over what is accepted at its length.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// let mut state = 1_u64; // A sample for a test: use the random bytes of the operating system.
    /// let password = checker.generate(|bytes| {
    ///     for byte in bytes {
    ///         state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    ///         *byte = state.to_be_bytes()[0];
    ///     }
    ///     true
    /// })?;
    /// assert!(checker.accepts(password.expose()));
    /// # Ok::<(), passgate_core::GenerateError>(())
    /// ```
    ///
    /// # Errors
    /// [`GenerateError`] as its documentation says.
    pub fn generate(&self, mut fill: impl FnMut(&mut [u8]) -> bool) -> Result<Secret, GenerateError> {
        let (mut min, mut max) = (USUAL_LENGTH, u32::MAX);
        let mut charset = None;
        for rule in self.rules() {
            match rule {
                Rule::Length(length) => {
                    let (least, most) = length.strictest();
                    min = min.max(least.unwrap_or(0));
                    max = max.min(most.unwrap_or(u32::MAX));
                }
                Rule::Charset(own) => charset = Some(own),
                _ => {}
            }
        }
        let length = Some(min.min(max)).filter(|length| *length <= LENGTH_MAX).ok_or(GenerateError)? as usize;
        let mut rows = Rows::default();
        for clear in [true, false] {
            let from = Alphabet { charset, clear };
            let draws = if VISIBLE.clone().any(|byte| from.has(byte)) { DRAWS_MAX } else { 0 };
            for _ in 0..draws {
                let drawn = draw(&from, length, &mut fill)?;
                self.judge(&drawn, &mut rows);
                // That nobody is known to compare with is true of every password.
                let doubtful = |row: Row<'_>| {
                    row.status != Status::Met
                        && row.packed.is_some_and(|violation| violation.code != Code::UnknownIdentity)
                };
                if !rows.rows().any(doubtful) {
                    return Ok(secret(&drawn));
                }
            }
        }
        Err(GenerateError)
    }
}

/// What a password is drawn from.
struct Alphabet<'c> {
    charset: Option<&'c Charset>,
    /// Without look-alikes.
    clear: bool,
}

impl Alphabet<'_> {
    fn has(&self, byte: u8) -> bool {
        VISIBLE.contains(&byte)
            && !(self.clear && is_look_alike(byte))
            && self.charset.is_none_or(|charset| charset.allows(char::from(byte)))
    }
}

/// So many of the visible ASCII characters that are taken, each drawn uniformly: seven random bits are
/// a character or are thrown away.
fn draw(
    from: &Alphabet<'_>,
    length: usize,
    fill: &mut impl FnMut(&mut [u8]) -> bool,
) -> Result<Zeroizing<Vec<u16>>, GenerateError> {
    let mut drawn = Zeroizing::new(Vec::with_capacity(length));
    let mut buffer = [0_u8; 64];
    while drawn.len() < length {
        if !fill(&mut buffer) {
            return Err(GenerateError);
        }
        for byte in buffer {
            let byte = byte & 0x7F;
            if drawn.len() < length && from.has(byte) {
                drawn.push(u16::from(byte));
            }
        }
    }
    buffer.zeroize();
    Ok(drawn)
}

fn secret(drawn: &[u16]) -> Secret {
    let mut text = String::with_capacity(drawn.len());
    for unit in drawn {
        text.push(char::from((*unit & 0x7F) as u8));
    }
    Secret::new(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, Letters, Limit, Policy, Product};

    /// A splitmix64 stream: enough for a test, and the same every time.
    fn source(mut state: u64) -> impl FnMut(&mut [u8]) -> bool {
        move |buffer| {
            for byte in buffer {
                state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
                let mut mixed = state;
                mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
                mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
                *byte = (mixed >> 56) as u8;
            }
            true
        }
    }

    #[test]
    fn every_one_is_accepted() {
        let identity = Identity { name: Some("王小明".into()), ..Identity::default() };
        for product in Product::ALL {
            let checker = Checker::new(&Policy::shipped(product), &identity);
            let mut fill = source(7);
            for _ in 0..500 {
                let password = checker.generate(&mut fill).unwrap();
                assert!(checker.accepts(password.expose()));
                assert_eq!(password.expose().len(), 16);
            }
        }
    }

    #[test]
    fn odd_policies() {
        let checker = |json: &str| Checker::new(&Policy::from_json(json).unwrap(), &Identity::default());
        let pin = checker(
            r#"{"product":"eiam","rules":[{"rule":"length","min":4,"max":6},{"rule":"charset","letters":"none"}]}"#,
        );
        let password = pin.generate(source(1)).unwrap();
        assert!(password.expose().len() == 6 && password.expose().chars().all(|c| c.is_ascii_digit()));
        for rules in [
            r#"{"rule":"common"}"#,
            r#"{"rule":"length","min":8,"max":64},{"rule":"common","patterns":"refuse"}"#,
            r#"{"rule":"length","min":4,"max":4},{"rule":"charset","letters":"none"},{"rule":"common"}"#,
            r#"{"rule":"length","min":6,"max":6},{"rule":"charset","letters":"none"},{"rule":"common"}"#,
        ] {
            let listed = checker(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#));
            let password = listed.generate(source(1)).unwrap();
            assert!(listed.accepts(password.expose()), "{rules}");
        }
        let letter = checker(
            r#"{"product":"eiam","rules":[{"rule":"length","min":1,"max":1},
                {"rule":"charset","symbols":"|","letters":"none","digits":false}]}"#,
        );
        assert_eq!(letter.generate(source(1)).unwrap().expose(), "|");
        let spaces = checker(
            r#"{"product":"eiam","rules":[{"rule":"charset","letters":"none","digits":false,"space":true}]}"#,
        );
        assert_eq!(spaces.generate(source(1)).unwrap_err(), GenerateError);
        let endless = checker(r#"{"product":"eiam","rules":[{"rule":"length","min":4294967295}]}"#);
        assert_eq!(endless.generate(|_| panic!("nothing is drawn")).unwrap_err(), GenerateError);
    }

    #[test]
    fn what_is_only_reported_is_not_doubted_either() {
        let limits = [Limit::Length { min: Some(17), max: None }, Limit::Repetition { max: 1 }];
        let policy = Policy::shipped(Product::Eiam).reporting(&limits);
        let person = r#"{"username":"zhaosi","name":"赵四","phones":[],"emails":[]}"#;
        let person = Identity::from_json(person).unwrap();
        let checker = Checker::new(&policy, &person);
        let mut fill = source(5);
        for _ in 0..100 {
            let password = checker.generate(&mut fill).unwrap();
            let report = checker.check(password.expose());
            assert!(report.findings.iter().all(|row| row.violation.is_none()), "{report:?}");
            assert_eq!(password.expose().len(), 17);
        }
    }

    #[test]
    fn a_failing_source_is_an_error() {
        let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
        assert_eq!(checker.generate(|_| false).unwrap_err(), GenerateError);
    }

    #[test]
    fn draws_are_uniform() {
        let charset = Charset { symbols: "!#".into(), letters: Letters::None, digits: false, space: true };
        let from = Alphabet { charset: Some(&charset), clear: true };
        let drawn = draw(&from, 20_000, &mut source(3)).unwrap();
        for character in *b"!#" {
            let share = drawn.iter().filter(|unit| **unit == u16::from(character)).count();
            assert!((9_600..10_400).contains(&share), "{character}: {share}");
        }
    }
}
