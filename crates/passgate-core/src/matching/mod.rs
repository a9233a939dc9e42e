//! Comparison of texts: the class of each character, the letters it may stand for, and the words in a text.

mod automaton;
#[cfg(feature = "schema")]
pub mod characters;
#[cfg(not(feature = "schema"))]
mod characters;
mod fold;
mod likeness;
mod one_line;
mod table;
mod trie;

pub(crate) use automaton::{Automaton, HIT, SKIP};
pub(crate) use characters::{Category, Sort, is_unseen};
pub(crate) use fold::{Folded, Reading, fold, is_ambiguous, is_digit, is_letter};
pub(crate) use likeness::{ascii_of, is_passed_over};
pub use one_line::{one_line, seen};
pub(crate) use table::{Numbers, section};
pub(crate) use trie::Trie;
