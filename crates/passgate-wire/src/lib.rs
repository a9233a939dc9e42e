//! The vendors' endpoints, bodies and codes, in both directions and without I/O. Only the edge uses
//! this crate.
//!
//! *Outbound*, a call is a struct that builds a [`Request`] and reads a [`Reply`] into its only
//! possible meaning: [`Answer`] for a call that changes a password, [`TokenAnswer`] for a token.
//! *Inbound*, callers that point an official SDK at the edge send the same vendors' bodies: the
//! `read_*` functions read them strictly and name the invalid field ([`BadInput`]);
//! [`feishu::envelope`] and [`eiam::envelope`] answer in the vendor's format.
//!
//! A table of codes belongs to a *product*: the same `PWD.0002` means the length in EIAM and the
//! reversed username in its sibling OneAccess. A [`Spec`] contains everything that belongs to a
//! product. Decoding, the envelopes and the documentation all read its table [`Spec::codes`].
//!
//! *In scope*: paths, headers, bodies, codes, strict reading. *Out of scope*: sending, time, retries,
//! authorization, and whether a password meets the policy (`passgate-core`).

mod action;
mod answer;
mod bad_input;
pub mod breaches;
mod codes;
mod decode;
pub mod eiam;
mod envelope;
pub mod feishu;
mod http;
mod json;
mod language;
pub mod lark;
mod numbers;
pub mod oneaccess;
mod outcome;
mod permission;
mod products;
mod read;
mod sentence;
mod spec;
mod submitted;
mod token;
mod user_id;

pub use action::Action;
pub use answer::{Advice, Answer, Message, Reason, Refusal, UnknownCause};
pub use bad_input::{BadInput, FieldProblem, is_nameable};
pub use codes::{CodeRow, Executed, Meaning, OwnCode, PasswordFault, VendorCall};
#[cfg(feature = "schema")]
pub use envelope::Shapes;
pub use envelope::{EdgeAnswer, Envelope, LengthLimits, sign_in_challenge};
pub use http::{Method, Reply, Request};
pub use language::{Reader, Words, preferred};
pub use outcome::Outcome;
pub use read::{MAX_BODY_BYTES, MAX_CALL_BYTES};
pub use spec::{
    Api, Brand, CallInput, CallSpec, Credential, PageRate, PasswordCall, ReadCredential, Spec, TokenCall,
    TokenInput,
};
pub use token::{Token, TokenAnswer};
pub use user_id::{MAX_USER_ID_CHARACTERS, UserId};
