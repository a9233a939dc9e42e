//! The HTTP side of the edge: routes, headers, files and errors.

pub mod audit_query;
pub mod cross_origin;
pub mod files;
pub mod guard;
pub mod page_path;
pub mod policy_tag;
pub mod problem;
pub mod readiness;
pub mod request_target;
pub mod routes;
