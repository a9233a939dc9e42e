//! Whom a generated password has to satisfy: one checker, or two at once, such as those of both vendors where a
//! person has one password for both.

use std::iter;

use super::GenerateError;
use crate::checker::Checker;
use crate::text::Secret;

/// The checkers that judge a password: one or two.
#[derive(Clone, Copy)]
pub(super) struct Judges<'c> {
    first: &'c Checker,
    second: Option<&'c Checker>,
}

impl<'c> Judges<'c> {
    pub(super) const fn one(first: &'c Checker) -> Self {
        Self { first, second: None }
    }

    const fn two(first: &'c Checker, second: &'c Checker) -> Self {
        Self { first, second: Some(second) }
    }

    pub(super) fn each(self) -> impl Iterator<Item = &'c Checker> {
        iter::once(self.first).chain(self.second)
    }
}

impl Checker {
    /// As [`Checker::generate`], of a password that `other` accepts as well. It is uniform over what both accept:
    /// whole draws of the characters and the length that both allow are thrown away until both accept one.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy, Product};
    ///
    /// let [feishu, eiam] = [Product::Feishu, Product::Eiam]
    ///     .map(|product| Checker::new(&Policy::shipped(product), &Identity::default()));
    /// let mut state = 1_u64; // A sample for a test: use the random bytes of the operating system.
    /// let password = feishu.generate_for_both(&eiam, |bytes| {
    ///     for byte in bytes {
    ///         state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    ///         *byte = state.to_be_bytes()[0];
    ///     }
    ///     true
    /// })?;
    /// assert!(feishu.accepts(password.expose()) && eiam.accepts(password.expose()));
    /// # Ok::<(), passgate_core::GenerateError>(())
    /// ```
    ///
    /// # Errors
    /// As [`Checker::generate`]; a contradiction may be between the two.
    pub fn generate_for_both(
        &self,
        other: &Self,
        mut fill: impl FnMut(&mut [u8]) -> bool,
    ) -> Result<Secret, GenerateError> {
        Judges::two(self, other).generate(&mut fill)
    }

    /// As [`Checker::generate_readable`], of a password that `other` accepts as well.
    ///
    /// # Errors
    /// As [`Checker::generate_readable`].
    pub fn generate_readable_for_both(
        &self,
        other: &Self,
        mut fill: impl FnMut(&mut [u8]) -> bool,
    ) -> Result<Secret, GenerateError> {
        Judges::two(self, other).generate_readable(&mut fill)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checker::generate::tests::source;
    use crate::{Identity, Policy, Product, RuleName};

    fn checker(rules: &str) -> Checker {
        let policy = Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#)).unwrap();
        Checker::new(&policy, &Identity::default())
    }

    #[test]
    fn both_accept_it_and_no_row_of_either_doubts_it() {
        let person = r#"{"username":"wangxm","name":"王小明","phones":[],"emails":[]}"#;
        let person = Identity::from_json(person).unwrap();
        for first in Product::ALL {
            for second in Product::ALL {
                let [one, two] =
                    [first, second].map(|product| Checker::new(&Policy::shipped(product), &person));
                let mut fill = source(7);
                for _ in 0..50 {
                    let password = one.generate_for_both(&two, &mut fill).unwrap();
                    let readable = one.generate_readable_for_both(&two, &mut fill).unwrap();
                    for checker in [&one, &two] {
                        let report = checker.check(password.expose());
                        assert!(report.findings.iter().all(|row| row.violation.is_none()), "{report:?}");
                        assert!(checker.accepts(readable.expose()));
                    }
                }
            }
        }
    }

    #[test]
    fn lengths_and_characters_are_those_that_both_allow() {
        for (one, two, length) in [
            (r#"{"rule":"length","min":4,"max":40}"#, r#"{"rule":"length","min":20,"max":24}"#, 20),
            (r#"{"rule":"length","min":20}"#, r#"{"rule":"length","max":24}"#, 20),
            (r#"{"rule":"length","max":12}"#, r#"{"rule":"length","max":9}"#, 9),
            // No uniform draw has eight of two symbols: the search makes it.
            (
                r#"{"rule":"length","min":32},
                   {"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":4,"each":8}"#,
                r#"{"rule":"charset","symbols":"!#"},{"rule":"repetition","max":2}"#,
                32,
            ),
        ] {
            for (first, second) in [(one, two), (two, one)] {
                let (first, second) = (checker(first), checker(second));
                for seed in 0..10 {
                    let password = first.generate_for_both(&second, source(seed)).unwrap();
                    assert!(first.accepts(password.expose()) && second.accepts(password.expose()));
                    assert_eq!(password.expose().len(), length);
                }
            }
        }
    }

    #[test]
    fn a_contradiction_between_the_two_is_named() {
        for (one, two, blocking) in [
            (r#"{"rule":"length","max":8}"#, r#"{"rule":"length","min":9}"#, vec![RuleName::Length]),
            (
                r##"{"rule":"charset","letters":"none","symbols":"#"}"##,
                r#"{"rule":"composition","classes":["letter"],"at_least":1}"#,
                vec![RuleName::Charset, RuleName::Composition],
            ),
        ] {
            let error = checker(one).generate_for_both(&checker(two), source(1)).unwrap_err();
            assert_eq!(error, GenerateError::Contradiction(blocking), "{one} {two}");
        }
        let digits = checker(r#"{"rule":"charset","letters":"none"}"#);
        let letters = checker(r#"{"rule":"charset","digits":false}"#);
        assert_eq!(digits.generate_for_both(&letters, source(1)).err(), Some(GenerateError::NoCharacter));
        assert_eq!(
            digits.generate_readable_for_both(&letters, source(1)).err(),
            Some(GenerateError::NotReadable)
        );
        assert_eq!(digits.generate_for_both(&digits, |_| false).err(), Some(GenerateError::Randomness));
    }
}
