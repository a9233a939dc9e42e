//! Folding: maps texts that differ only in letter case, width, accents, look-alikes, leetspeak and separators
//! to one text.
//!
//! One UTF-16 unit folds to one symbol or to nothing, so a match in folded text maps back to a range of the
//! typed text. Folding is idempotent.

/// What one UTF-16 unit folds to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Folded {
    /// A letter or digit, as its lower-case ASCII representative: `a` for `A`, `@`, `4`, `ā`, `а`.
    Plain(u8),
    /// A unit that resembles no ASCII letter, such as a Han character.
    Other(u16),
    /// A separator, or an invisible character.
    Nothing,
}

/// How a text is read in a search for words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// As typed, except for letter case and the separators that people put between the parts of a name.
    Plain,
    /// Folded, with `@`, `$` and `!` as the letters they look like.
    Disguised,
    /// Folded, with `@`, `$` and `!` as separators.
    Separated,
}

impl Reading {
    /// Every reading, in the order of the type.
    pub(crate) const ALL: [Self; 3] = [Self::Plain, Self::Disguised, Self::Separated];

    /// The symbol of one UTF-16 unit; `None` if the unit is skipped.
    #[inline]
    pub(crate) fn symbol(self, unit: u16) -> Option<u16> {
        let folded = match self {
            Self::Plain => return plain(unit),
            Self::Disguised => fold(unit, true),
            Self::Separated => fold(unit, false),
        };
        match folded {
            Folded::Plain(byte) => Some(byte.into()),
            Folded::Other(unit) => Some(unit),
            Folded::Nothing => None,
        }
    }
}

/// Reads one unit as typed: ASCII and Latin-1 letters in lower case. The space, the full stop, the hyphen,
/// the low line, the apostrophe and the dots of transcribed names are skipped.
const fn plain(unit: u16) -> Option<u16> {
    match unit {
        0x41..=0x5A | 0xC0..=0xD6 | 0xD8..=0xDE => Some(unit | 0x20),
        0x20 | 0x27 | 0x2D | 0x2E | 0x5F | 0xB7 | 0x2019 | 0x2022 | 0x2027 | 0x30FB => None,
        _ => Some(unit),
    }
}

/// Folds one unit. Without `leet`, `@`, `$` and `!` are separators instead of letters.
pub(crate) fn fold(unit: u16, leet: bool) -> Folded {
    match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => fold_ascii(byte, leet),
        _ => fold_wide(unit, leet),
    }
}

/// Folds one ASCII character.
///
/// Look-alikes fold to one letter: 4 @ a, 8 b, 3 e, 9 g, 1 ! l i, 0 o, 5 $ s, 7 t, 2 z.
pub(crate) const fn fold_ascii(byte: u8, leet: bool) -> Folded {
    Folded::Plain(match byte.to_ascii_lowercase() {
        b'4' => b'a',
        b'8' => b'b',
        b'3' => b'e',
        b'9' => b'g',
        b'1' | b'l' => b'i',
        b'0' => b'o',
        b'5' => b's',
        b'7' => b't',
        b'2' => b'z',
        b'@' if leet => b'a',
        b'!' if leet => b'i',
        b'$' if leet => b's',
        letter @ (b'a'..=b'z' | b'6') => letter,
        _ => return Folded::Nothing,
    })
}

/// Whether the unit has two readings: as a disguised letter, and as a separator.
pub(crate) const fn is_ambiguous(unit: u16) -> bool {
    matches!(unit, 0x21 | 0x24 | 0x40 | 0xFF01 | 0xFF04 | 0xFF20)
}

/// Whether the unit is a letter, in any width. ASCII digits and symbols are not, whatever they resemble.
/// Beyond ASCII, every unit counts that is not a digit and that folding keeps.
pub(crate) fn is_letter(unit: u16) -> bool {
    match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii() => byte.is_ascii_alphabetic(),
        _ => !is_digit(unit) && fold(unit, false) != Folded::Nothing,
    }
}

