//! Faults on request.

mod fault;
mod queue;

pub(crate) use fault::{Fault, When};
pub(crate) use queue::{FaultQueue, Order, Times};
