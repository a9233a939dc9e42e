//! Authentication: from a credential to a caller.

pub mod authenticate;
pub mod user_token;
