//! The Worker's log line of a request.

use passgate_wire::Outcome;
use serde::Serialize;

use crate::callers::unproven::Why;
use crate::reset::disposition::{Cause, Disposition};

/// A request and its answer, as far as the log may contain them.
pub struct Answered<'a> {
    /// The id of the request.
    pub request_id: &'a str,
    /// The method of the request.
    pub method: &'a str,
    /// The template of the route.
    pub route: &'a str,
    /// The HTTP status.
    pub status: u16,
    /// The disposition of the request, if the route has one.
    pub disposition: Option<&'a Disposition>,
    /// The time to the answer, in milliseconds.
    pub took_ms: u64,
}

/// Logs one line of JSON. Every member is a number, a fixed name, our own id, or a vendor's code or id.
/// `outcome` is the outcome in the answer, the audit log and the metrics; `cause` is its reason.
pub fn request(answered: &Answered<'_>) {
    let Answered { request_id, method, route, status, disposition, took_ms } = *answered;
    let line = Line {
        request_id,
        method,
        route,
        status,
        outcome: disposition.map(|disposition| disposition.outcome),
        cause: disposition.map(|disposition| disposition.cause),
        why: disposition.and_then(|disposition| disposition.why),
        permission: disposition.and_then(|disposition| disposition.permission.as_deref()),
        vendor_log_id: disposition.and_then(|disposition| disposition.vendor_log_id.as_deref()),
        code: disposition.map(|disposition| disposition.code.as_str()).filter(|code| !code.is_empty()),
        ms: took_ms,
    };
    // Its types cannot fail to be JSON.
    let line = serde_json::to_string(&line).unwrap_or_default();
    worker::console_log!("{line}");
}

/// The members of a line. A tree of values would cost several times as much as this.
#[derive(Serialize)]
struct Line<'a> {
    request_id: &'a str,
    method: &'a str,
    route: &'a str,
    status: u16,
    outcome: Option<Outcome>,
    cause: Option<Cause>,
    why: Option<Why>,
    permission: Option<&'a str>,
    vendor_log_id: Option<&'a str>,
    code: Option<&'a str>,
    ms: u64,
}
