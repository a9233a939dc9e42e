//! Patterns that no list has.

use super::cover::cover;
use super::disguise::{Stem, disguised};
use super::repeats::is_repeated_but_for;
use crate::document::Pattern;

/// A longer text is no pattern but a repetition, which `is_repeated` finds.
pub(crate) const TEXT_MAX: usize = 64;
const TEXT_MIN: usize = 6;
/// So many characters may be beside the pattern, and one more beside one of twice as many.
const AFFIX_MAX: usize = 3;
const LONG: usize = 12;

/// The pattern that the text is, if it is one; ASCII, in lower case. `stem` says what a word of
/// lower-case letters is known as.
///
/// The text is tried as it is, with look-alikes read as letters, and without its ends.
///
/// A text has at most [`TEXT_MAX`] characters, so the work is bounded: `stem` is asked twelve times at
/// most (six beginnings and ends of the word, each in two readings), what is around it is laid out
/// thirteen times at most, each time in one pass over the text.
pub(crate) fn pattern(text: &[u8], stem: &dyn Fn(&[u8]) -> Option<Stem>) -> Option<Pattern> {
    if !(TEXT_MIN..=TEXT_MAX).contains(&text.len()) {
        return None;
    }
    let word = disguised(text, stem);
    let affix_max = AFFIX_MAX.saturating_add(usize::from(text.len() >= LONG));
    let covered = || cover(text, affix_max).and_then(|cover| cover.longest);
    let repeated = || is_repeated_but_for(text, AFFIX_MAX).then_some(Pattern::Repeat);
    // A word may be all there is to say: `abc` is one, but `abc123456` is a sequence.
    word.filter(|pattern| *pattern == Pattern::Identity).or_else(covered).or(word).or_else(repeated)
}
