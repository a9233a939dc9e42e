//! passgate's core: whether a vendor will take a password, decided the same way everywhere.
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
//! *In scope:* the rules, the vocabulary, the sentences, the products' policies.
//! *Out of scope:* the vendors' endpoints and codes (`passgate-wire`), any I/O, any clock.

mod automaton;
mod bytes;
#[cfg(feature = "schema")]
pub mod characters;
#[cfg(not(feature = "schema"))]
mod characters;
mod checker;
mod document;
mod fast;
mod fields;
mod finding;
mod fold;
mod generate;
mod identity;
mod json;
mod kinds;
mod limit;
mod locale;
mod matching;
mod oversize;
mod packed;
mod password_rules;
mod policy;
mod product;
mod reason;
mod record;
mod row;
mod rules;
#[cfg(feature = "schema")]
pub mod schema;
mod secret;
mod sentences;
mod span;
mod strings;
mod text;
mod trie;
mod verdicts;
mod violation;
mod vocabulary;
mod weak;
mod word_list;
mod word_set;
pub mod words;

pub use characters::is_unseen;
pub use checker::{Checker, Misread, TEXT_MAX};
pub use document::{DocumentError, Entries, Node};
pub use fields::{IDENTITY_LIST_MAX, IDENTITY_TEXT_MAX};
pub use finding::{Finding, Report};
pub use generate::GenerateError;
pub use identity::Identity;
#[cfg(feature = "inspect")]
pub use identity::inspect;
pub use kinds::{CharacterKind, Class, ClassSet, Count, FieldSet, IdentityField, Pattern};
pub use limit::Limit;
pub use locale::Locale;
pub use oversize::CHARACTERS_MAX;
pub use password_rules::PasswordRules;
pub use policy::{Policy, PolicyRule};
pub use product::Product;
pub use reason::{Reason, Refusal};
pub use row::{RuleName, Status};
pub use rules::{
    Charset, Common, Composition, History, IdentityRule, Length, Letters, Patterns, Relation, Repetition,
    ReportedLength, ReportedRepetition, Rule, Unit, Username, Wider,
};
pub use secret::Secret;
pub use span::Span;
pub use verdicts::{RowVerdict, Verdicts};
pub use violation::Violation;
pub use vocabulary::VOCABULARIES;
#[cfg(feature = "schema")]
pub use weak::obvious_pattern;
pub use word_list::WordList;
pub use word_set::WordSet;
