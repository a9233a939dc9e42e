//! A syllable of toneless pinyin, and how people type it.

use std::fmt;

/// The maximum number of letters: zhuang, chuang, shuang.
pub(crate) const LETTERS_MAX: usize = 6;

/// The number of ways to type `ü`, the commonest first: as `v`, as `u`, as `yu` (in passports, by China's use
/// of ICAO Doc 9303), as itself.
const WAYS: usize = 4;

/// Lower-case letters, with `v` for `ü`, and 0 after the last.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Syllable([u8; LETTERS_MAX]);

impl Syllable {
    /// `None` unless the array is at least one lower-case letter, followed only by zeros.
    pub(crate) fn of(letters: &[u8; LETTERS_MAX]) -> Option<Self> {
        let length = letters.iter().take_while(|letter| letter.is_ascii_lowercase()).count();
        let is_one = length > 0 && letters.iter().skip(length).all(|letter| *letter == 0);
        is_one.then_some(Self(*letters))
    }

    /// The syllable as the table stores it, with `v` for `ü`.
    #[cfg(any(test, feature = "inspect"))]
    pub(crate) fn text(&self) -> String {
        self.0.iter().take_while(|letter| **letter != 0).map(|letter| char::from(*letter)).collect()
    }
}

/// The number of ways to type these syllables: one, unless one of them contains `ü`.
pub(crate) fn ways(syllables: &[Syllable]) -> usize {
    if syllables.iter().any(|syllable| syllable.0.contains(&b'v')) { WAYS } else { 1 }
}

/// Types the syllables without separators, every `ü` in the same way.
pub(crate) fn spell(syllables: &[Syllable], way: usize, typed: &mut Vec<u16>) {
    for syllable in syllables {
        for &letter in &syllable.0 {
            match (letter, way) {
                (0, _) => break,
                (b'v', 1) => typed.push(b'u'.into()),
                (b'v', 2) => typed.extend_from_slice(&[b'y'.into(), b'u'.into()]),
                (b'v', 3) => typed.push(0xFC),
                _ => typed.push(letter.into()),
            }
        }
    }
}

/// Types the first letter of each syllable. No syllable begins with `ü` (it is written yu).
pub(crate) fn abbreviate(syllables: &[Syllable], typed: &mut Vec<u16>) {
    typed.extend(syllables.iter().map(|syllable| u16::from(syllable.0[0])));
}

impl fmt::Debug for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Syllable(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Syllable> {
        let mut letters = [0; LETTERS_MAX];
        letters.get_mut(..text.len())?.copy_from_slice(text.as_bytes());
        Syllable::of(&letters)
    }

    #[test]
    fn only_lower_case_letters_are_a_syllable() {
        assert_eq!(of("zhuang").unwrap().text(), "zhuang");
        assert_eq!(of("er\0\0").unwrap().text(), "er");
        for text in ["", "\0", "\0er", "e\0r", "zhuange", "Za", "1", "\u{fc}"] {
            assert!(of(text).is_none(), "{text}");
        }
    }

    #[test]
    fn u_umlaut_as_people_type_it() {
        for (syllables, expected) in [
            (vec!["lv"], vec!["lv", "lu", "lyu", "lü"]),
            (vec!["nve", "lv"], vec!["nvelv", "nuelu", "nyuelyu", "nüelü"]),
            (vec!["ming", "li"], vec!["mingli"]),
            (vec![], vec![""]),
        ] {
            let syllables: Vec<Syllable> =
                syllables.into_iter().map(|syllable| of(syllable).unwrap()).collect();
            let typed = |way| {
                let mut typed = Vec::new();
                spell(&syllables, way, &mut typed);
                String::from_utf16(&typed).unwrap()
            };
            assert_eq!((0..ways(&syllables)).map(typed).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn initials() {
        let mut typed = Vec::new();
        abbreviate(&[of("zhuang").unwrap(), of("er").unwrap()], &mut typed);
        assert_eq!(String::from_utf16(&typed).unwrap(), "ze");
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        assert_eq!(format!("{:?}", of("ming")), "Some(Syllable(***))");
    }
}
