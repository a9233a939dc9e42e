//! What comes before or after many words, by number.

use super::reader::Reader;

/// Affixes have 1 to so many characters.
const LONGEST: usize = 16;

/// Texts in the order of their numbers: those after a word and then those before it, each by
/// length and then in order.
#[derive(Clone, Copy)]
pub(super) struct Affixes<'d> {
    /// How many there are of each length, after and before.
    counts: &'d [[u8; LONGEST]],
    text: &'d [u8],
}

impl<'d> Affixes<'d> {
    pub(super) fn read(bytes: &mut Reader<'d>, text: usize) -> Option<Self> {
        Some(Self { counts: bytes.records(2)?, text: bytes.take(text)? })
    }

    /// The number of this affix.
    pub(super) fn number(&self, after: bool, affix: &[u8]) -> Option<u8> {
        let length = affix.len();
        let lengths = (1..).zip(self.counts.first()?).chain((1..).zip(self.counts.last()?));
        let skipped = length.checked_sub(1)?.saturating_add(if after { 0 } else { LONGEST });
        let (mut first, mut at) = (0_usize, 0_usize);
        for (length, count) in lengths.take(skipped) {
            let count = usize::from(*count);
            first = first.saturating_add(count);
            at = at.saturating_add(count.saturating_mul(length));
        }
        let counts = self.counts.get(usize::from(!after))?;
        let count = usize::from(*counts.get(length.checked_sub(1)?)?);
        let same = self.text.get(at..at.saturating_add(length.saturating_mul(count)))?;
        let (mut low, mut high) = (0, count);
        while low < high {
            let middle = low.midpoint(high);
            let start = middle.saturating_mul(length);
            match same.get(start..start.saturating_add(length))?.cmp(affix) {
                std::cmp::Ordering::Equal => return u8::try_from(first.saturating_add(middle)).ok(),
                std::cmp::Ordering::Less => low = middle.saturating_add(1),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// Every affix in the order of their numbers, with whether it comes after a word.
    #[cfg(test)]
    #[expect(clippy::arithmetic_side_effects, reason = "a test may stop")]
    pub(super) fn all(&self) -> Vec<(bool, String)> {
        let (mut at, mut affixes) = (0, Vec::new());
        for (side, counts) in self.counts.iter().enumerate() {
            for (length, count) in (1..).zip(counts) {
                for _ in 0..*count {
                    let text = &self.text[at..at + length];
                    affixes.push((side == 0, String::from_utf8(text.to_vec()).unwrap()));
                    at += length;
                }
            }
        }
        assert_eq!(at, self.text.len());
        affixes
    }
}
