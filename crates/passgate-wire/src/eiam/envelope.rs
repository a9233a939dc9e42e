//! The edge's answers in EIAM's shape.

use passgate_core::Violation;

use crate::answer::{Reason, Refusal};
use crate::envelope::{EdgeAnswer, Envelope, LengthLimits};

/// The refusal of a password that the edge itself does not send on: the vendor's code of the
/// first violation, and the page's sentence with the numbers filled in.
pub fn local_refusal(violations: Vec<Violation>, length: LengthLimits) -> Refusal {
    let _ = length;
    Refusal {
        reason: Reason::Password(violations),
        status: 400,
        code: String::new(),
        message: String::new(),
        log_id: None,
    }
}

/// Puts an answer in EIAM's shape.
pub fn envelope(answer: &EdgeAnswer<'_>, request_id: &str) -> Envelope {
    let _ = (answer, request_id);
    Envelope {
        status: 500,
        body: String::new(),
        headers: Vec::new(),
    }
}