/// Whether the unit is an ASCII digit, in half or full width.
pub(crate) const fn is_digit(unit: u16) -> bool {
    matches!(unit, 0x30..=0x39 | 0xFF10..=0xFF19)
}

fn fold_wide(unit: u16, leet: bool) -> Folded {
    match unit {
        // Full-width forms of ASCII.
        0xFF01..=0xFF5E => fold_ascii(unit.wrapping_sub(0xFEE0) as u8, leet),
        // Han and Hangul: most of the text beyond ASCII.
        0x3400..=0xFDFF => Folded::Other(unit),
        _ => {
            let run = RUNS.first.partition_point(|first| *first <= unit).wrapping_sub(1);
            match RUNS.likeness.get(run) {
                Some(&NOTHING) => Folded::Nothing,
                Some(&OTHER) | None => Folded::Other(unit),
                Some(letter) => Folded::Plain(*letter),
            }
        }
    }
}

/// The results of [`likeness`] as runs of units with the same result. This takes a few hundred bytes, whereas
/// the match would be compiled to a jump table with an entry for each unit.
struct Runs<const N: usize> {
    first: [u16; N],
    likeness: [u8; N],
}

static RUNS: Runs<{ count() }> = runs();

/// The unit after this one, in the ranges U+0080 to U+33FF and U+FE00 to U+FFFF.
const fn next(unit: u16) -> Option<u16> {
    match unit {
        0x33FF => Some(0xFE00),
        u16::MAX => None,
        _ => Some(unit.wrapping_add(1)),
    }
}

const fn count() -> usize {
    let (mut count, mut before, mut unit) = (0_usize, None::<u8>, Some(0x80));
    while let Some(here) = unit {
        let likeness = likeness(here);
        if !matches!(before, Some(before) if before == likeness) {
            count = count.wrapping_add(1);
        }
        before = Some(likeness);
        unit = next(here);
    }
    count
}

#[expect(clippy::indexing_slicing, reason = "runs in the compiler only")]
const fn runs<const N: usize>() -> Runs<N> {
    let mut runs = Runs { first: [0; N], likeness: [0; N] };
    let (mut count, mut before, mut unit) = (0_usize, None::<u8>, Some(0x80));
    while let Some(here) = unit {
        let likeness = likeness(here);
        if !matches!(before, Some(before) if before == likeness) {
            runs.first[count] = here;
            runs.likeness[count] = likeness;
            count = count.wrapping_add(1);
        }
        before = Some(likeness);
        unit = next(here);
    }
    runs
}

/// The letter that a unit beyond ASCII resembles. Unlike folding, it distinguishes `i` and `l`, and `ü` is
/// `u` instead of `v`.
pub(crate) fn letter_like(unit: u16) -> Option<u8> {
    match unit {
        0x139..=0x142 => Some(b'l'),
        0xDC | 0xFC | 0x1D5..=0x1DC => Some(b'u'),
        _ => match fold_wide(unit, false) {
            Folded::Plain(letter) => Some(letter),
            Folded::Other(_) | Folded::Nothing => None,
        },
    }
}

/// The results of [`likeness`] that are not a letter: the unit folds to nothing, or to itself.
const NOTHING: u8 = 0;
const OTHER: u8 = 1;

