//! The whole of passgate on one machine: the simulator of both vendors and the Worker on the
//! open-source `workerd`, on free loopback ports, with generated secrets. Dropping the value stops it.
//!
//! ```no_run
//! let stack = passgate_stack::Stack::start(passgate_stack::StackOptions::default())?;
//! println!("{}", stack.base());
//! # Ok::<(), passgate_stack::StackError>(())
//! ```

mod config;
mod error;
mod http;
mod layout;
mod plain;
mod port;
mod process;
mod program;
mod secrets;
mod simulator;
mod stack;
mod worker;

pub use error::StackError;
pub use layout::workerd;
pub use plain::PlainWorker;
pub use port::free as free_port;
pub use secrets::{Credential, signing_key};
pub use simulator::Simulator;
pub use stack::{Build, Clients, Stack, StackOptions};
