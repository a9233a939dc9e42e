//! Reads the tables that `cargo xtask codegen` writes: sections, and variable-length integers.

/// Splits off a section that is preceded by its length (two bytes, little-endian). Returns it and the rest.
pub(crate) fn section(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))
}

/// Decodes variable-length integers (LEB128): seven bits per byte, the low ones first, with the high bit set
/// on all bytes but the last. Ends with the bytes, or at a number that does not end within five bytes.
pub(crate) struct Numbers<'d>(std::slice::Iter<'d, u8>);

impl<'d> Numbers<'d> {
    pub(crate) fn of(bytes: &'d [u8]) -> Self {
        Self(bytes.iter())
    }
}

impl Iterator for Numbers<'_> {
    type Item = u32;

    #[inline(never)]
    fn next(&mut self) -> Option<u32> {
        let mut number = 0_u32;
        for shift in [0, 7, 14, 21, 28] {
            let byte = *self.0.next()?;
            number |= u32::from(byte & 0x7F).wrapping_shl(shift);
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_until_they_end() {
        for (bytes, expected) in [
            (&[0, 1, 0x7F][..], &[0, 1, 127][..]),
            (&[0x80, 1, 5], &[128, 5]),
            (&[0xFF, 0xFF, 0xFF, 0xFF, 0x0F], &[u32::MAX]),
            (&[5, 0x80], &[5]),
            (&[0x80; 9], &[]),
            (&[], &[]),
        ] {
            assert_eq!(Numbers::of(bytes).collect::<Vec<_>>(), expected, "{bytes:?}");
        }
    }
}
