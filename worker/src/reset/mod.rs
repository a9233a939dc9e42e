//! A password call, from the caller's body to the vendor's reply and back: reading, checks, vendor
//! call, answer, idempotency, and the time limit of each part.

pub mod breaches;
pub mod budget;
pub mod call;
pub mod call_report;
pub mod china_day;
pub mod disposition;
pub mod idempotency;
pub mod outcome;
pub mod precheck;
pub mod redelivery;
pub mod retry;
pub mod timing;
