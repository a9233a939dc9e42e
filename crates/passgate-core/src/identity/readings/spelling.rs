//! How the syllables of the table are spelled.

use crate::identity::syllable::Syllable;

const INITIAL_BYTES: usize = 2;
const MASK_BYTES: usize = 5;
const FINAL_BYTES: usize = 4;

/// Beginnings and ends of syllables, where they lie in the file: how many beginnings, then each
/// with the ends it goes with, one bit each; then the ends. 0 is no letter.
#[derive(Clone, Copy, Default)]
pub(super) struct Spelling<'d>(pub(super) &'d [u8]);

impl Spelling<'_> {
    /// The syllable of this number, from 1; none if there is none.
    pub(super) fn syllable(self, mut number: usize) -> Option<Syllable> {
        let (rows, rest) = self.0.split_first()?;
        let (rows, ends) =
            rest.split_at_checked(usize::from(*rows).wrapping_mul(INITIAL_BYTES.wrapping_add(MASK_BYTES)))?;
        for row in rows.as_chunks::<{ INITIAL_BYTES + MASK_BYTES }>().0 {
            let (begin, mask) = row.split_at_checked(INITIAL_BYTES)?;
            for (bit, end) in ends.as_chunks::<FINAL_BYTES>().0.iter().enumerate() {
                if (mask.get(bit >> 3)? >> (bit & 7)) & 1 == 1 {
                    number = number.wrapping_sub(1);
                    if number == 0 {
                        return Syllable::of(begin, end);
                    }
                }
            }
        }
        None
    }
}
