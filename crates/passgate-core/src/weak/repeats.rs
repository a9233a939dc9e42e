//! A text that is one block again and again.

/// Periods are looked for in so many characters; a block is at most half as long.
const PREFIX: usize = 64;
/// A shorter text is no repetition worth a word.
const SHORTEST: usize = 6;

/// Whether a block of up to 32 characters is all the text is made of, at least twice. Reads the
/// text at most twice, whatever its length.
pub(crate) fn is_repeated<T: Copy + PartialEq>(text: impl Iterator<Item = T> + Clone) -> bool {
    let mut periods = Periods::new();
    let mut length = 0_usize;
    for character in text.clone().take(PREFIX) {
        periods.push(character);
        length = length.saturating_add(1);
    }
    let period = periods.period();
    // Where the whole has a period of up to half the prefix, it is the prefix's smallest: both
    // hold in the prefix, so their common divisor does.
    length >= SHORTEST
        && period.saturating_mul(2) <= length
        && text.clone().zip(text.skip(period)).all(|(one, other)| one == other)
}

/// Whether the text is repeated but for so many characters at one of its ends; at most
/// [`PREFIX`] characters.
pub(super) fn is_repeated_but_for(text: &[u8], affix_max: usize) -> bool {
    // Every character of a block comes twice, so no more than half of them are different.
    let mut seen = [0_u64; 2];
    for byte in text {
        if let Some(half) = seen.get_mut(usize::from(byte >> 6)) {
            *half |= 1_u64.wrapping_shl((byte & 0x3f).into());
        }
    }
    let different = seen.map(u64::count_ones).into_iter().sum::<u32>() as usize;
    let most = text.len().saturating_add(affix_max).div_euclid(2);
    if text.len() > PREFIX || different > most {
        return false;
    }
    begins_repeated(text.iter(), text.len(), affix_max)
        || begins_repeated(text.iter().rev(), text.len(), affix_max)
}

fn begins_repeated<'t>(text: impl Iterator<Item = &'t u8>, length: usize, affix_max: usize) -> bool {
    let mut periods = Periods::new();
    let least = length.saturating_sub(affix_max).max(SHORTEST);
    (1_usize..).zip(text).any(|(read, byte)| {
        periods.push(*byte);
        read >= least && periods.period().saturating_mul(2) <= read
    })
}

/// The smallest period of what was read, after Knuth, Morris and Pratt.
struct Periods<T> {
    read: [Option<T>; PREFIX],
    /// For each beginning of what was read: how long its longest proper border is.
    borders: [u8; PREFIX],
    length: usize,
}

impl<T: Copy + PartialEq> Periods<T> {
    const fn new() -> Self {
        Self { read: [None; PREFIX], borders: [0; PREFIX], length: 0 }
    }

    fn border(&self, length: usize) -> usize {
        length.checked_sub(1).and_then(|last| self.borders.get(last)).map_or(0, |border| usize::from(*border))
    }

    /// Reads one more; what does not fit is not read.
    fn push(&mut self, character: T) {
        let Some(place) = self.read.get_mut(self.length) else { return };
        *place = Some(character);
        let mut border = self.border(self.length);
        while border > 0 && self.read.get(border) != Some(&Some(character)) {
            border = self.border(border);
        }
        let grows = self.length > 0 && self.read.get(border) == Some(&Some(character));
        if let Some(place) = self.borders.get_mut(self.length) {
            *place = u8::try_from(border.saturating_add(usize::from(grows))).unwrap_or(0);
        }
        self.length = self.length.saturating_add(1);
    }

    fn period(&self) -> usize {
        self.length.saturating_sub(self.border(self.length))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn repeated() {
        for (text, expected) in [
            ("abcabcabc".to_owned(), true),
            ("abcabca".to_owned(), true),
            ("aaaaaa".to_owned(), true),
            ("kx7#kx7#".to_owned(), true),
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
            assert_eq!(is_repeated(text.chars()), expected, "{text}");
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
    fn a_megabyte_at_once() {
        let text = "a".repeat(1 << 20) + "b";
        let started = std::time::Instant::now();
        assert!(!is_repeated(text.chars()));
        assert!(started.elapsed().as_secs() < 1);
    }
}
