//! The adapters: all code that uses Cloudflare's runtime. The modules, from the lowest layer:
//!
//! | module | what it holds |
//! |---|---|
//! | `platform` | bindings, clock, SQL, requests, responses, calls to a Durable Object or a vendor |
//! | `messages` | paths and bodies between the Worker and its Durable Objects |
//! | `stubs` | the calls to each Durable Object |
//! | `auth` | authentication: from a credential to a caller |
//! | `objects` | the Durable Objects |
//! | `routes` | one handler for each route |
//! | `fetch` | the entry point of every request |
//!
//! A module imports only from modules above it in this table, and no route and no authentication
//! imports an object. `crates/xtask/tests/floors.rs` checks this.

mod auth;
mod fetch;
mod messages;
mod objects;
mod platform;
mod routes;
mod stubs;
