//! The failpoints of the production build: they do nothing, and the module does not contain their
//! names.

use std::future::{Ready, ready};

/// Continues at once.
#[inline(always)]
pub fn at(_place: &'static str) -> Ready<()> {
    ready(())
}

/// Continues at once.
#[inline(always)]
pub fn all_at(_place: &'static str) -> Ready<()> {
    ready(())
}
