//! The buffer in which passwords are passed, in UTF-16 code units; calls reuse it.

use std::ops::Deref;

use passgate_core::TEXT_MAX;
use zeroize::Zeroize;

/// JavaScript writes into this memory.
#[derive(Default)]
pub(crate) struct Buffer(Vec<u16>);

const AT_FIRST: usize = 64;

impl Buffer {
    /// The address of the buffer, with a capacity of at least this many UTF-16 units.
    pub(crate) fn of(&mut self, length: usize) -> *const u16 {
        if self.0.len() < length {
            self.0.resize(length.max(AT_FIRST), 0);
        }
        self.0.as_ptr()
    }

    /// The capacity, in UTF-16 units.
    pub(crate) fn room(&self) -> usize {
        self.0.len()
    }

    /// The password of this many UTF-16 units, wiped after use. `None` if it is longer than the core judges:
    /// then JavaScript has not written it.
    pub(crate) fn take(&mut self, length: usize) -> Option<Password<'_>> {
        if length > TEXT_MAX {
            return None;
        }
        self.0.get_mut(..length).map(Password)
    }

    /// Writes a password, and returns its length in UTF-16 units.
    pub(crate) fn put(&mut self, password: &str) -> usize {
        let length = password.encode_utf16().count();
        self.of(length);
        self.0.iter_mut().zip(password.encode_utf16()).for_each(|(place, unit)| *place = unit);
        length
    }
}

/// A password in the buffer, overwritten when it is dropped.
pub(crate) struct Password<'b>(&'b mut [u16]);

impl Deref for Password<'_> {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        self.0
    }
}

impl Drop for Password<'_> {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}
