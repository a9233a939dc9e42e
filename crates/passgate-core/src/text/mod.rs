//! The typed text, as the rules read it.

pub(crate) mod ascii;
mod needle;
mod secret;
mod span;
pub(crate) mod strings;

use std::fmt;
use std::ops::Range;

use unicode_segmentation::GraphemeCursor;
use zeroize::{Zeroize as _, Zeroizing};

use crate::text::strings::add_character;

pub(crate) use needle::Needle;
pub use secret::Secret;
pub use span::Span;

/// The visible ASCII characters.
pub(crate) const VISIBLE: Range<u8> = b'!'..0x7F;

/// The longest text that is judged, in UTF-16 code units. A longer text (such as a file that was pasted by
/// accident) is only measured, not read: it is too long, and no other row says anything about it.
pub const TEXT_MAX: usize = 8_192;

/// The maximum number of UTF-8 bytes for one UTF-16 code unit.
const UTF8_MAX: usize = 3;

/// A password as typed, in UTF-16 code units: nothing is trimmed, normalised or copied.
///
/// A lone surrogate is a unit like any other, and is decoded as U+FFFD.
#[derive(Clone, Copy)]
pub(crate) struct Text<'t> {
    units: &'t [u16],
    ascii: bool,
}

/// One character (Unicode scalar value) of the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) character: char,
    /// Where it begins, in UTF-16 code units.
    pub(crate) at: u32,
    /// Where it ends.
    pub(crate) end: u32,
}

impl Place {
    pub(crate) const fn span(&self) -> Span {
        Span(self.at, self.end)
    }
}

impl<'t> Text<'t> {
    pub(crate) fn new(units: &'t [u16]) -> Self {
        Self { units, ascii: units.iter().fold(0, |all, unit| all | unit) < 0x80 }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.units.is_empty()
    }

    pub(crate) const fn units(&self) -> &'t [u16] {
        self.units
    }

    /// Bytes of UTF-8.
    pub(crate) fn bytes(&self) -> usize {
        if self.ascii {
            return self.units.len();
        }
        let mut bytes: usize = 0;
        for place in self.places() {
            bytes = bytes.saturating_add(place.character.len_utf8());
        }
        bytes
    }

    pub(crate) fn code_points(&self) -> usize {
        self.places().count()
    }

    /// The number of user-perceived characters (UAX #29, extended grapheme clusters), at most `enough`.
    /// `copy` is a buffer that calls reuse.
    pub(crate) fn graphemes(&self, enough: usize, copy: &mut String) -> usize {
        if self.ascii {
            // The only cluster of two ASCII characters is CR LF.
            let line_ends = self.units.windows(2).filter(|pair| *pair == [0x0D, 0x0A]).count();
            return self.units.len().saturating_sub(line_ends).min(enough);
        }
        // Enough capacity for all of it: a string that grows leaves a copy in the memory that it frees.
        copy.reserve(self.units.len().saturating_mul(UTF8_MAX));
        decode(self.units).for_each(|character| add_character(copy, character));
        let (mut count, mut cursor) = (0, GraphemeCursor::new(0, copy.len(), true));
        while count < enough && matches!(cursor.next_boundary(copy, 0), Ok(Some(_))) {
            count = count.saturating_add(1);
        }
        copy.zeroize();
        count
    }

    /// The characters, each with its position.
    pub(crate) const fn places(&self) -> Places<'t> {
        Places { rest: self.units, end: 0 }
    }

    /// The UTF-16 range of the whole text.
    pub(crate) fn whole(&self) -> Span {
        Span(0, u32::try_from(self.units.len()).unwrap_or(u32::MAX))
    }
}

impl fmt::Debug for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Text(***)")
    }
}

/// The characters of a text, one after the other.
pub(crate) struct Places<'t> {
    rest: &'t [u16],
    /// The offset of `rest`.
    end: u32,
}

impl Iterator for Places<'_> {
    type Item = Place;

    #[inline(never)]
    fn next(&mut self) -> Option<Place> {
        let [unit, rest @ ..] = self.rest else { return None };
        self.rest = rest;
        let at = self.end;
        self.end = at.saturating_add(1);
        let mut code = u32::from(*unit);
        if let (0xD800..=0xDBFF, [low @ 0xDC00..=0xDFFF, others @ ..]) = (*unit, rest) {
            self.rest = others;
            self.end = at.saturating_add(2);
            code = ((code & 0x3FF) << 10 | u32::from(low & 0x3FF)).wrapping_add(0x1_0000);
        }
        let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        Some(Place { character, at, end: self.end })
    }
}

/// The characters of the units; a lone surrogate is U+FFFD, one unit for one.
pub(crate) fn decode(units: &[u16]) -> impl Iterator<Item = char> {
    Places { rest: units, end: 0 }.map(|place| place.character)
}

/// The units as a text; a lone surrogate is U+FFFD.
#[inline(never)]
pub(crate) fn text_of(units: &[u16]) -> String {
    let mut text = String::new();
    for character in decode(units) {
        add_character(&mut text, character);
    }
    text
}

/// An ASCII letter in lower case; every other unit unchanged.
pub(crate) const fn without_case(unit: u16) -> u16 {
    if unit >= b'A' as u16 && unit <= b'Z' as u16 { unit | 0x20 } else { unit }
}

/// The units without the white space at their ends (Unicode's White_Space).
pub(crate) fn trimmed(mut units: &[u16]) -> &[u16] {
    while let [first, rest @ ..] = units
        && is_white_space(*first)
    {
        units = rest;
    }
    while let [rest @ .., last] = units
        && is_white_space(*last)
    {
        units = rest;
    }
    units
}

