//! Patterns of common passwords that no list contains.

use super::cover::cover;
use super::disguise::{Stem, disguised};
use super::repeats::is_repeated_but_for;
use crate::document::Pattern;

/// The maximum length of a pattern, in characters. A longer text can only be a repetition, which
/// `is_repeated` finds.
pub(crate) const TEXT_MAX: usize = 64;
const TEXT_MIN: usize = 6;
/// The maximum number of characters beside the pattern; one more in a text of at least [`LONG`] characters.
const AFFIX_MAX: usize = 3;
const LONG: usize = 12;

/// The pattern of a text, if it has one. The text is ASCII in lower case. `stem` gives the origin of a word
/// of lower-case letters.
///
/// The text is tried as it is, with look-alikes read as letters, and without its ends.
///
/// The work is bounded, because the text has at most [`TEXT_MAX`] characters: `stem` is called at most twelve
/// times (for six combinations of the begin and end of the word, each in two readings), and the text around
/// the word is covered at most thirteen times, each time in one pass.
pub(crate) fn pattern(text: &[u8], stem: &dyn Fn(&[u8]) -> Option<Stem>) -> Option<Pattern> {
    if !(TEXT_MIN..=TEXT_MAX).contains(&text.len()) {
        return None;
    }
    let word = disguised(text, stem);
    let affix_max = AFFIX_MAX.saturating_add(usize::from(text.len() >= LONG));
    let covered = || cover(text, affix_max).and_then(|cover| cover.longest);
    let repeated = || is_repeated_but_for(text, AFFIX_MAX).then_some(Pattern::Repeat);
    // A listed word comes after longer pieces: `abc` is a word, but `abc123456` is a sequence.
    word.filter(|pattern| *pattern == Pattern::Identity).or_else(covered).or(word).or_else(repeated)
}
