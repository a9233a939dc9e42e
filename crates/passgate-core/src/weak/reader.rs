//! Bytes taken from the front, one part after the other.

/// What is left of the bytes.
#[derive(Clone, Copy)]
pub(super) struct Reader<'d>(&'d [u8]);

impl<'d> Reader<'d> {
    pub(super) const fn new(bytes: &'d [u8]) -> Self {
        Self(bytes)
    }

    /// The next so many bytes.
    pub(super) fn take(&mut self, many: usize) -> Option<&'d [u8]> {
        let (taken, rest) = self.0.split_at_checked(many)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next so many records of `N` bytes.
    pub(super) fn records<const N: usize>(&mut self, many: usize) -> Option<&'d [[u8; N]]> {
        Some(self.take(many.checked_mul(N)?)?.as_chunks().0)
    }

    /// The next number of two bytes, the lower first.
    pub(super) fn number(&mut self) -> Option<usize> {
        let (bytes, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(usize::from(u16::from_le_bytes(*bytes)))
    }

    pub(super) const fn is_at_end(&self) -> bool {
        self.0.is_empty()
    }
}
