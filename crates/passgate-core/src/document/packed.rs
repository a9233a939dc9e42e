//! A short list of small numbers, packed into one number.

/// Up to eight numbers below 15, in the order in which they were added. Each takes four bits, which hold the
/// number plus 1.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(crate) struct Packed(pub u32);

const BITS: u32 = 4;

impl Packed {
    /// Adds a number at the end.
    pub(crate) fn push(&mut self, number: u32) {
        self.0 |= number.saturating_add(1).wrapping_shl(BITS.saturating_mul(self.len()));
    }

    /// Removes the first number and returns it.
    pub(crate) fn take(&mut self) -> Option<u32> {
        let first = (self.0 & 0b1111).checked_sub(1);
        self.0 >>= BITS;
        first
    }

    /// The numbers as a set, one bit each.
    #[inline(never)]
    pub(crate) fn bits(mut self) -> u32 {
        let mut bits = 0;
        while let Some(number) = self.take() {
            bits |= 1_u32.wrapping_shl(number);
        }
        bits
    }

    pub(crate) const fn len(self) -> u32 {
        u32::BITS.saturating_sub(self.0.leading_zeros()).div_ceil(BITS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_in_first_out() {
        let mut packed = Packed::default();
        for number in [14, 0, 3, 3, 0, 1, 2, 14] {
            packed.push(number);
        }
        assert_eq!(packed.len(), 8);
        let taken: Vec<u32> = std::iter::from_fn(|| packed.take()).collect();
        assert_eq!(taken, [14, 0, 3, 3, 0, 1, 2, 14]);
        assert_eq!((packed.len(), packed.take()), (0, None));
    }
}
