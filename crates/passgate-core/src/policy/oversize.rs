//! Detects a text that is far too long for its policy, without checking anything else.
//!
//! The edge checks the passwords of all callers in one thread. A text that is far too long must not hold up
//! the others, so the edge reports its length and does not look at its other faults.

use crate::policy::Policy;
use crate::policy::rules::{Check as _, Rule, Scratch, Verdict};
use crate::text::{Text, judged};
use crate::verdict::{Code, PackedViolation, Violation};

/// The longest text that an edge judges if the policy states no maximum, or if the units of length disagree
/// about whether the text exceeds it; in characters (code points).
pub const CHARACTERS_MAX: u32 = 256;

/// Up to this multiple of its maximum, a policy reports everything that is wrong with a text, because a
/// person may have typed it.
const TOLERATED: u32 = 4;

impl Policy {
    /// Reports that the text is too long if it is far longer than this policy could accept: it has more than
    /// four times as many characters as the maximum, and exceeds the maximum in every unit of length; or it
    /// has more than [`CHARACTERS_MAX`] (or four times the maximum, if that is more). `None` for any other
    /// text. Takes time linear in the length of the text.
    ///
    /// ```
    /// use passgate_core::{Policy, Product, Violation};
    ///
    /// let policy = Policy::shipped(Product::Eiam); // at most 18 characters
    /// assert_eq!(policy.oversize(&"a".repeat(72)), None);
    /// assert_eq!(policy.oversize(&"a".repeat(73)), Some(Violation::TooLong { max: 18 }));
    /// ```
    pub fn oversize(&self, text: &str) -> Option<Violation> {
        let characters = u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let length =
            self.rules().iter().filter(|entry| !entry.advice()).find_map(|entry| match entry.rule() {
                Rule::Length(length) => length.max.map(|max| (length, max)),
                _ => None,
            });
        let most = match length {
            None => CHARACTERS_MAX,
            Some((length, max)) => {
                let tolerated = max.saturating_mul(TOLERATED);
                if characters <= tolerated {
                    return None;
                }
                // A checker reports the same for a text that is too long to be judged.
                let Some(units) = judged(text) else { return Some(Violation::TooLong { max }) };
                let verdict = length.judge(&Text::new(&units), &mut Vec::new(), &mut Scratch::default());
                let too_long = PackedViolation::of(Code::TooLong, max);
                if verdict == Verdict::Unmet(too_long) {
                    return Some(Violation::TooLong { max });
                }
                tolerated.max(CHARACTERS_MAX)
            }
        };
        (characters > most).then_some(Violation::TooLong { max: most })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Checker, Identity, Product, Status};

    fn policy(rules: &str) -> Policy {
        Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#)).unwrap()
    }

    #[test]
    fn a_text_that_is_far_too_long_is_reported() {
        let of = |unit: &str, max: u32| {
            policy(&format!(r#"{{"rule":"length","max":{max},"unit":"{unit}"}},{{"rule":"history"}}"#))
        };
        let family = "👨‍👩‍👧"; // 1 grapheme, 5 code points
        for (policy, text, expected) in [
            (Policy::shipped(Product::Eiam), "a".repeat(72), None),
            (Policy::shipped(Product::Eiam), "a".repeat(73), Some(18)),
            (Policy::shipped(Product::Eiam), "密".repeat(73), Some(18)),
            // Eighteen of them are eighteen graphemes, or ninety code points.
            (Policy::shipped(Product::Eiam), family.repeat(18), None),
            (Policy::shipped(Product::Eiam), family.repeat(19), Some(18)),
            (of("any", 18), format!("e{}", "\u{301}".repeat(255)), None),
            (of("any", 18), format!("e{}", "\u{301}".repeat(256)), Some(256)),
            (of("code-point", 18), family.repeat(18), Some(18)),
            (of("byte", 18), "a".repeat(73), Some(18)),
            (of("any", 300), "a".repeat(1200), None),
            (of("any", 300), "a".repeat(1201), Some(300)),
            (of("grapheme", 300), family.repeat(300), Some(1_200)),
            (of("grapheme", 300), family.repeat(301), Some(300)),
            (of("grapheme", 300), family.repeat(240), None),
            (Policy::shipped(Product::Feishu), "a".repeat(256), None),
            (Policy::shipped(Product::Feishu), "密".repeat(256), None),
            (Policy::shipped(Product::Feishu), "a".repeat(257), Some(256)),
            (policy(r#"{"rule":"length","max":8,"advice":true}"#), "a".repeat(256), None),
            (policy(r#"{"rule":"length","max":8,"advice":true}"#), "a".repeat(257), Some(256)),
            (policy(r#"{"rule":"history"}"#), "a".repeat(3_899), Some(256)),
            (policy(r#"{"rule":"history"}"#), "a".repeat(3_000_000), Some(256)),
            (of("grapheme", 18), "\u{301}".repeat(3_000_000), Some(18)),
            (of("any", 18), "👍".repeat(1_000_000), Some(18)),
            (of("any", 3_000), "a".repeat(12_001), Some(3_000)),
            (of("any", 3_000), "a".repeat(12_000), None),
        ] {
            let reported = policy.oversize(&text);
            assert_eq!(
                reported,
                expected.map(|max| Violation::TooLong { max }),
                "{} of {text:.20}",
                text.len()
            );
        }
    }

    #[test]
    fn a_text_within_the_maximum_is_never_oversize() {
        for unit in ["grapheme", "code-point", "utf16", "byte", "any"] {
            for max in [1, 8, 40] {
                let policy = policy(&format!(r#"{{"rule":"length","max":{max},"unit":"{unit}"}}"#));
                let checker = Checker::new(&policy, &Identity::default());
                for character in ["a", "密", "👍", "👨‍👩‍👧", "e\u{301}", "\r\n"] {
                    for times in 1..50 {
                        let text = character.repeat(times);
                        let length = checker.check(&text).findings[0].status;
                        assert!(
                            length == Status::Unmet || policy.oversize(&text).is_none(),
                            "{unit} {max} {text:?}"
                        );
                    }
                }
            }
        }
    }
}
