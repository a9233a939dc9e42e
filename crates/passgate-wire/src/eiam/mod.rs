//! 竹云 EIAM (Bamboocloud Employee Identity): `change-password`, `rest-password` (the vendor's
//! spelling) and the tenant token.
//!
//! Pages: open.bccastle.com, development/eiam/api: user/modify-password (Change User Password),
//! user/reset-password (Reset User Password) and authentication.

mod change;
mod codes;
mod envelope;
mod inbound;
mod path;
mod reply;
mod rest;
mod token;

pub use change::ChangePassword;
pub use codes::{CODES, OWN_CODES};
#[cfg(feature = "schema")]
pub use envelope::shapes;
pub use envelope::{envelope, local_refusal};
pub use inbound::{read_basic, read_change, read_rest, read_token_exchange};
pub use rest::{RestPassword, SendMode};
pub use token::{token_answer, token_request};
