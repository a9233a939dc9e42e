//! Reads documents: JSON text as nodes, the fields that an object may have, their types, and the closed
//! vocabularies of their words.

mod fields;
pub(crate) mod json;
mod nearest;
mod node;
mod packed;
mod record;
mod vocabulary;
mod word_list;
mod word_set;
mod words;

pub(crate) use fields::{Document, FIELDS, Field, KINDS, Kind, NAMES, Shape, bit};
pub use fields::{IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX};
pub use nearest::nearest;
pub(crate) use node::Fault;
pub use node::{DocumentError, Node};
pub(crate) use packed::Packed;
pub(crate) use record::Record;
pub use vocabulary::{Vocabulary, Word};
pub(crate) use vocabulary::{spelled, words};
pub use word_list::WordList;
pub use word_set::WordSet;
pub use words::{
    CharacterKind, Class, ClassSet, Count, FieldSet, IdentityField, Letters, Pattern, Product, Relation,
    Treatment, Unit,
};
