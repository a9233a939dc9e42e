//! The failpoints in the module that ships: they do nothing, and their names are not in it.

use std::future::{Ready, ready};

/// Goes on.
#[inline(always)]
pub fn at(_place: &'static str) -> Ready<()> {
    ready(())
}

/// Goes on.
#[inline(always)]
pub fn all_at(_place: &'static str) -> Ready<()> {
    ready(())
}