/// The letter that a unit beyond ASCII resembles, or [`NOTHING`] or [`OTHER`].
const fn likeness(unit: u16) -> u8 {
    match unit {
        // Latin letters with the marks of pinyin and of western names.
        0xC0..=0xC5 | 0xE0..=0xE5 | 0x100..=0x105 | 0x1CD | 0x1CE => b'a',
        0xC7 | 0xE7 | 0x106..=0x10D => b'c',
        0x10E..=0x111 => b'd',
        0xC8..=0xCB | 0xE8..=0xEB | 0x112..=0x11B => b'e',
        0x11C..=0x123 | 0x261 => b'g',
        0xCC..=0xCF | 0xEC..=0xEF | 0x128..=0x131 | 0x1CF | 0x1D0 | 0x139..=0x142 => b'i',
        0xD1 | 0xF1 | 0x143..=0x148 | 0x1F8 | 0x1F9 => b'n',
        0xD2..=0xD6 | 0xD8 | 0xF2..=0xF6 | 0xF8 | 0x14C..=0x151 | 0x1D1 | 0x1D2 => b'o',
        0x154..=0x159 => b'r',
        0x15A..=0x161 => b's',
        0x162..=0x167 => b't',
        0xD9..=0xDB | 0xF9..=0xFB | 0x168..=0x173 | 0x1D3 | 0x1D4 => b'u',
        // ü in any tone is typed as v.
        0xDC | 0xFC | 0x1D5..=0x1DC => b'v',
        0x174 | 0x175 => b'w',
        0xDD | 0xFD | 0xFF | 0x176..=0x178 => b'y',
        0x179..=0x17E => b'z',
        // Cyrillic and Greek letters that look like Latin ones.
        0x410 | 0x430 | 0x391 | 0x3B1 => b'a',
        0x412 | 0x392 => b'b',
        0x421 | 0x441 => b'c',
        0x415 | 0x435 | 0x395 => b'e',
        0x41D | 0x397 => b'h',
        0x406 | 0x456 | 0x399 | 0x3B9 => b'i',
        0x408 | 0x458 => b'j',
        0x41A | 0x43A | 0x39A | 0x3BA => b'k',
        0x41C | 0x39C => b'm',
        0x39D => b'n',
        0x41E | 0x43E | 0x39F | 0x3BF => b'o',
        0x420 | 0x440 | 0x3A1 | 0x3C1 => b'p',
        0x405 | 0x455 => b's',
        0x422 | 0x3A4 => b't',
        0x425 | 0x445 | 0x3A7 | 0x3C7 => b'x',
        0x423 | 0x443 | 0x3A5 => b'y',
        0x396 => b'z',
        // Combining marks, spaces, dashes, apostrophes and invisible characters; the dots of transcribed
        // names.
        0x80..=0xA0
        | 0xAD
        | 0xB7
        | 0x300..=0x36F
        | 0x2000..=0x200F
        | 0x2010..=0x2015
        | 0x2018..=0x2019
        | 0x2022
        | 0x2024
        | 0x2027..=0x202F
        | 0x205F..=0x206F
        | 0x2219
        | 0x22C5
        | 0x3000..=0x3002
        | 0x30FB
        | 0xFE00..=0xFE0F
        | 0xFEFF
        | 0xFF61
        | 0xFF65 => NOTHING,
        _ => OTHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folded(text: &str, leet: bool) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let kept = units.iter().filter_map(|unit| match fold(*unit, leet) {
            Folded::Plain(byte) => Some(u16::from(byte)),
            Folded::Other(unit) => Some(unit),
            Folded::Nothing => None,
        });
        String::from_utf16_lossy(&kept.collect::<Vec<u16>>())
    }

    #[test]
    fn disguised_words_fold_to_the_word() {
        for (typed, plain) in [
            ("Wáng.Xiǎo-Míng_ ’", "wangxiaoming"),
            ("ＷＡＮＧ", "wang"),
            ("w@ng$!", "wangsi"),
            ("lǚ LÜ lü", "ivivlv"),
            ("хуз", "xyз"),
            ("13800138000", "iebooiebooo"),
            ("王·小明", "王小明"),
            ("a\u{200B}b\u{301}c\u{FEFF}", "abc"),
            ("6()[]{}", "6"),
        ] {
            let plain = plain.replace('l', "i");
            assert_eq!(folded(typed, true), plain, "{typed}");
        }
        assert_eq!(folded("wang@ming!", false), "wangming");
    }

    #[test]
    fn folding_is_idempotent() {
        for unit in 0..=u16::MAX {
            for leet in [false, true] {
                let again = |folded| match folded {
                    Folded::Plain(byte) => fold(u16::from(byte), leet),
                    Folded::Other(unit) => fold(unit, leet),
                    Folded::Nothing => Folded::Nothing,
                };
                let once = fold(unit, leet);
                assert_eq!(again(once), once, "U+{unit:04X}");
            }
        }
    }
}
