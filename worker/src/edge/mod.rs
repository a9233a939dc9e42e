//! The adapters: everything that names Cloudflare's runtime.

mod audit;
mod audit_log;
mod audit_store;
mod authenticate;
mod bindings;
mod body;
mod clock;
mod deadline;
mod evenly;
mod exchange;
mod fetch;
mod forms;
mod gate;
mod mint;
mod objects;
mod password;
mod policy;
mod refusal;
mod respond;
mod settings;
mod sql;
mod subject;
mod test_routes;
mod user_token;
mod vendor;
mod well_known;
