//! The adapters: everything that names Cloudflare's runtime.

mod audit;
mod audit_log;
mod audit_store;
mod authenticate;
mod bindings;
mod body;
mod breaches;
mod caller_rate;
mod clock;
mod crowd;
mod deadline;
mod drift;
mod evenly;
mod exchange;
#[cfg(feature = "test-routes")]
mod fail_here;
mod fetch;
mod forms;
mod gate;
#[cfg(feature = "test-routes")]
mod halt;
#[cfg(not(feature = "test-routes"))]
#[path = "no_halt.rs"]
mod halt;
mod messages;
mod metrics;
mod mint;
mod password;
mod platform;
mod policy;
mod random;
mod rates;
mod ready;
mod refusal;
mod respond;
mod rest;
mod settings;
mod sql;
mod stale;
mod stubs;
mod subject;
mod tallies;
#[cfg(feature = "test-routes")]
mod test_routes;
mod user_token;
mod vendor;
mod well_known;
