//! What can be said of a policy without a password: its mistakes ([`lint`]), what it accepts and another one
//! refuses ([`diff`]), how many passwords it admits ([`count`]) and how many of them a person loses
//! ([`loss`]).
//!
//! Four rules depend on the characters of a text alone: `length`, `charset`, `composition` and
//! `repetition`. Here they are the *counted* rules. What is said of them is exact: it is decided by
//! arithmetic on how many characters of each kind a text has, not by trying texts. The other rules depend on a person, on a list or on the vendor; they are compared as documents,
//! and their effect is estimated.
//!
//! Every text that is shown to prove something has been judged by [`passgate_core::Checker`].
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
