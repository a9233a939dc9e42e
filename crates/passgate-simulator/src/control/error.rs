use serde::Serialize;

use super::JSON;
use crate::net::Reply;

/// An invalid request to the control API.
#[derive(Debug)]
pub(super) struct ControlError {
    status: u16,
    field: String,
    message: String,
}

impl ControlError {
    pub(super) fn invalid(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(400, field, message)
    }

    pub(super) fn not_found(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(404, field, message)
    }

    pub(super) fn conflict(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::new(409, field, message)
    }

    fn new(status: u16, field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { status, field: field.into(), message: message.into() }
    }

    pub(super) fn into_reply(self) -> Reply {
        #[derive(Serialize)]
        struct Body {
            error: Detail,
        }
        #[derive(Serialize)]
        struct Detail {
            field: String,
            message: String,
        }
        let body = Body { error: Detail { field: self.field, message: self.message } };
        Reply::json(self.status, JSON, &body)
    }
}
