//! How documents are read: JSON text as nodes, which fields an object may have, what each field holds,
//! and the closed vocabularies whose words stand in them.

mod fields;
pub(crate) mod json;
mod node;
mod packed;
mod record;
mod vocabulary;
mod word_list;
mod word_set;

pub(crate) use fields::{Document, FIELDS, Field, KINDS, Kind, Shape, bit};
pub use fields::{IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX};
pub(crate) use node::Fault;
pub use node::{DocumentError, Entries, Node};
pub(crate) use packed::Packed;
pub(crate) use record::Record;
pub(crate) use vocabulary::words_of;
pub use vocabulary::{VOCABULARIES, Vocabulary, Word};
pub use word_list::WordList;
pub use word_set::WordSet;
