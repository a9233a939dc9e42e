//! The adapters: everything that names Cloudflare's runtime. The modules, from the lowest:
//!
//! | module | what it holds |
//! |---|---|
//! | `platform` | bindings, clock, SQL, requests, responses, calls to a Durable Object or a vendor |
//! | `messages` | paths and bodies between the Worker and its Durable Objects |
//! | `stubs` | the calls to each Durable Object |
//! | `auth` | from a credential to a caller |
//! | `objects` | the Durable Objects |
//! | `routes` | one handler for each route |
//! | `fetch` | every request passes here |
//!
//! A module imports from those above it in this table only, and no route and no credential imports
//! an object (`crates/xtask/tests/floors.rs`).

mod auth;
mod fetch;
mod messages;
mod objects;
mod platform;
mod routes;
mod stubs;
