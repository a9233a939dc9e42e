//! Measures how much of a text consists of common pieces: sequences, keyboard walks, dates, known numbers.

use super::dates::date;
use super::homophones::homophone;
use super::steps::run;
use crate::document::Pattern;

/// How common pieces cover a text, from its beginning.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cover {
    /// The number of characters that are in no piece.
    pub(super) free: usize,
    /// The kind of the longest piece, if there is one.
    pub(super) longest: Option<Pattern>,
}

/// Covers the text; `None` if more than `free_max` characters are in no piece. Taking the longest piece at
/// each position is optimal, because every suffix of a run is a run.
pub(super) fn cover(text: &[u8], free_max: usize) -> Option<Cover> {
    let mut cover = Cover::default();
    let (mut rest, mut length) = (text, 0);
    while !rest.is_empty() {
        let piece = piece(rest);
        let (taken, kind) = piece.map_or((1, None), |(taken, kind)| (taken, Some(kind)));
        if kind.is_none() {
            cover.free = cover.free.saturating_add(1);
            if cover.free > free_max {
                return None;
            }
        } else if taken > length {
            (length, cover.longest) = (taken, kind);
        }
        rest = rest.get(taken..).unwrap_or_default();
    }
    Some(cover)
}

/// The longest piece at the beginning of the text.
fn piece(text: &[u8]) -> Option<(usize, Pattern)> {
    let date = date(text).map(|length| (length, Pattern::Date));
    let homophone = homophone(text).map(|length| (length, Pattern::Homophone));
    let mut longest = run(text);
    for piece in [date, homophone] {
        if piece.map_or(0, length_of) >= longest.map_or(1, length_of) {
            longest = piece;
        }
    }
    longest
}

const fn length_of(piece: (usize, Pattern)) -> usize {
    piece.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn covers() {
        for (text, expected) in [
            ("", Some((0, None))),
            ("abc123456", Some((0, Some(Pattern::Sequence)))),
            ("1qaz2wsx", Some((0, Some(Pattern::Walk)))),
            ("zaq1xsw2", Some((0, Some(Pattern::Walk)))),
            ("147258369", Some((0, Some(Pattern::Walk)))),
            ("qweasdzxc", Some((0, Some(Pattern::Walk)))),
            ("qwer@1234", Some((1, Some(Pattern::Walk)))),
            ("5201314!", Some((1, Some(Pattern::Homophone)))),
            ("@20240101", Some((1, Some(Pattern::Date)))),
            ("2024-01-31", Some((0, Some(Pattern::Date)))),
            ("1234qwe!@#", Some((0, Some(Pattern::Sequence)))),
            ("kx7#", None),
            ("1357k9x2m", None),
        ] {
            let found = cover(text.as_bytes(), 3).map(|cover| (cover.free, cover.longest));
            assert_eq!(found, expected, "{text}");
        }
    }
}
