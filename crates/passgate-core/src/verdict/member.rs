//! The members of a violation as numbers.

use crate::document::{Word, WordSet};

/// A member of a violation. An optional number is stored plus 1, and 0 means that it is absent; an optional
/// word likewise. A set is stored as its bits. For a text, 1 means that it is present.
pub(crate) trait Member {
    /// Whether it may be absent.
    const IS_OPTIONAL: bool;

    fn pack(&self) -> u32;

    /// The member with this number. `text` is the only text of the violation.
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
