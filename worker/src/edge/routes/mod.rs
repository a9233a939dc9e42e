//! One handler for each route.

pub mod audit;
pub mod drift;
pub mod files;
pub mod metrics;
pub mod password;
pub mod policy;
pub mod rates;
pub mod ready;
#[cfg(feature = "test-routes")]
pub mod test_routes;
pub mod tickets;
pub mod tokens;
pub mod well_known;
