//! The platform of the runtime: bindings, clock, SQL, requests, responses, calls to a Durable Object or
//! a vendor.

pub mod bindings;
pub mod body;
pub mod clock;
pub mod counters;
pub mod deadline;
#[cfg(feature = "test-routes")]
pub mod fail_here;
#[cfg(feature = "test-routes")]
pub mod failpoint;
#[cfg(not(feature = "test-routes"))]
#[path = "no_failpoint.rs"]
pub mod failpoint;
pub mod idle;
pub mod incoming;
pub mod log;
pub mod pad_latency;
pub mod policy_cache;
pub mod random;
pub mod refusal;
pub mod respond;
pub mod reuse;
pub mod settings;
pub mod sql;
pub mod stub;
pub mod vendor;
