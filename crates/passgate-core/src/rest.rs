//! What a browser fetches after its first verdict: the readings of names, the weak list, the tables
//! of the characters beyond ASCII, and the code that reads them.
//!
//! A server has all of it from the start (the cargo feature `whole`). A browser's module is split
//! (`cargo xtask build`): until its second half is there ([`arrived`]), what needs it is `unsure`,
//! never `met`, and no function of it may be called. Which modules the second half is made of is
//! said in `crates/xtask/src/build/browser.rs`.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::identity::Readings;
use crate::weak::WeakList;

static HERE: AtomicBool = AtomicBool::new(false);
static NAMES: OnceLock<Option<Readings<'static>>> = OnceLock::new();
static WEAK: OnceLock<Option<WeakList>> = OnceLock::new();

/// The rest is there, for every checker in this process and for good: those made before take it in
/// at [`Checker::refresh`](crate::Checker::refresh). A second time changes nothing.
pub fn arrived() {
    HERE.store(true, Ordering::Release);
}

/// Whether it is.
pub(crate) fn is_here() -> bool {
    cfg!(feature = "whole") || HERE.load(Ordering::Acquire)
}

/// The readings of Han characters in names, if they are there.
pub(crate) fn names() -> Option<&'static Readings<'static>> {
    let read = || Readings::new(include_bytes!("../data/names.bin"));
    NAMES.get_or_init(read).as_ref().filter(|_| is_here())
}

/// The passwords many people use, if they are there.
pub(crate) fn weak() -> Option<&'static WeakList> {
    let read = || WeakList::new(include_bytes!("../data/weak.bin"));
    WEAK.get_or_init(read).as_ref().filter(|_| is_here())
}
