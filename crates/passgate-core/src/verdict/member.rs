//! What a member of a violation is as a number.

use crate::document::{Word, WordSet};

/// A member of a violation. A number that may be absent is one more as a number, and 0 where it is absent;
/// a word likewise; a set is its bits; of a text, 1 says that it is there.
pub(crate) trait Member {
    /// Whether it may be absent.
    const IS_OPTIONAL: bool;

    fn pack(&self) -> u32;

    /// The member behind the number; `text` is the only text there is.
    fn unpack(number: u32, text: Option<&str>) -> Self;
}

impl Member for u32 {
    const IS_OPTIONAL: bool = false;

    fn pack(&self) -> u32 {
        *self
    }

    fn unpack(number: u32, _: Option<&str>) -> Self {
        number
    }
}

impl Member for Option<u32> {
    const IS_OPTIONAL: bool = true;

    fn pack(&self) -> u32 {
        self.map_or(0, |number| number.saturating_add(1))
    }

    fn unpack(number: u32, _: Option<&str>) -> Self {
        number.checked_sub(1)
    }
}

impl<T: Word> Member for Option<T> {
    const IS_OPTIONAL: bool = true;

    fn pack(&self) -> u32 {
        self.map(Word::number).pack()
    }

    fn unpack(number: u32, _: Option<&str>) -> Self {
        T::of(number.checked_sub(1)?)
    }
}

impl<T: Word> Member for WordSet<T> {
    const IS_OPTIONAL: bool = false;

    fn pack(&self) -> u32 {
        u32::from(self.bits())
    }

    fn unpack(number: u32, _: Option<&str>) -> Self {
        Self::of_bits(number)
    }
}

impl Member for Option<String> {
    const IS_OPTIONAL: bool = true;

    fn pack(&self) -> u32 {
        u32::from(self.is_some())
    }

    fn unpack(number: u32, text: Option<&str>) -> Self {
        text.filter(|_| number != 0).map(str::to_owned)
    }
}
