//! Words in Latin letters: whether they can be a name, or are initials or a title.

use crate::identity::Readings;
use crate::identity::compose::pinyin_letters;

/// A name in Latin letters beside Han characters.
#[derive(Clone, Copy)]
pub(super) struct Latin {
    /// Whether it has more than one word, so that it is a full name.
    pub(super) is_full: bool,
    /// Whether it is in brackets. Then it is the name only if the text outside is a department.
    pub(super) bracketed: bool,
    /// Whether a hyphen separates it from the Han characters after it: Ahmad-金桥.
    pub(super) is_apart: bool,
    /// Whether text after it that does not look like a name is a department: it has two words, or a hyphen or
    /// a bracket is between.
    pub(super) is_first: bool,
}

/// The number of words of a name. `None` if a word mixes letters and digits or is in another script, or if
/// the name is one word that is not pronounced.
pub(super) fn words(name: &[u16], readings: &Readings<'_>) -> Option<usize> {
    let name: Vec<char> = crate::text::decode(name).collect();
    let is_digits = |word: &[char]| word.iter().all(char::is_ascii_digit);
    let words = || name.split(|one| *one == ' ').filter(|word| !is_digits(word));
    let is_word = |word: &[char]| word.iter().all(|one| is_latin(*one) && !one.is_ascii_digit());
    let count = words().count();
    let is_initial = count == 1 && words().any(|word| is_initials(word, true, false, readings));
    (count > 0 && !is_initial && words().all(is_word)).then_some(count)
}

/// Whether the character is ASCII, a Latin letter or a combining mark.
pub(super) const fn is_latin(character: char) -> bool {
    matches!(character, '\0'..='\u{24F}' | '\u{300}'..='\u{36F}')
}

/// Whether the word is a form of address.
pub(super) fn is_address(word: &[char]) -> bool {
    ["mr", "mrs", "ms", "miss", "dr", "prof"]
        .into_iter()
        .any(|address| address.chars().eq(word.iter().map(char::to_ascii_lowercase)))
}

/// Whether a word of a name is one letter or a group of letters that cannot be pronounced (`XM`). If it is
/// the only word, also `WXM` or `wxm`.
pub(super) fn is_initials(word: &[char], is_alone: bool, is_inside: bool, readings: &Readings<'_>) -> bool {
    if let [letter] = word {
        // These letters are words: Seán Ó Briain, José e Silva, Ortega y Gasset.
        let is_particle = matches!(letter, 'Ó' | 'ó') || (is_inside && matches!(letter, 'e' | 'i' | 'y'));
        return !is_particle && is_latin(*letter) && !letter.is_ascii_digit();
    }
    let is_upper = word.iter().all(char::is_ascii_uppercase);
    let is_lower = word.iter().all(char::is_ascii_lowercase);
    let has_vowel = word.iter().any(|one| matches!(one.to_ascii_uppercase(), 'A' | 'E' | 'I' | 'O' | 'U'));
    // NG is a surname; JR and SR are suffixes.
    let is_known = matches!(word, ['N', 'G'] | ['J' | 'S', 'R']);
    let is_syllable = || {
        let text: Vec<u16> = word.iter().collect::<String>().encode_utf16().collect();
        pinyin_letters(&text).is_some_and(|letters| readings.is_pinyin(&letters))
    };
    if is_alone {
        (word.len() < 5 && (is_upper || is_lower) && !has_vowel)
            || (word.len() < 4 && is_upper && !is_syllable())
    } else {
        word.len() < 4 && is_upper && !has_vowel && !is_known
    }
}
