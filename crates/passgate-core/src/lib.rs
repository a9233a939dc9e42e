//! The core of passgate: decides whether a vendor will accept a password, in the same way everywhere.
//!
//! ```
//! use passgate_core::{Checker, Identity, Policy, Product};
//!
//! let identity = Identity { name: Some("王小明".into()), ..Identity::default() };
//! let checker = Checker::new(&Policy::shipped(Product::Eiam), &identity);
//! assert!(checker.accepts("P@ssw0rd123"));
//! assert!(!checker.accepts("Wangxiaoming@24"));
//! ```
//!
//! Each folder uses only those before it: `text` (UTF-16 code units), `document` (how JSON is read),
//! `matching` (characters, folding, words in a text), `verdict` (rows and violations), `phrases` (the
//! sentences that people read), `identity` and `weak` (what is known about a person, and which passwords are
//! common), `policy` (the rules of a product), `checker` (a policy prepared for a person).
//!
//! *In scope:* the rules, the vocabulary, the sentences, the products' policies.
//! *Out of scope:* the vendors' endpoints and codes (`passgate-wire`), any I/O, any clock.

mod checker;
mod document;
mod identity;
mod matching;
mod phrases;
mod policy;
mod text;
mod verdict;
mod weak;

pub use checker::{Asked, Checker, GenerateError, PasswordRules, ReadError, Row, Rows, TEXT_MAX};
pub use document::{
    CharacterKind, Class, ClassSet, Count, DocumentError, FieldSet, IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX,
    IdentityField, Letters, Node, Pattern, Product, Relation, Treatment, Unit, Vocabulary, Word, WordList,
    WordSet, nearest,
};
pub use identity::Identity;
#[cfg(feature = "inspect")]
pub use identity::inspect;
#[cfg(feature = "schema")]
pub use matching::characters;
pub use matching::{one_line, seen};
pub use phrases::{Locale, describe};
pub use policy::rules::*;
#[cfg(feature = "schema")]
pub use policy::schema;
pub use policy::{CHARACTERS_MAX, Limit, Policy, PolicyRule};
pub use text::{Secret, Span};
pub use verdict::{Finding, PackedViolation, Report, RuleName, Status, VendorRefusal, Violation};
#[cfg(feature = "schema")]
pub use weak::obvious_pattern;
