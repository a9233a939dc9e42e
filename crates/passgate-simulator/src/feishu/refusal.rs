use std::collections::BTreeMap;

use serde::Serialize;

use super::{Empty, JSON};
use crate::net::Reply;
use crate::rate::{RateLimit, Tells};

const SCOPE_HELP: &str = "Refer to the documentation to fix the error: https://open.feishu.cn/document/uAjLw4CM/ugTN1YjL4UTN24CO1UjN/trouble-shooting/how-to-fix-the-99991672-error";

/// A refusal of Feishu, which is recognized by its code and never by its HTTP status.
#[derive(Debug)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) code: i64,
    message: String,
    permission_violations: Vec<PermissionViolation>,
    field_violations: Vec<FieldViolation>,
    /// Whether the answer omits the member `error`.
    is_bare: bool,
    /// The limit, and seconds until the next call is admitted.
    rate: Option<(RateLimit, i64)>,
}

#[derive(Debug, Serialize)]
struct PermissionViolation {
    #[serde(rename = "type")]
    kind: &'static str,
    subject: String,
}

#[derive(Serialize)]
pub(super) struct FieldViolation {
    pub(super) field: &'static str,
    /// The value that was sent. Feishu may repeat it, so a caller must not print it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) value: Option<String>,
    pub(super) description: String,
}

impl Refusal {
    pub(super) fn new(status: u16, code: i64, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            permission_violations: Vec::new(),
            field_violations: Vec::new(),
            is_bare: false,
            rate: None,
        }
    }

    /// The token call's answer to an unknown app, as a probe showed: HTTP 200, without details.
    pub(super) fn invalid_param() -> Self {
        Self { is_bare: true, ..Self::new(200, 10_003, "invalid param") }
    }

    pub(super) fn at(self, status: u16) -> Self {
        Self { status, ..self }
    }

    /// Replaces the message by the policy's message for the code, if there is one.
    pub(super) fn worded(mut self, messages: &BTreeMap<String, String>) -> Self {
        if let Some(message) = messages.get(&self.code.to_string()) {
            self.message.clone_from(message);
        }
        self
    }

    pub(super) fn missing_scope(scope: &str, kind: &'static str) -> Self {
        let message = format!("Access denied. One of the following scopes is required: [{scope}]");
        Self {
            permission_violations: vec![PermissionViolation { kind, subject: scope.to_owned() }],
            ..Self::new(400, 99_991_672, message)
        }
    }

    /// The refusal of a call over the rate limit: `wait_ms` until the next call is admitted.
    pub(super) fn throttled(rate: &RateLimit, wait_ms: i64) -> Self {
        let seconds = wait_ms.saturating_add(999).div_euclid(1_000);
        Self {
            rate: Some((*rate, seconds)),
            ..Self::new(rate.status, 99_991_400, "request trigger frequency limit")
        }
    }

    pub(super) fn invalid_field(violation: FieldViolation) -> Self {
        Self { field_violations: vec![violation], ..Self::new(400, 99_992_402, "field validation failed") }
    }

    pub(super) fn into_reply(self, log_id: String) -> Reply {
        if self.is_bare {
            let bare = Bare { code: self.code, data: Empty {}, msg: self.message };
            return Reply::json(self.status, JSON, &bare).with_header(super::LOG_ID, log_id);
        }
        let envelope = Envelope {
            code: self.code,
            msg: self.message,
            error: Detail {
                troubleshooter: format!(
                    "排查建议查看(Troubleshooting suggestions): https://open.feishu.cn/search?from=openapi&log_id={log_id}&code={}",
                    self.code
                ),
                message: (!self.permission_violations.is_empty()).then_some(SCOPE_HELP),
                permission_violations: self.permission_violations,
                field_violations: self.field_violations,
                log_id: log_id.clone(),
            },
        };
        let reply = Reply::json(self.status, JSON, &envelope).with_header(super::LOG_ID, log_id);
        match self.rate {
            Some((rate, seconds)) if rate.tells == Tells::Own => reply
                .with_header("x-ogw-ratelimit-limit", rate.limit.to_string())
                .with_header("x-ogw-ratelimit-reset", seconds.to_string()),
            Some((rate, seconds)) if rate.tells == Tells::RetryAfter => {
                reply.with_header("retry-after", seconds.to_string())
            }
            Some(_) | None => reply,
        }
    }
}

impl std::fmt::Debug for FieldViolation {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{}: {}", self.field, self.description)
    }
}

#[derive(Serialize)]
struct Envelope {
    code: i64,
    msg: String,
    error: Detail,
}

#[derive(Serialize)]
struct Bare {
    code: i64,
    data: Empty,
    msg: String,
}

#[derive(Serialize)]
struct Detail {
    troubleshooter: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    permission_violations: Vec<PermissionViolation>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    field_violations: Vec<FieldViolation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
    log_id: String,
}
