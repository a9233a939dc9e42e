//! A word in disguise: digits and symbols around it, look-alikes (`@` for `a`, `0` for `o`) inside.

use super::cover::cover;
use super::patterns::Pattern;

/// What a word is known as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stem {
    /// A word that passwords are made of.
    Listed,
    /// Something about the person.
    Identity,
}

/// The longest word, in characters.
const LONGEST: usize = 16;
/// A word of so many letters may have so many characters around it that are no known piece ...
const LONG: usize = 4;
const FREE_MAX: usize = 5;
/// ... and a shorter one so many.
const FREE_MAX_OF_SHORT: usize = 2;
const SHORTEST: usize = 2;

/// The word in the text, with what the text is. `stem` says what a word of lower-case letters is
/// known as.
pub(super) fn disguised(text: &[u8], stem: &dyn Fn(&[u8]) -> Option<Stem>) -> Option<Pattern> {
    let first = text.iter().position(u8::is_ascii_lowercase)?;
    let last = text.iter().rposition(u8::is_ascii_lowercase)?;
    let inside = text.get(first..=last)?;
    if inside.len() > LONGEST || inside.iter().any(|byte| unmasked(*byte, b'i').is_none()) {
        return None;
    }
    // `$unshine`, `hell0`, `p@$$`: what stands next to the letters can be a letter as well.
    let masked = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(is_mask);
    let after = last.saturating_add(1);
    let ends = [
        Some(after),
        masked(Some(after)).then(|| after.saturating_add(1)),
        (masked(Some(after)) && masked(Some(after.saturating_add(1)))).then(|| after.saturating_add(2)),
    ];
    let before = first.checked_sub(1);
    let starts = [Some(first), before.filter(|_| masked(before))];
    for end in ends.into_iter().flatten() {
        for start in starts.into_iter().flatten() {
            let (head, rest) = text.split_at_checked(start)?;
            let (word, tail) = rest.split_at_checked(end.saturating_sub(start))?;
            if let Some(stem) = known(word, stem)
                && let Some(pattern) = framed(stem, word.len(), head, tail)
            {
                return Some(pattern);
            }
        }
    }
    None
}

/// What the word is known as, its look-alikes read as letters; `1`, `!` and `|` as `i` and as `l`.
fn known(word: &[u8], stem: &dyn Fn(&[u8]) -> Option<Stem>) -> Option<Stem> {
    if word.len() < SHORTEST {
        return None;
    }
    let ambiguous = word.iter().any(|byte| matches!(byte, b'1' | b'!' | b'|'));
    [b'i', b'l'].into_iter().take(if ambiguous { 2 } else { 1 }).find_map(|one| {
        let mut letters = [0; LONGEST];
        let letters = letters.get_mut(..word.len())?;
        for (letter, byte) in letters.iter_mut().zip(word) {
            *letter = unmasked(*byte, one)?;
        }
        stem(letters)
    })
}

/// What a text is that has this before and after such a word.
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

const fn is_mask(byte: &u8) -> bool {
    !byte.is_ascii_lowercase() && unmasked(*byte, b'i').is_some()
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
