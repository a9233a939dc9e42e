use serde::{Deserialize, Serialize};

use crate::calls::CallName;

/// A fault of a call.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case", deny_unknown_fields)]
pub(crate) enum Fault {
    /// The genuine answer, delayed.
    Delay {
        ms: u64,
        #[serde(default)]
        when: When,
    },
    /// RST, and nothing is executed.
    ResetBefore {},
    /// RST instead of the answer, after the call was executed.
    ResetAfter {},
    /// FIN instead of the answer.
    Close {
        #[serde(default)]
        executed: bool,
    },
    /// Another status and body instead of the answer.
    Status {
        #[serde(default = "service_unavailable")]
        status: u16,
        #[serde(default)]
        body: String,
        #[serde(default = "html")]
        content_type: String,
        #[serde(default)]
        executed: bool,
    },
    /// The genuine answer, `chunk` bytes every `ms` milliseconds.
    SlowBody {
        #[serde(default = "one_byte")]
        chunk: usize,
        #[serde(default = "fifty")]
        ms: u64,
    },
    /// The genuine answer without its second half, which never arrives.
    CutBody {},
    /// The first half of the genuine answer, as a complete HTTP message.
    Malformed {},
    /// JSON without a documented form, with HTTP 200.
    WrongShape {
        #[serde(default)]
        executed: bool,
    },
    /// A web page.
    NotJson {
        #[serde(default = "ok")]
        status: u16,
        #[serde(default)]
        executed: bool,
    },
    /// The vendor's refusal of a call over its rate limit.
    Throttle {
        #[serde(default = "too_many_requests")]
        status: u16,
        /// The retry time in seconds.
        #[serde(default = "one_second")]
        retry_after: u32,
    },
    /// The token in the call is refused although it is valid.
    StaleToken {
        /// Feishu's code for a stale token.
        #[serde(default = "invalid_access_token")]
        code: i64,
        /// Whether the token is invalid from now on, or was refused only this once.
        #[serde(default = "yes")]
        forget: bool,
    },
    /// The genuine answer with that many bytes of padding.
    HugeBody {
        #[serde(default = "eight_mebibytes")]
        bytes: usize,
    },
    /// The gateway does not know the path.
    NotFound {},
    /// The vendor's success for another account than that of the call, as from a proxy that mixes up
    /// answers.
    OtherAccount {
        #[serde(default = "another_account")]
        user_id: String,
        #[serde(default = "yes")]
        executed: bool,
    },
    /// Any refusal, in the vendor's own envelope.
    Answer {
        #[serde(default = "bad_request")]
        status: u16,
        code: String,
        #[serde(default)]
        message: String,
    },
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum When {
    #[default]
    Before,
    After,
}

impl Fault {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Delay { .. } => "delay",
            Self::ResetBefore {} => "reset-before",
            Self::ResetAfter {} => "reset-after",
            Self::Close { .. } => "close",
            Self::Status { .. } => "status",
            Self::SlowBody { .. } => "slow-body",
            Self::CutBody {} => "cut-body",
            Self::Malformed {} => "malformed",
            Self::WrongShape { .. } => "wrong-shape",
            Self::NotJson { .. } => "not-json",
            Self::Throttle { .. } => "throttle",
            Self::StaleToken { .. } => "stale-token",
            Self::HugeBody { .. } => "huge-body",
            Self::NotFound {} => "not-found",
            Self::OtherAccount { .. } => "other-account",
            Self::Answer { .. } => "answer",
        }
    }

    /// The problem of the fault for this call: the field and the reason.
    pub(crate) fn check(&self, call: CallName) -> Result<(), (&'static str, &'static str)> {
        let status = match self {
            Self::Status { status, .. }
            | Self::NotJson { status, .. }
            | Self::Throttle { status, .. }
            | Self::Answer { status, .. } => *status,
            _ => 200,
        };
        if !(200..=599).contains(&status) {
            return Err(("fault.status", "must be between 200 and 599"));
        }
        match self {
            Self::StaleToken { .. } if !call.takes_token() => {
                Err(("fault.kind", "this call is made without a token"))
            }
            Self::OtherAccount { .. } if !call.takes_token() => {
                Err(("fault.kind", "this call's answer names no account"))
            }
            Self::Answer { code, .. } if call.is_feishu() && code.parse::<i64>().is_err() => {
                Err(("fault.code", "Feishu's codes are whole numbers"))
            }
            _ => Ok(()),
        }
    }
}

fn ok() -> u16 {
    200
}
fn bad_request() -> u16 {
    400
}
fn too_many_requests() -> u16 {
    429
}
fn service_unavailable() -> u16 {
    503
}
fn html() -> String {
    "text/html; charset=utf-8".to_owned()
}
fn one_byte() -> usize {
    1
}
fn fifty() -> u64 {
    50
}
fn one_second() -> u32 {
    1
}
fn eight_mebibytes() -> usize {
    8 << 20
}
fn another_account() -> String {
    "another-account".to_owned()
}
fn invalid_access_token() -> i64 {
    99_991_663
}
fn yes() -> bool {
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = include_str!("../lib.rs");

    #[test]
    fn the_documentation_lists_every_fault() {
        // An error of the parser names all kinds.
        let error = serde_json::from_str::<Fault>(r#"{"kind":"none"}"#).unwrap_err().to_string();
        let kinds: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
        assert!(kinds.len() > 15 && kinds.contains(&"other-account"), "{error}");
        let listed: Vec<Fault> = PAGE
            .lines()
            .filter_map(|line| line.strip_prefix("//! | `{\"kind\":")?.split_once('`'))
            .map(|(fault, _)| serde_json::from_str(&format!("{{\"kind\":{fault}")).unwrap())
            .collect();
        assert_eq!(listed.iter().map(Fault::name).collect::<Vec<_>>(), kinds);
    }
}
