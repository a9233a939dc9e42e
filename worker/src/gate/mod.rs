//! What the vendor's gate decides: when a call may leave for the vendor, who goes first, and
//! when nobody goes at all. The Durable Object around it is in `edge::gate`.

mod breaker;
mod line;
mod shaper;

pub use breaker::{Breaker, Pass};
pub use line::{Away, LONGEST_WAIT_MS, Line, Place, Turn};
pub use shaper::{LONGEST_FREEZE_SECONDS, Rate, Shaper, ShaperState};
