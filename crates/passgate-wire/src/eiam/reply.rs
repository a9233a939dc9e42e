//! EIAM's reply bodies: `{error_code, error_msg}` from the calls themselves, and
//! `{error, error_description}` from the authorization layer in front of them.

use serde::Deserialize;
use serde_json::Value;

use crate::codes::{CodeRow, VendorCall};
use crate::decode::{self, Decoder, Said, SaidError};
use crate::http::Reply;
use crate::submitted::Submitted;
use crate::user_id::MAX_USER_ID_CHARACTERS;

/// The members that the edge reads.
#[derive(Deserialize)]
pub(crate) struct Body {
    user_id: Option<Value>,
    error_code: Option<Value>,
    error_msg: Option<Value>,
    error: Option<Value>,
    pub access_token: Option<Value>,
    pub token_type: Option<Value>,
    pub expires_in: Option<Value>,
}

impl Body {
    /// The error of either family, or the result of `success` for a body with neither.
    pub fn said<T>(self, success: impl FnOnce(Self) -> Option<T>) -> Said<T> {
        let code = match (&self.error_code, &self.error) {
            (Some(code), _) | (None, Some(code)) => decode::code(code),
            (None, None) => return success(self).map_or(Said::Nothing, Said::Success),
        };
        match code {
            // An `error_description` is never kept: the page's sentence contains the same information.
            Some(code) => {
                Said::Error(SaidError { code, message: decode::text(self.error_msg), ..SaidError::default() })
            }
            None => Said::Nothing,
        }
    }

    /// The success member of both password calls. On the page it is a string; an integer with the same
    /// digits is the same id.
    pub fn user_id(self) -> Option<Option<String>> {
        let user_id = match self.user_id? {
            Value::String(text) => text.trim().to_owned(),
            Value::Number(number) if number.is_i64() || number.is_u64() => number.to_string(),
            _ => return None,
        };
        (1..=MAX_USER_ID_CHARACTERS).contains(&user_id.chars().count()).then_some(Some(user_id))
    }
}

/// A decoder for a call of EIAM's API, with the codes of the called product.
pub(crate) fn decoder<'a>(
    rows: &'static [CodeRow],
    call: VendorCall,
    submitted: Submitted<'a>,
    reply: &'a Reply,
) -> Decoder<'a> {
    Decoder { call, rows, password_prefix: None, submitted, reply }
}
