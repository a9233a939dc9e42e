//! Detects a text that repeats one block.

use crate::text::without_case;

/// The length of the prefix whose period is computed; a repeated block has at most half this length.
const PREFIX: usize = 64;
/// Shorter texts do not count as repetitions.
const SHORTEST: usize = 6;

/// Whether the text repeats a block of at most 32 UTF-16 units, ignoring the case of ASCII letters. The block
/// occurs at least twice; the last repetition may be incomplete.
pub(crate) fn is_repeated(text: &[u16]) -> bool {
    let mut periods = Periods::new();
    for unit in text.iter().take(PREFIX) {
        periods.push(without_case(*unit));
    }
    let period = periods.period();
    // If the whole text has a period of at most half the prefix, it is the smallest period of the prefix: if
    // both are periods of the prefix, so is their greatest common divisor.
    text.len() >= SHORTEST
        && period << 1 <= periods.length
        && text
            .iter()
            .zip(text.iter().skip(period))
            .all(|(one, other)| without_case(*one) == without_case(*other))
}

/// Whether the text is a repetition except for at most `affix_max` characters at one end. Texts longer than
/// [`PREFIX`] never are.
pub(super) fn is_repeated_but_for(text: &[u8], affix_max: usize) -> bool {
    // Every character of a block occurs twice, so at most half of the characters are different.
    let mut seen = [0_u64; 2];
    for byte in text {
        let [low, high] = &mut seen;
        *(if *byte < 64 { low } else { high }) |= 1_u64.wrapping_shl((*byte).into());
    }
    let different = seen[0].count_ones().wrapping_add(seen[1].count_ones()) as usize;
    let most = text.len().wrapping_add(affix_max) >> 1;
    if text.len() > PREFIX || different > most {
        return false;
    }
    [false, true].into_iter().any(|backwards| {
        let mut periods = Periods::new();
        let least = text.len().saturating_sub(affix_max).max(SHORTEST);
        (0..text.len()).any(|read| {
            let at = if backwards { text.len().wrapping_sub(read).wrapping_sub(1) } else { read };
            periods.push(text.get(at).copied().unwrap_or_default().into());
            periods.length >= least && periods.period() << 1 <= periods.length
        })
    })
}

/// The smallest period of the characters so far (Knuth–Morris–Pratt).
struct Periods {
    read: [u16; PREFIX],
    /// For each prefix of what was read, the length of its longest proper border.
    borders: [u8; PREFIX],
    length: usize,
}

impl Periods {
    const fn new() -> Self {
        Self { read: [0; PREFIX], borders: [0; PREFIX], length: 0 }
    }

    fn border(&self, length: usize) -> usize {
        self.borders.get(length.wrapping_sub(1)).map_or(0, |border| usize::from(*border))
    }

    /// Reads one more unit. Units beyond the capacity are ignored.
    fn push(&mut self, unit: u16) {
        let Some(place) = self.read.get_mut(self.length) else { return };
        *place = unit;
        let mut border = self.border(self.length);
        while border > 0 && self.read.get(border) != Some(&unit) {
            border = self.border(border);
        }
        if self.length > 0 && self.read.get(border) == Some(&unit) {
            border = border.wrapping_add(1);
        }
        if let Some(place) = self.borders.get_mut(self.length) {
            *place = border as u8;
        }
        self.length = self.length.wrapping_add(1);
    }

    fn period(&self) -> usize {
        self.length.wrapping_sub(self.border(self.length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;

    #[test]
    fn repeated() {
        for (text, expected) in [
            ("abcabcabc".to_owned(), true),
            ("abcabca".to_owned(), true),
            ("aaaaaa".to_owned(), true),
            ("kx7#kx7#".to_owned(), true),
            ("Kx7#kX7#".to_owned(), true),
            ("密👍密👍".to_owned(), true),
            ("abcabd".to_owned(), false),
            ("abcdefabc".to_owned(), false),
            ("ababa".to_owned(), false),
            ("abaabc".to_owned(), false),
            (String::new(), false),
            ("kx7#m".repeat(1_000), true),
            ("kx7#m".repeat(1_000) + "!", false),
            ("0123456789abcdefghijklmnopqrstuv".repeat(3), true),
            ("0123456789abcdefghijklmnopqrstuvw".repeat(3), false),
            ("ab".repeat(40) + "ba", false),
        ] {
            assert_eq!(is_repeated(&units(&text)), expected, "{text}");
        }
    }

    #[test]
    fn repeated_but_for_an_affix() {
        for (text, expected) in [
            ("abcabcabc!", true),
            ("!!!adminadmin", true),
            ("abcabcabc1234", false),
            ("1a2b3c4d", false),
            ("abab!?", false),
        ] {
            assert_eq!(is_repeated_but_for(text.as_bytes(), 3), expected, "{text}");
        }
    }

    #[test]
    fn a_megabyte_takes_linear_time() {
        // A quadratic search would take many minutes.
        assert!(!is_repeated(&units(&("a".repeat(1 << 20) + "b"))));
    }
}
