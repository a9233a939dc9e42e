//! A password that can be read out and typed on a phone: `Kasbim-tugvor-2947`.
//!
//! It has two groups of two syllables, and a group of digits. On a phone keyboard, one key changes the letter
//! case, and one switches to digits and symbols. If the policy does not allow this length, the password has
//! fewer or more pieces.

use zeroize::Zeroizing;

use super::both::Judges;
use super::search::Search;
use super::{DRAWS_MAX, Drawn, GenerateError, Random, Wish, secret};
use crate::checker::{Checker, Rows};
use crate::text::Secret;

/// A syllable is a consonant, a vowel and a consonant. Each letter is easy to tell from the others: `c`, `q`,
/// `x` and `y` are left out because they sound like others, and `l` because it looks like `I` and `1`.
const CONSONANTS: &[u8; 16] = b"bdfghjkmnprstvwz";
const VOWELS: &[u8; 5] = b"aeiou";
/// Without `0` and `1`, which look like letters.
const DIGITS: &[u8; 8] = b"23456789";
/// Separators of the groups. The first one that the policy allows is used.
const SEPARATORS: &[u8] = b"-._+=*,:";
const SYLLABLE: u32 = 3;
/// The numbers of syllables and digits of the usual password, then of shorter ones. The shortest has 40 bits:
/// enough if the service limits attempts (online), too few against stolen hashes (offline).
const SIZES: [(u32, u32); 4] = [(4, 4), (4, 3), (3, 4), (3, 3)];
/// The longest password of this shape, in characters.
const LONGEST: u32 = 64;

/// The shape of a readable password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Pieces {
    pub(super) syllables: u32,
    pub(super) digits: u32,
    pub(super) separator: Option<u8>,
}

impl Pieces {
    /// The first shape that the policy allows; `None` if it allows none.
    pub(super) fn of(search: &Search<'_>) -> Option<Self> {
        let (min, max) = search.limits();
        let is_allowed = |byte: &u8| search.alphabet().contains(byte);
        let mut needed = CONSONANTS.iter().chain(VOWELS).chain(DIGITS);
        let mut capitals = CONSONANTS.iter().map(u8::to_ascii_uppercase);
        if !needed.all(is_allowed) || !capitals.all(|byte| is_allowed(&byte)) {
            return None;
        }
        let separator = SEPARATORS.iter().copied().find(|byte| is_allowed(byte));
        let fits = |(syllables, digits)| {
            let pieces = Self { syllables, digits, separator };
            (min..=max.min(LONGEST)).contains(&pieces.length()).then_some(pieces)
        };
        let longer = (5..=LONGEST).map(|syllables| (syllables, 4));
        SIZES.into_iter().chain(longer).find_map(fits)
    }

    const fn length(self) -> u32 {
        let separators = if self.separator.is_some() { self.syllables.div_ceil(2) } else { 0 };
        self.syllables.saturating_mul(SYLLABLE).saturating_add(self.digits).saturating_add(separators)
    }

    fn draw(self, random: &mut Random<'_>) -> Result<Drawn, GenerateError> {
        let mut drawn = Zeroizing::new(Vec::with_capacity(self.length() as usize));
        for syllable in 1..=self.syllables {
            for letters in [&CONSONANTS[..], VOWELS, CONSONANTS] {
                let letter = random.one_of(letters)?;
                let letter = if drawn.is_empty() { letter.to_ascii_uppercase() } else { letter };
                drawn.push(letter.into());
            }
            if syllable.is_multiple_of(2) || syllable == self.syllables {
                drawn.extend(self.separator.map(u16::from));
            }
        }
        for _ in 0..self.digits {
            drawn.push(random.one_of(DIGITS)?.into());
        }
        Ok(drawn)
    }
}

impl Checker {
    /// A random password that this checker accepts and that can be read out and typed on a phone, such as
    /// `Kasbim-tugvor-2947`. `fill` is as for [`Checker::generate`].
    ///
    /// Each piece is drawn uniformly, and whole draws are rejected until one is accepted. So the result is
    /// uniform over the accepted passwords of this shape. A syllable has 10.3 bits and a digit 3: with a
    /// shipped policy 53 bits, minus at most 1 bit for the passwords that it refuses. [`Checker::generate`]
    /// has at least 90 bits.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let checker = Checker::new(&Policy::shipped(Product::Eiam), &Identity::default());
    /// let mut state = 1_u64; // A sample for a test: use the random bytes of the operating system.
    /// let password = checker.generate_readable(|bytes| {
    ///     for byte in bytes {
    ///         state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    ///         *byte = state.to_be_bytes()[0];
    ///     }
    ///     true
    /// })?;
    /// assert!(checker.accepts(password.expose()) && password.expose().len() == 18);
    /// # Ok::<(), passgate_core::GenerateError>(())
    /// ```
    ///
    /// # Errors
    /// [`GenerateError::NotReadable`] if the policy excludes such passwords; [`GenerateError::Randomness`] if
    /// `fill` fails.
    pub fn generate_readable(
        &self,
        mut fill: impl FnMut(&mut [u8]) -> bool,
    ) -> Result<Secret, GenerateError> {
        Judges::one(self).generate_readable(&mut fill)
    }
}

