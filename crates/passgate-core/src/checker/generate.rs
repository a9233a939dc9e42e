//! Generates a password that one checker accepts, or two.

mod both;
mod error;
mod readable;
mod search;

use zeroize::{Zeroize, Zeroizing};

use crate::checker::{Checker, Rows};
use crate::text::{Secret, VISIBLE};
use crate::verdict::{Code, RuleName, Status};

use both::Judges;
pub use error::GenerateError;
use search::{Search, Searched};

/// The length of a password if the policy does not determine it.
const USUAL_LENGTH: u32 = 16;
/// The maximum length of a password. A policy that requires more requires something that no person could use.
const LENGTH_MAX: u32 = 4_096;
/// The maximum number of draws of a whole password. It suffices for a policy that accepts one draw in fifty.
const DRAWS_MAX: usize = 250;
/// The maximum number of randomised restarts of the search for one length.
const SEARCHES_MAX: usize = 8;
/// The maximum number of backtracking steps in all searches for one wish.
const TRIES_MAX: usize = 20_000;
/// The work budget of one wish. One unit is one visit to one character; realistic policies take a thousandth
/// of the budget.
const WORK_MAX: usize = 1 << 25;
/// The part of that budget for whole draws, and the cost of judging one character.
const DRAWS_WORK_MAX: usize = 1 << 23;
const JUDGE_WORK: usize = 16;

/// The requirements for a generated password, the best first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wish {
    /// No row doubts it, and it has no characters that are easily mistaken for one another.
    Clear,
    /// No row doubts it.
    Certain,
    /// No row refuses it.
    Accepted,
}

impl Checker {
    /// A random password of visible ASCII characters that this checker accepts: one that no row doubts, if
    /// there is any. `fill` fills a buffer with cryptographically secure random bytes, and returns whether it
    /// succeeded.
    ///
    /// Characters are drawn uniformly, and whole draws are rejected until one is accepted. So the result is
    /// uniform over the accepted passwords of its length. If almost no draw is accepted, the password is
    /// built character by character, each drawn uniformly from those with which the rest can still satisfy
    /// the policy.
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
    /// See the variants of [`GenerateError`].
    pub fn generate(&self, mut fill: impl FnMut(&mut [u8]) -> bool) -> Result<Secret, GenerateError> {
        Judges::one(self).generate(&mut fill)
    }
}

impl Judges<'_> {
    fn generate(self, fill: &mut dyn FnMut(&mut [u8]) -> bool) -> Result<Secret, GenerateError> {
        let mut random = Random::new(fill);
        Search::new(self, Wish::Accepted, None).is_possible()?;
        let mut gave_up = false;
        for wish in [Wish::Clear, Wish::Certain, Wish::Accepted] {
            match self.find(wish, None, &mut random)? {
                Searched::Found(drawn) => return Ok(secret(&drawn)),
                Searched::Nothing => gave_up = false,
                Searched::GaveUp => gave_up = true,
            }
        }
        // An incomplete search does not prove a contradiction.
        if gave_up {
            return Err(GenerateError::GaveUp);
        }
        // A rule without which there is a password is part of the contradiction.
        let (mut tried, mut blocking) = (Vec::new(), Vec::new());
        for rule in self.each().flat_map(Checker::rules).filter(|rule| !rule.never_refuses()) {
            if tried.contains(&rule.name()) {
                continue;
            }
            tried.push(rule.name());
            if let Searched::Found(_) = self.find(Wish::Accepted, Some(rule.name()), &mut random)? {
                blocking.push(rule.name());
            }
        }
        Err(GenerateError::Contradiction(blocking))
    }

    /// Looks for a password that satisfies the wish; `without` a rule, if one is given.
    fn find(
        self,
        wish: Wish,
        without: Option<RuleName>,
        random: &mut Random<'_>,
    ) -> Result<Searched, GenerateError> {
        let search = Search::new(self, wish, without);
        let (fewest, most) = search.lengths();
        if search.alphabet().is_empty() || most < fewest {
            return Ok(Searched::Nothing);
        }
        let mut rows = Rows::default();
        let mut suits = |drawn: &[u16]| self.suits(drawn, &mut rows, wish, without);
        let one = (most as usize).saturating_mul(JUDGE_WORK);
        let draws = DRAWS_MAX.min(DRAWS_WORK_MAX.checked_div(one).unwrap_or(0));
        for _ in 0..draws {
            let drawn = random.draw(search.alphabet(), most)?;
            if suits(&drawn) {
                return Ok(Searched::Found(drawn));
            }
        }
        let (mut tries, mut gave_up) = (TRIES_MAX, false);
        let mut work = WORK_MAX;
        'lengths: for length in (fewest..=most).rev() {
            for _ in 0..SEARCHES_MAX {
                match search.run(length, random, &mut tries, &mut work, &mut suits)? {
                    Searched::Found(drawn) => return Ok(Searched::Found(drawn)),
                    Searched::Nothing => continue 'lengths,
                    Searched::GaveUp => {}
                }
            }
            gave_up = true;
        }
        Ok(if gave_up { Searched::GaveUp } else { Searched::Nothing })
    }

    /// Whether the rows of every judge are as wished.
    fn suits(self, drawn: &[u16], rows: &mut Rows, wish: Wish, without: Option<RuleName>) -> bool {
        self.each().all(|checker| {
            checker.judge(drawn, rows);
            suits(rows, wish, without)
        })
    }
}

