//! Credentials and their verification, tickets, and authorization.

pub mod account;
pub mod authorise;
pub mod bearer;
pub mod caller;
pub mod client_token;
pub mod delivery;
pub mod mint_request;
pub mod sealed;
pub mod ticket;
pub mod unproven;
pub mod user_claims;
