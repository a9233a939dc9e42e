//! Weak passwords: the list of frequent passwords, and the patterns that no list contains.

mod cover;
mod dates;
mod disguise;
mod homophones;
mod keyboard;
mod list;
mod obvious;
mod patterns;
mod repeats;
mod steps;

pub(crate) use disguise::Stem;
pub(crate) use list::WeakList;
pub(crate) use obvious::is_one_character;
pub use obvious::obvious_pattern;
pub(crate) use patterns::{TEXT_MAX, pattern};
pub(crate) use repeats::is_repeated;

#[cfg(test)]
mod tests;
