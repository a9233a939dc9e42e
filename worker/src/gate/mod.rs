//! What a vendor's gate decides: when a call may go to the vendor, in which order, and when none may; and
//! which limits it learns from the vendor's refusals. Its Durable Object is in `edge::objects::gate`.

mod breaker;
pub mod drift;
pub mod limits;
pub mod permit;
mod queue;
mod shaper;

pub use breaker::{Breaker, Pass};
pub use queue::{LONGEST_WAIT_MS, Queue, QueuePlace, Shed, Turn};
pub use shaper::{LONGEST_FREEZE_SECONDS, Shaper, ShaperState, VendorRate};
