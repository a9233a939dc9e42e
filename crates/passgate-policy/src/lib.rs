//! Analysis of policies: the mistakes of a policy ([`lint`]), what it accepts and another one refuses ([`diff`]),
//! how many passwords it admits ([`count`]), and how many of them it refuses to one person ([`loss`]).
//!
//! Four rules depend on the characters of a text alone: `length`, `charset`, `composition` and `repetition`. Here
//! they are called the *counted* rules. Results about them are exact: they follow from arithmetic on the numbers
//! of characters of each kind, not from trying texts. The other rules depend on a person, on a list or on the
//! vendor. They are compared as documents, and their effect is estimated.
//!
//! [`passgate_core::Checker`] has judged every text that is shown as a proof.
//!
//! *In scope:* decisions about policies, on a machine of an operator or a developer.
//! *Out of scope:* verdicts on passwords (`passgate-core`), and anything in a browser or at the edge.

mod alphabet;
mod build;
pub mod count;
mod counted;
pub mod diff;
mod documents;
pub mod lint;
pub mod loss;
mod problem;
mod rows;
mod witness;
mod words;