/// Whether the text equals `lower_case`, which has no upper-case letters, ignoring the case of ASCII letters.
#[inline(never)]
pub(crate) fn equals_lower_case(text: &[u16], lower_case: &str) -> bool {
    lower_case.encode_utf16().eq(text.iter().map(|unit| without_case(*unit)))
}

/// Whether the unit is White_Space in Unicode. All of it is in the basic plane.
pub(crate) const fn is_white_space(unit: u16) -> bool {
    matches!(unit, 0x09..=0x0D | 0x20 | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F
        | 0x205F | 0x3000)
}

/// The characters in reverse order.
pub(crate) fn reversed(mut units: &[u16]) -> Vec<u16> {
    let mut backward = Vec::new();
    while let [others @ .., last] = units {
        units = others;
        if let ([before @ .., high @ 0xD800..=0xDBFF], 0xDC00..=0xDFFF) = (others, *last) {
            units = before;
            backward.push(*high);
        }
        backward.push(*last);
    }
    backward
}

/// The number of UTF-16 code units of a text, counted in its UTF-8: one for each character, and one more for
/// each character of four bytes.
pub(crate) fn count_units(text: &str) -> usize {
    let (mut characters, mut of_four) = (0_usize, 0_usize);
    for byte in text.as_bytes() {
        characters = characters.wrapping_add(usize::from(byte & 0xC0 != 0x80));
        of_four = of_four.wrapping_add(usize::from(*byte >= 0xF0));
    }
    characters.wrapping_add(of_four)
}

/// The code units of a text; `None` if it is too long to be judged.
pub(crate) fn judged(text: &str) -> Option<Zeroizing<Vec<u16>>> {
    if text.len() > TEXT_MAX.saturating_mul(UTF8_MAX) {
        return None;
    }
    let units = Zeroizing::new(units(text));
    (units.len() <= TEXT_MAX).then_some(units)
}

/// The text in UTF-16, the form in which texts are compared.
pub(crate) fn units(text: &str) -> Vec<u16> {
    // Enough capacity for all of it: a vector that grows leaves a copy in the memory that it frees.
    let mut units = Vec::with_capacity(count_units(text));
    for unit in text.encode_utf16() {
        units.push(unit);
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ends_without_white_space() {
        for unit in 0..=u16::MAX {
            let is_white = char::from_u32(u32::from(unit)).is_some_and(char::is_whitespace);
            assert_eq!(is_white_space(unit), is_white, "U+{unit:04X}");
        }
        for text in ["", " ", " a b\t", "\u{3000}王 明", "x"] {
            assert_eq!(trimmed(&units(text)), units(text.trim()), "{text:?}");
        }
    }

    #[test]
    fn units_are_counted_in_utf_8() {
        for text in ["", "a", "é", "密码", "👍", "a👍é密", "\u{10FFFF}\u{FFFF}\u{800}\u{7FF}\u{80}\u{7F}"]
        {
            assert_eq!(count_units(text), text.encode_utf16().count(), "{text}");
        }
    }

    #[test]
    fn backwards_by_characters() {
        for text in ["", "a", "abc", "a👍𠀀b", "👍"] {
            assert_eq!(reversed(&units(text)), units(&text.chars().rev().collect::<String>()), "{text}");
        }
    }

    #[test]
    fn four_ways_to_count() {
        let units = units("密码👨‍👩‍👧e\u{301}");
        let text = Text::new(&units);
        let graphemes = |enough| text.graphemes(enough, &mut String::new());
        assert_eq!((text.bytes(), text.units().len(), text.code_points()), (27, 12, 9));
        assert_eq!((graphemes(usize::MAX), graphemes(2)), (4, 2));
    }

    #[test]
    fn a_line_end_is_one_character() {
        let units = units("a\r\nb\r\r\n");
        assert_eq!(Text::new(&units).graphemes(9, &mut String::new()), 5);
    }

    #[test]
    fn a_grapheme_cluster_is_one_character() {
        for (text, count) in [
            ("\u{1F1E8}\u{1F1F3}\u{1F1E8}\u{1F1F3}\u{1F1E8}", 3), // two flags and half a one
            ("\u{1F469}\u{200D}\u{1F4BB}\u{1F44D}\u{1F3FD}", 2),
            ("각각", 2),
            ("क्षि", 1),
            ("\u{600}a", 1),
            ("a\u{300}\u{301}\u{200D}b", 2),
            ("é\r\né", 3),
        ] {
            assert_eq!(
                Text::new(&units(text)).graphemes(usize::MAX, &mut String::new()),
                count,
                "{}",
                text.escape_unicode()
            );
        }
        let lone = [0xD83D, 0x300, 0xDC4D, 0xD83D, 0xDC4D, 0x200D];
        assert_eq!(
            Text::new(&lone).graphemes(usize::MAX, &mut String::new()),
            3,
            "a lone surrogate is U+FFFD"
        );
    }

    #[test]
    fn a_lone_surrogate_is_one_unit() {
        let text = Text::new(&[0xD83D, 0xD83D, 0xDC4D, 0x61]);
        let spans: Vec<Span> = text.places().map(|place| place.span()).collect();
        assert_eq!(spans, [Span(0, 1), Span(1, 3), Span(3, 4)]);
        assert_eq!(text.bytes(), 3 + 4 + 1);
        assert_eq!(text.whole(), Span(0, 4));
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        assert_eq!(format!("{:?}", Text::new(&units("abcd*efg"))), "Text(***)");
    }
}
