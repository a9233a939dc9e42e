//! A limit that a vendor's refusal states: a number of the tenant's own policy, which no API returns.
//!
//! A message is text from the network. A number in it is believed only if it is plausible, and learned only
//! from a password that it explains.

use serde::{Deserialize, Serialize};

/// The greatest minimum that is believed: by NIST SP 800-63B-4, verifiers accept passwords of 64 characters.
const GREATEST_MIN: u32 = 64;
/// The smallest maximum that is believed: the six digits of a card's PIN.
const SMALLEST_MAX: u32 = 6;
/// The greatest maximum that is believed.
const GREATEST_MAX: u32 = 256;

/// One limit, with the rule that it belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "rule", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Limit {
    /// The number of characters. At least one of the two limits is present.
    Length {
        /// The minimum number of characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<u32>,
        /// The maximum number of characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<u32>,
    },
    /// How often one character may occur.
    Repetition {
        /// The maximum.
        max: u32,
    },
}

impl Limit {
    /// A limit of the length, if it is plausible.
    ///
    /// ```
    /// use passgate_core::Limit;
    ///
    /// assert_eq!(Limit::length(Some(8), Some(18)), Some(Limit::Length { min: Some(8), max: Some(18) }));
    /// assert_eq!(Limit::length(Some(18), Some(8)), None);
    /// ```
    pub fn length(min: Option<u32>, max: Option<u32>) -> Option<Self> {
        let is_believed = min.is_none_or(|min| (1..=GREATEST_MIN).contains(&min))
            && max.is_none_or(|max| (SMALLEST_MAX..=GREATEST_MAX).contains(&max))
            && min.zip(max).is_none_or(|(min, max)| min <= max);
        (is_believed && min.or(max).is_some()).then_some(Self::Length { min, max })
    }

    /// A limit of the repetition, if it is plausible.
    ///
    /// ```
    /// use passgate_core::Limit;
    ///
    /// assert_eq!(Limit::repetition(2), Some(Limit::Repetition { max: 2 }));
    /// assert_eq!(Limit::repetition(0), None);
    /// ```
    pub fn repetition(max: u32) -> Option<Self> {
        (1..=GREATEST_MAX).contains(&max).then_some(Self::Repetition { max })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plausible_lengths() {
        for (min, max, can_be) in [
            (Some(8), Some(18), true),
            (Some(12), Some(12), true),
            (Some(64), None, true),
            (None, Some(6), true),
            (Some(1), Some(256), true),
            (None, None, false),
            (Some(0), Some(18), false),
            (Some(18), Some(8), false),
            (Some(65), None, false),
            (Some(100), Some(200), false),
            (Some(256), Some(256), false),
            (Some(2), Some(5), false),
            (Some(8), Some(257), false),
            (None, Some(0), false),
        ] {
            assert_eq!(Limit::length(min, max).is_some(), can_be, "{min:?} to {max:?}");
        }
        for (max, can_be) in [(0, false), (1, true), (256, true), (257, false)] {
            assert_eq!(Limit::repetition(max).is_some(), can_be, "{max}");
        }
    }

    #[test]
    fn limits_as_json() {
        for (limit, json) in [
            (Limit::length(Some(14), Some(18)), r#"{"rule":"length","min":14,"max":18}"#),
            (Limit::length(Some(14), None), r#"{"rule":"length","min":14}"#),
            (Limit::repetition(2), r#"{"rule":"repetition","max":2}"#),
        ] {
            assert_eq!(serde_json::to_string(&limit).unwrap(), json);
            assert_eq!(serde_json::from_str::<Option<Limit>>(json).unwrap(), limit);
        }
        for wrong in [r#"{"rule":"length","mn":14}"#, r#"{"rule":"charset"}"#, r#"{"rule":"repetition"}"#] {
            assert!(serde_json::from_str::<Limit>(wrong).is_err(), "{wrong}");
        }
    }
}
