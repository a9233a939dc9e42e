//! The places of `halt` in the module that ships: nobody stands still there, and their names are
//! not in it.

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
