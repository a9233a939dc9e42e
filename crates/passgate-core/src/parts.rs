//! The two parts of the core that are data: the readings of names and the weak list.
//!
//! A server has them compiled in (the cargo features `names` and `weak`). A browser gives its first
//! verdict without them and fetches them meanwhile; until a part is there, what needs it is
//! `unsure`, never `met`. Readings are searched where they lie; the weak list is unpacked once.

use std::sync::OnceLock;

use crate::identity::Readings;
use crate::weak::WeakList;

/// A part that is data.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The readings of Han characters in names: `data/names.bin`.
    Names,
    /// The passwords many people use: `data/weak.bin`.
    Weak,
}

impl Part {
    /// Every part.
    pub const ALL: [Self; 2] = [Self::Names, Self::Weak];

    /// Makes the part known, for every checker in this process and for good: those made before
    /// take it in at [`Checker::refresh`](crate::Checker::refresh). A second time changes nothing.
    ///
    /// # Errors
    /// [`NotThePart`] when the bytes are not this part: another version, cut short, or changed.
    pub fn install(self, bytes: &'static [u8]) -> Result<(), NotThePart> {
        match self {
            Self::Names => drop(NAMES.set(Readings::new(bytes).ok_or(NotThePart)?)),
            Self::Weak => drop(WEAK.set(WeakList::new(bytes).ok_or(NotThePart)?)),
        }
        Ok(())
    }

    /// Whether it is there.
    pub fn is_installed(self) -> bool {
        match self {
            Self::Names => names().is_some(),
            Self::Weak => weak().is_some(),
        }
    }
}

/// Bytes that are not the part they were given as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotThePart;

static NAMES: OnceLock<Readings<'static>> = OnceLock::new();
static WEAK: OnceLock<WeakList> = OnceLock::new();

/// The readings of names, if they are there.
pub(crate) fn names() -> Option<&'static Readings<'static>> {
    #[cfg(feature = "names")]
    let _ = NAMES.get().is_none() && Part::Names.install(include_bytes!("../data/names.bin")).is_ok();
    NAMES.get()
}

/// The weak list, if it is there.
pub(crate) fn weak() -> Option<&'static WeakList> {
    #[cfg(feature = "weak")]
    let _ = WEAK.get().is_none() && Part::Weak.install(include_bytes!("../data/weak.bin")).is_ok();
    WEAK.get()
}

/// How many parts are there: a checker that was made with fewer is out of date.
pub(crate) fn installed() -> usize {
    Part::ALL.into_iter().filter(|part| part.is_installed()).count()
}