/// Whether the rows satisfy the wish.
fn suits(rows: &Rows, wish: Wish, without: Option<RuleName>) -> bool {
    rows.rows().filter(|row| Some(row.rule) != without).all(|row| match (row.status, row.packed) {
        (Status::Met, _) | (Status::Unsure, None) => true,
        (Status::Unmet, _) => false,
        // No other password can resolve these doubts: personal data is missing, or a length limit is
        // uncertain.
        (Status::Unsure, Some(doubt)) => {
            wish == Wish::Accepted || doubt.code == Code::UnknownIdentity || row.rule == RuleName::Length
        }
    })
}

/// A password under construction.
type Drawn = Zeroizing<Vec<u16>>;

/// The visible ASCII characters; with `is_clear`, without those that are easily mistaken for another.
fn alphabet(is_clear: bool) -> Vec<u8> {
    VISIBLE.filter(|byte| !(is_clear && is_look_alike(*byte))).collect()
}

/// Whether the character is easily mistaken for another. Such characters are avoided if the policy allows
/// others.
const fn is_look_alike(character: u8) -> bool {
    matches!(character, b'0' | b'O' | b'1' | b'l' | b'I' | b'|' | b'`' | b'\'' | b'"')
}

/// The source of randomness.
struct Random<'f> {
    fill: &'f mut dyn FnMut(&mut [u8]) -> bool,
    buffer: Zeroizing<[u8; 64]>,
    used: usize,
}

impl<'f> Random<'f> {
    /// The buffer counts as used up, so the first number fills it.
    fn new(fill: &'f mut dyn FnMut(&mut [u8]) -> bool) -> Self {
        let buffer = Zeroizing::new([0; 64]);
        Self { fill, used: buffer.len(), buffer }
    }

    /// A uniformly distributed number below `many`, which is at most 128. It takes seven random bits, and
    /// rejects them if they are not below `many`.
    fn below(&mut self, many: usize) -> Result<usize, GenerateError> {
        loop {
            let Some(byte) = self.buffer.get_mut(self.used) else {
                if !(self.fill)(&mut *self.buffer) {
                    return Err(GenerateError::Randomness);
                }
                self.used = 0;
                continue;
            };
            let number = usize::from(*byte & 0x7F);
            byte.zeroize();
            self.used = self.used.wrapping_add(1);
            if number < many {
                return Ok(number);
            }
        }
    }

    /// This many characters, each drawn uniformly.
    fn draw(&mut self, alphabet: &[u8], length: u32) -> Result<Drawn, GenerateError> {
        let mut drawn = Zeroizing::new(Vec::with_capacity(length as usize));
        for _ in 0..length {
            drawn.push(self.one_of(alphabet)?.into());
        }
        Ok(drawn)
    }

    /// One of at most 128 characters, drawn uniformly.
    fn one_of(&mut self, alphabet: &[u8]) -> Result<u8, GenerateError> {
        let at = self.below(alphabet.len())?;
        alphabet.get(at).copied().ok_or(GenerateError::NoCharacter)
    }
}

fn secret(drawn: &[u16]) -> Secret {
    let mut text = String::with_capacity(drawn.len());
    for unit in drawn {
        text.push(char::from((*unit & 0x7F) as u8));
    }
    Secret::new(text)
}

#[cfg(test)]
mod tests;
