//! The ways in which a vendor may count and classify the characters of a password.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};
use unicode_segmentation::UnicodeSegmentation;

/// The unit of a length. Neither vendor's page documents it.
#[derive(Clone, Copy, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Unit {
    CodePoint,
    Utf16,
    Byte,
    Grapheme,
}

impl Unit {
    pub(crate) fn count(self, text: &str) -> usize {
        match self {
            Self::CodePoint => text.chars().count(),
            Self::Utf16 => text.encode_utf16().count(),
            Self::Byte => text.len(),
            Self::Grapheme => text.graphemes(true).count(),
        }
    }
}

/// How a character outside the documented groups counts.
#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum CountsAs {
    /// The password is refused.
    Refuse,
    /// The character is accepted and belongs to no group.
    Ignore,
    /// The character counts as a letter.
    Letter,
    /// The character counts as a symbol.
    Symbol,
}

/// The length of the longest run of one character.
pub(crate) fn longest_run(text: &str) -> usize {
    let mut longest = 0_usize;
    let mut run = 0_usize;
    let mut previous = None;
    for character in text.chars() {
        run = if previous == Some(character) { run.saturating_add(1) } else { 1 };
        previous = Some(character);
        longest = longest.max(run);
    }
    longest
}

/// The number of occurrences of the most frequent character.
pub(crate) fn highest_total(text: &str) -> usize {
    let mut totals: HashMap<char, usize> = HashMap::new();
    for character in text.chars() {
        let total = totals.entry(character).or_default();
        *total = total.saturating_add(1);
    }
    totals.into_values().max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_differ_outside_ascii() {
        let family = "👨‍👩‍👧é";
        assert_eq!(Unit::Grapheme.count(family), 2);
        assert_eq!(Unit::CodePoint.count(family), 6);
        assert_eq!(Unit::Utf16.count(family), 9);
        assert_eq!(Unit::Byte.count(family), 20);
    }

    #[test]
    fn runs_and_totals_differ() {
        assert_eq!(longest_run("aabaaa"), 3);
        assert_eq!(highest_total("aabaaa"), 5);
        assert_eq!(longest_run(""), 0);
    }
}
