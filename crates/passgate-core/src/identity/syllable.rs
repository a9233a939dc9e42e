//! A syllable of toneless pinyin, and how people type it.

use std::fmt;

/// The longest: zhuang, chuang, shuang.
const LETTERS_MAX: usize = 6;

/// Small letters, `ü` as `v`.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Syllable {
    letters: [u8; LETTERS_MAX],
    length: usize,
}

impl Syllable {
    /// A syllable of a beginning and an end; none if they are empty, too long or no small letters.
    pub(crate) fn of(begin: &[u8], end: &[u8]) -> Option<Self> {
        let mut syllable = Self::default();
        for &letter in begin.iter().chain(end) {
            if !letter.is_ascii_lowercase() {
                return None;
            }
            *syllable.letters.get_mut(syllable.length)? = letter;
            syllable.length = syllable.length.saturating_add(1);
        }
        (syllable.length > 0).then_some(syllable)
    }

    /// As data has it, `ü` written `v`.
    pub(crate) fn as_str(&self) -> &str {
        self.letters.get(..self.length).and_then(|letters| str::from_utf8(letters).ok()).unwrap_or_default()
    }

    /// How it is typed, the commonest way first: `ü` as `v`, as `u`, as `yu` (passports, ICAO
    /// Doc 9303 in China's use of it), as itself. One way for a syllable without it.
    pub(crate) fn spellings(&self) -> Vec<String> {
        let text = self.as_str();
        if text.contains('v') {
            ["v", "u", "yu", "ü"].iter().map(|typed| text.replace('v', typed)).collect()
        } else {
            vec![text.to_owned()]
        }
    }
}

impl fmt::Debug for Syllable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Syllable(***)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_may_be_one() {
        assert_eq!(Syllable::of(b"zh", b"uang").unwrap().as_str(), "zhuang");
        assert_eq!(Syllable::of(b"", b"er").unwrap().as_str(), "er");
        for (begin, end) in [("", ""), ("zh", "uange"), ("Z", "a"), ("", "1"), ("", "\u{fc}")] {
            assert!(Syllable::of(begin.as_bytes(), end.as_bytes()).is_none(), "{begin}{end}");
        }
    }

    #[test]
    fn u_umlaut_as_people_type_it() {
        let typed =
            |begin: &str, end: &str| Syllable::of(begin.as_bytes(), end.as_bytes()).unwrap().spellings();
        assert_eq!(typed("l", "v"), ["lv", "lu", "lyu", "lü"]);
        assert_eq!(typed("n", "ve"), ["nve", "nue", "nyue", "nüe"]);
        assert_eq!(typed("m", "ing"), ["ming"]);
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        assert_eq!(format!("{:?}", Syllable::of(b"m", b"ing")), "Some(Syllable(***))");
    }
}
