//! The edge's answers in Feishu's shape.

use passgate_core::Violation;

use crate::answer::{Reason, Refusal};
use crate::envelope::{EdgeAnswer, Envelope};

/// The refusal of a password that the edge itself does not send on: the vendor's own code.
pub fn local_refusal(violations: Vec<Violation>) -> Refusal {
    Refusal {
        reason: Reason::Password(violations),
        status: 400,
        code: String::new(),
        message: String::new(),
        log_id: None,
    }
}

/// Puts an answer in Feishu's shape.
pub fn envelope(answer: &EdgeAnswer<'_>, request_id: &str) -> Envelope {
    let _ = (answer, request_id);
    Envelope {
        status: 500,
        body: String::new(),
        headers: Vec::new(),
    }
}
