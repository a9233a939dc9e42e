//! Feishu's reply body: `{code, msg, …}` with any HTTP status.

use serde::Deserialize;
use serde_json::Value;

use super::CODES;
use crate::codes::VendorCall;
use crate::decode::{self, Decoder, Said, SaidError};
use crate::http::Reply;
use crate::submitted::Submitted;

/// The members that the edge reads. The raw `error` object may echo the request
/// (`field_violations[].value`), so only its trace id and the names of missing permissions are read.
#[derive(Deserialize)]
pub(crate) struct Body {
    code: Option<Value>,
    msg: Option<Value>,
    error: Option<Value>,
    data: Option<Value>,
    pub tenant_access_token: Option<Value>,
    pub expire: Option<Value>,
}

impl Body {
    /// The error, or the result of `success` for a body whose code is 0 (错误码，非 0 表示失败).
    pub fn said<T>(self, success: impl FnOnce(Self) -> Option<T>) -> Said<T> {
        let Some(code) = self.code.as_ref().and_then(decode::code) else { return Said::Nothing };
        if code == "0" {
            return success(self).map_or(Said::Nothing, Said::Success);
        }
        let log_id = self.error.as_ref().and_then(|error| error.get("log_id")?.as_str()).map(str::to_owned);
        let permissions = self.error.as_ref().map(missing_permissions).unwrap_or_default();
        Said::Error(SaidError { code, message: decode::text(self.msg), permissions, log_id })
    }

    /// The account that a success names, if it names one.
    pub fn user_id(self) -> Option<String> {
        let named = self.data.and_then(|data| data.get("user_id").cloned());
        named
            .filter(|named| !named.is_null())
            .map(|named| named.as_str().map_or_else(|| named.to_string(), str::to_owned))
    }
}

/// The subjects of `permission_violations`, such as `contact:user.employee_id:readonly`.
fn missing_permissions(error: &Value) -> Vec<String> {
    let violations = error.get("permission_violations").and_then(Value::as_array);
    let subjects =
        violations.into_iter().flatten().filter_map(|violation| violation.get("subject")?.as_str());
    subjects.map(str::to_owned).collect()
}

/// A decoder for one of Feishu's calls.
pub(crate) fn decoder<'a>(call: VendorCall, submitted: Submitted<'a>, reply: &'a Reply) -> Decoder<'a> {
    Decoder { call, rows: CODES, password_prefix: None, submitted, reply }
}
