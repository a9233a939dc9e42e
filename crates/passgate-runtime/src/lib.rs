//! `workerd` on one machine: the configuration that it reads, and what its process needs.
//!
//! The program `passgate serve` and the stack of the tests render the same configuration, so that the
//! tests run what a deployment runs.
//!
//! *In scope*: the text of the configuration, the limit of open files, ending the process with its
//! parent. *Out of scope*: where files lie, when the process is started again, what is logged.

mod capnp;
mod descriptors;
mod guarded;

pub use capnp::{Host, LOG_FOLDER, SUBJECT_FOLDER, Service, Tls, Transport, object_folders, plain, text};
pub use descriptors::allow;
pub use guarded::{Guarded, kill};
