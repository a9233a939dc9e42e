//! Detects an undocumented refusal that reports a missing permission of the edge's app.
//!
//! Neither page documents the form of such a refusal. Only an operator can grant a permission, so it is
//! a configuration error: the caller cannot fix it, and a ticket loses no attempt.

use crate::decode::SaidError;

/// Parts of codes for missing permissions, in lower case.
const CODES: [&str; 7] =
    ["auth.", "permission", "forbidden", "access_denied", "accessdenied", "scope", "unauthorized"];

/// Parts of sentences about missing permissions, in lower case.
const SENTENCES: [&str; 13] = [
    "权限",
    "無權",
    "无权",
    "未授权",
    "未授權",
    "權限",
    "permission",
    "not authorized",
    "unauthorized",
    "access denied",
    "forbidden",
    "insufficient scope",
    "not allowed to call",
];

/// Whether the code or the sentence reports a missing permission.
pub(crate) fn is_lacking(error: &SaidError) -> bool {
    let code = error.code.to_lowercase();
    let sentence = error.message.as_deref().unwrap_or_default().to_lowercase();
    !error.permissions.is_empty()
        || CODES.iter().any(|part| code.contains(part))
        || SENTENCES.iter().any(|part| sentence.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_in_any_shape() {
        let is = |code: &str, message: &str| {
            is_lacking(&SaidError {
                code: code.to_owned(),
                message: Some(message.to_owned()),
                ..SaidError::default()
            })
        };
        for (code, message) in [
            ("AUTH.0001", "无权限访问"),
            ("AUTH.0003", ""),
            ("SYS.0007", "应用没有接口权限"),
            ("SYS.0007", "未授权的应用"),
            ("access_denied", ""),
            ("insufficient_scope", ""),
            ("API.0009", "The application has no permission to call this API"),
            ("API.0009", "Access denied"),
            ("403", "Forbidden"),
        ] {
            assert!(is(code, message), "{code} {message}");
        }
        for (code, message) in [
            ("PWD.0010", "密码过于简单"),
            ("USER.0009", "用户已锁定"),
            ("USER.0009", "The user is locked"),
            ("SYS.0001", "系统繁忙"),
            ("", ""),
        ] {
            assert!(!is(code, message), "{code} {message}");
        }
    }
}
