//! What a browser fetches after its first verdict: the readings of names, the weak list, the tables
//! of the characters beyond ASCII, and the code that reads them.
//!
//! A server has all of it from the start (the cargo feature `whole`). A browser's module is split
//! (`cargo xtask build`): until its second half is there ([`arrived`]), what needs it is `unsure`,
//! never `met`, and no function of it may be called. Which modules the second half is made of is
//! said in `crates/xtask/src/build/browser.rs`.

use std::sync::OnceLock;

use crate::identity::Readings;
use crate::weak::WeakList;

/// What the platform knows of Han characters: the text of `data/standards.txt`, in UTF-16.
static STANDARDS: OnceLock<Vec<u16>> = OnceLock::new();
static NAMES: OnceLock<Option<Readings<'static>>> = OnceLock::new();
static WEAK: OnceLock<Option<WeakList>> = OnceLock::new();

/// The rest is there, for every checker in this process and for good: those made before take it in
/// at [`Checker::refresh`](crate::Checker::refresh). A second time changes nothing.
///
/// `standards` is what the platform knows of Han characters, and what the readings of names build
/// on: the rows of Han characters of GB 2312 (B0 to F7) and of KS X 1001 (CA to FD), decoded, then
/// U+2F00 to U+2FD5 and U+F900 to U+FAD9 in the normal form NFKC; in UTF-16. A browser asks its
/// own `TextDecoder`. With any other text no name in Han characters can be read, and its row stays
/// `unsure`.
pub fn arrived(standards: Vec<u16>) {
    STANDARDS.get_or_init(|| standards);
}

/// Whether it is.
pub(crate) fn is_here() -> bool {
    cfg!(feature = "whole") || STANDARDS.get().is_some()
}

fn standards() -> Option<&'static Vec<u16>> {
    #[cfg(feature = "whole")]
    STANDARDS.get_or_init(|| include_str!("../data/standards.txt").encode_utf16().collect());
    STANDARDS.get()
}

/// The readings of Han characters in names, if they are there.
pub(crate) fn names() -> Option<&'static Readings<'static>> {
    let standards = standards()?;
    NAMES.get_or_init(|| Readings::new(include_bytes!("../data/names.bin"), standards)).as_ref()
}

/// The passwords many people use, if they are there.
pub(crate) fn weak() -> Option<&'static WeakList> {
    if is_here() { WEAK.get_or_init(WeakList::shipped).as_ref() } else { None }
}

/// What of a table stands after its length, and what follows it.
pub(crate) fn section(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk()?;
    rest.split_at_checked(usize::from(u16::from_le_bytes(*length)))
}
