//! The decisions of a vendor's gate: when a call may go to the vendor and in which order, and which
//! limits the gate learns from refusals. The Durable Object is in `edge::objects::gate`.

mod breaker;
pub mod drift;
pub mod limits;
pub mod permit;
mod queue;
mod shaper;

pub use breaker::{Breaker, Pass};
pub use queue::{LONGEST_WAIT_MS, Queue, QueuePlace, Shed, Turn};
pub use shaper::{LONGEST_FREEZE_SECONDS, Shaper, ShaperState, VendorRate};
