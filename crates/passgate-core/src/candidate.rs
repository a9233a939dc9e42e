//! The typed text, prepared once for every rule.

use std::fmt;

use unicode_segmentation::UnicodeSegmentation;
use zeroize::Zeroize;

use crate::finding::Span;

/// A password as typed: nothing is trimmed or normalised.
pub(crate) struct Candidate<'t> {
    text: &'t str,
    places: Vec<Place>,
    end: u32,
}

/// One character (Unicode scalar value) of the text.
#[derive(Clone, Copy, Default)]
pub(crate) struct Place {
    /// As typed.
    pub(crate) typed: char,
    /// With the letter case folded away.
    pub(crate) folded: char,
    /// Where it begins, in UTF-16 code units.
    pub(crate) at: u32,
}

impl Zeroize for Place {
    fn zeroize(&mut self) {
        self.typed.zeroize();
        self.folded.zeroize();
    }
}

impl<'t> Candidate<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        let mut end: u32 = 0;
        let places = text
            .chars()
            .map(|typed| {
                let at = end;
                end = end.saturating_add(if typed > '\u{FFFF}' { 2 } else { 1 });
                Place { typed, folded: fold(typed), at }
            })
            .collect();
        Self { text, places, end }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn places(&self) -> &[Place] {
        &self.places
    }

    pub(crate) fn bytes(&self) -> usize {
        self.text.len()
    }

    pub(crate) const fn utf16(&self) -> usize {
        self.end as usize
    }

    pub(crate) fn code_points(&self) -> usize {
        self.places.len()
    }

    /// User-perceived characters (UAX #29, extended grapheme clusters), counted up to `enough`.
    pub(crate) fn graphemes(&self, enough: usize) -> usize {
        self.text.graphemes(true).take(enough).count()
    }

    /// The UTF-16 range of the characters `from..to`, counted as in [`Self::places`].
    pub(crate) fn span(&self, from: usize, to: usize) -> Span {
        Span(self.offset(from), self.offset(to))
    }

    fn offset(&self, index: usize) -> u32 {
        self.places.get(index).map_or(self.end, |place| place.at)
    }

    /// The UTF-16 range of the whole text.
    pub(crate) const fn whole(&self) -> Span {
        Span(0, self.end)
    }
}

impl Drop for Candidate<'_> {
    fn drop(&mut self) {
        self.places.zeroize();
    }
}

impl fmt::Debug for Candidate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Candidate(***)")
    }
}

/// One character with its letter case folded away. One to one, so that positions keep.
pub(crate) fn fold(typed: char) -> char {
    match typed {
        'Ü' => 'ü',
        _ => typed.to_ascii_lowercase(),
    }
}

/// A text with the letter case folded away, as the rules compare it.
pub(crate) fn folded(text: &str) -> Vec<char> {
    text.chars().map(fold).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn four_ways_to_count() {
        // peers.md's example: five visible characters in four notations.
        let candidate = Candidate::new("密码👨‍👩‍👧e\u{301}");
        assert_eq!(candidate.bytes(), 27);
        assert_eq!(candidate.utf16(), 12);
        assert_eq!(candidate.code_points(), 9);
        assert_eq!(candidate.graphemes(usize::MAX), 4);
        assert_eq!(candidate.graphemes(2), 2);
    }

    #[test]
    fn spans_are_utf16() {
        let candidate = Candidate::new("a👨b");
        assert_eq!(candidate.span(1, 2), Span(1, 3));
        assert_eq!(candidate.span(2, 9), Span(3, 4));
        assert_eq!(candidate.whole(), Span(0, 4));
    }

    #[test]
    fn debug_prints_nothing_of_it() {
        assert_eq!(format!("{:?}", Candidate::new("abcd*efg")), "Candidate(***)");
    }
}
