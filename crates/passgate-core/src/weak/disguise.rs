//! Disguised words: digits and symbols around a word, look-alikes (`@` for `a`, `0` for `o`) inside.

use super::cover::cover;
use crate::document::Pattern;

/// The origin of a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stem {
    /// A listed word.
    Listed,
    /// Personal data.
    Identity,
}

/// The longest word, in characters.
const LONGEST: usize = 16;
/// The minimum length of a long word.
const LONG: usize = 4;
/// The maximum number of characters around a long word that are in no known piece.
const FREE_MAX: usize = 5;
/// The same limit for a shorter word.
const FREE_MAX_OF_SHORT: usize = 2;
const SHORTEST: usize = 2;

/// The pattern of a text that contains a known word. `stem` gives the origin of a word in lower case.
pub(super) fn disguised(text: &[u8], stem: &dyn Fn(&[u8]) -> Option<Stem>) -> Option<Pattern> {
    let first = text.iter().position(u8::is_ascii_lowercase)?;
    let last = text.iter().rposition(u8::is_ascii_lowercase)?;
    let inside = text.get(first..=last)?;
    if inside.len() > LONGEST || inside.iter().any(|byte| unmasked(*byte, b'i').is_none()) {
        return None;
    }
    // `$unshine`, `hell0`, `p@$$`: the characters next to the letters may replace letters too.
    let masked = |at: usize| text.get(at).is_some_and(|byte| unmasked(*byte, b'i').is_some());
    for more in 0..3 {
        let end = last.wrapping_add(more).wrapping_add(1);
        if more > 0 && !masked(end.wrapping_sub(1)) {
            break;
        }
        for more in 0..2 {
            let start = first.wrapping_sub(more);
            if more > 0 && !masked(start) {
                break;
            }
            let (head, rest) = text.split_at_checked(start)?;
            let (word, tail) = rest.split_at_checked(end.wrapping_sub(start))?;
            if let Some(stem) = known(word, stem)
                && let Some(pattern) = framed(stem, word.len(), head, tail)
            {
                return Some(pattern);
            }
        }
    }
    None
}

/// The origin of the word, with look-alikes read as letters; `1`, `!` and `|` as `i` and as `l`.
fn known(word: &[u8], stem: &dyn Fn(&[u8]) -> Option<Stem>) -> Option<Stem> {
    if word.len() < SHORTEST {
        return None;
    }
    for one in [b'i', b'l'] {
        let mut letters = [0; LONGEST];
        let letters = letters.get_mut(..word.len())?;
        for (letter, byte) in letters.iter_mut().zip(word) {
            *letter = unmasked(*byte, one)?;
        }
        let found = stem(letters);
        if found.is_some() || !word.iter().any(|byte| matches!(byte, b'1' | b'!' | b'|')) {
            return found;
        }
    }
    None
}

/// The pattern of a text with this head and tail around a word; `None` if they have too many other
/// characters.
fn framed(stem: Stem, letters: usize, head: &[u8], tail: &[u8]) -> Option<Pattern> {
    let free_max = if letters < LONG { FREE_MAX_OF_SHORT } else { FREE_MAX };
    let head = cover(head, free_max)?;
    let tail = cover(tail, free_max.saturating_sub(head.free))?;
    Some(match stem {
        Stem::Identity => Pattern::Identity,
        Stem::Listed if tail.longest.or(head.longest) == Some(Pattern::Homophone) => Pattern::Homophone,
        Stem::Listed => Pattern::Word,
    })
}

const fn unmasked(byte: u8, one: u8) -> Option<u8> {
    Some(match byte {
        b'a'..=b'z' => byte,
        b'@' | b'4' => b'a',
        b'0' => b'o',
        b'1' | b'!' | b'|' => one,
        b'3' => b'e',
        b'$' | b'5' => b's',
        b'7' | b'+' => b't',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Option<Pattern> {
        let words = ["sun", "dragon", "responsibilities", "misunderstandings"];
        let stem = |word: &[u8]| words.iter().any(|known| known.as_bytes() == word).then_some(Stem::Listed);
        disguised(text.as_bytes(), &stem)
    }

    #[test]
    fn a_word_has_at_most_sixteen_letters() {
        assert_eq!(found("responsibilities7"), Some(Pattern::Word));
        assert_eq!(found("misunderstandings7"), None);
    }

    #[test]
    fn a_long_word_allows_more_characters_around_it() {
        for (text, is_found) in
            [("sun#9", true), ("sun#9%", false), ("dragon#9%2&", true), ("dragon#9%2&9", false)]
        {
            assert_eq!(found(text).is_some(), is_found, "{text}");
        }
    }
}