impl Judges<'_> {
    pub(super) fn generate_readable(
        self,
        fill: &mut dyn FnMut(&mut [u8]) -> bool,
    ) -> Result<Secret, GenerateError> {
        let mut random = Random::new(fill);
        let mut rows = Rows::default();
        for wish in [Wish::Certain, Wish::Accepted] {
            let Some(pieces) = Pieces::of(&Search::new(self, wish, None)) else { continue };
            for _ in 0..DRAWS_MAX {
                let drawn = pieces.draw(&mut random)?;
                if self.suits(&drawn, &mut rows, wish, None) {
                    return Ok(secret(&drawn));
                }
            }
        }
        Err(GenerateError::NotReadable)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checker::generate::tests::source;
    use crate::{Identity, Policy, Product};

    fn checker(json: &str) -> Checker {
        Checker::new(&Policy::from_json(json).unwrap(), &Identity::default())
    }

    #[test]
    fn each_password_is_accepted_and_has_the_shape() {
        let identity =
            Identity {
                name: Some("王小明".into()), username: Some("wangxm".into()), ..Identity::default()
            };
        for product in Product::ALL {
            let checker = Checker::new(&Policy::shipped(product), &identity);
            let mut fill = source(7);
            for _ in 0..500 {
                let password = checker.generate_readable(&mut fill).unwrap();
                let text = password.expose();
                assert!(checker.accepts(text));
                let groups: Vec<&str> = text.split('-').collect();
                let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
                assert_eq!(lengths, [6, 6, 4], "{product:?}");
                assert!(groups[0].starts_with(|first: char| first.is_ascii_uppercase()));
                assert!(groups[2].bytes().all(|digit| DIGITS.contains(&digit)));
                for (at, letter) in groups[..2].concat().to_lowercase().bytes().enumerate() {
                    let letters = if at % 3 == 1 { &VOWELS[..] } else { CONSONANTS };
                    assert!(letters.contains(&letter));
                }
            }
        }
    }

    #[test]
    fn each_piece_is_drawn_uniformly() {
        let checker = Checker::new(&Policy::shipped(Product::Feishu), &Identity::default());
        let (mut fill, mut counts) = (source(3), [[0_u32; 128]; 18]);
        const DRAWS: u32 = 16_000;
        for _ in 0..DRAWS {
            let password = checker.generate_readable(&mut fill).unwrap();
            password
                .expose()
                .bytes()
                .zip(&mut counts)
                .for_each(|(byte, count)| count[usize::from(byte)] += 1);
        }
        for (at, count) in counts.iter().enumerate() {
            let drawn: Vec<u32> = count.iter().copied().filter(|count| *count > 0).collect();
            let kinds = match at {
                6 | 13 => 1,
                14.. => DIGITS.len(),
                _ if at % 7 % 3 == 1 => VOWELS.len(),
                _ => CONSONANTS.len(),
            };
            assert_eq!(drawn.len(), kinds, "{at}");
            let expected = f64::from(DRAWS) / kinds as f64;
            let chi: f64 = drawn.iter().map(|one| (f64::from(*one) - expected).powi(2) / expected).sum();
            // Fifteen degrees of freedom at most: one in ten million exceeds this.
            assert!(chi < 60.0, "{at}: {chi}");
        }
    }

    #[test]
    fn the_entropy_that_the_documentation_states() {
        let bits = |pieces: Pieces| {
            let syllable = ((CONSONANTS.len() * VOWELS.len() * CONSONANTS.len()) as f64).log2();
            f64::from(pieces.syllables) * syllable + f64::from(pieces.digits) * 3.0
        };
        for product in Product::ALL {
            let checker = Checker::new(&Policy::shipped(product), &Identity::default());
            let pieces = Pieces::of(&Search::new(Judges::one(&checker), Wish::Certain, None)).unwrap();
            assert_eq!(pieces, Pieces { syllables: 4, digits: 4, separator: Some(b'-') });
            assert_eq!(bits(pieces).floor(), 53.0);
            // The policy costs at most 1 bit if it accepts half of the draws.
            let (mut fill, mut accepted) = (source(5), 0);
            let mut random = Random::new(&mut fill);
            for _ in 0..2_000 {
                accepted += u32::from(checker.accepts_units(&pieces.draw(&mut random).unwrap()));
            }
            assert!(accepted > 1_000, "{product:?}: {accepted}");
        }
        let shortest = Pieces { syllables: 3, digits: 3, separator: None };
        assert_eq!(bits(shortest).round(), 40.0);
    }

    #[test]
    fn the_shape_that_the_policy_allows() {
        for (rules, expected) in [
            (r#"{"rule":"length","max":17}"#, Some("6-6-3")),
            (r#"{"rule":"length","max":16}"#, Some("6-3-4")),
            (r#"{"rule":"length","max":14}"#, Some("6-3-3")),
            (r#"{"rule":"length","max":13}"#, None),
            (r#"{"rule":"length","min":19}"#, Some("6-6-3-4")),
            (r#"{"rule":"length","min":26,"max":30}"#, Some("6-6-6-3-4")),
            (r#"{"rule":"length","min":65}"#, None),
            (r#"{"rule":"charset","symbols":"_!"}"#, Some("6-6-4")),
            (r#"{"rule":"charset","symbols":"!"}"#, Some("16")),
            (r#"{"rule":"charset","symbols":"-","digits":false}"#, None),
            (r#"{"rule":"charset","symbols":"-","letters":"none"}"#, None),
            (r#"{"rule":"repetition","count":"total","max":1}"#, None),
        ] {
            let checker = checker(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#));
            let found = checker.generate_readable(source(1)).map(|password| {
                assert!(checker.accepts(password.expose()));
                let groups = password.expose().split(['-', '_']).map(|group| group.len().to_string());
                groups.collect::<Vec<String>>().join("-")
            });
            assert_eq!(found.as_deref(), expected.ok_or(&GenerateError::NotReadable), "{rules}");
        }
        let fails = checker(r#"{"product":"eiam","rules":[{"rule":"length","min":8}]}"#);
        assert_eq!(fails.generate_readable(|_| false).err(), Some(GenerateError::Randomness));
    }
}
