//! The differences between OneAccess and EIAM (api-oneaccess: UpdateUserPwd, ShowAuthToken; codes in
//! excerpts).

/// UpdateUserPwd, table 2: 该字段内容填为 "application/json;charset=utf8".
pub(super) const FIXED_TYPE: &str = "application/json;charset=utf8";

/// ShowAuthToken: 固定值：Bearer.
pub(super) const TOKEN_TYPE: &str = "Bearer";

/// OneAccess's code and sentences for a code of EIAM's. Those of 0001, 0002 and 0008 are known. The
/// others are the codes of CIAM, the sibling product whose codes agree with those three.
pub(super) fn refusal(code_of_eiam: &str) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match code_of_eiam {
        "PWD.0001" => ("PWD.0008", "密码不能为空", "Password required."),
        "PWD.0002" => {
            ("PWD.0007", "密码长度为{0}~{1}个字符", "The password must contain {0} to {1} characters")
        }
        "PWD.0003" | "PWD.0009" => (
            "PWD.0003",
            "密码中不允许包含：用户名、手机号、邮箱前缀",
            "Password cannot contain: username, mobile number, email prefix",
        ),
        "PWD.0004" => {
            ("PWD.0002", "密码不允许使用用户名的倒写", "Password cannot be the username spelled backwards.")
        }
        "PWD.0005" => ("PWD.0004", "密码复杂度低，{0}", "Your password complexity is low, {0}"),
        "PWD.0006" => ("PWD.0005", "该密码为弱密码", "The password is weak"),
        "PWD.0007" => ("PWD.0001", "不允许使用历史密码", "A historical password cannot be used."),
        "PWD.0008" => (
            "PWD.0006",
            "密码中最大字符重复数不能超过{0}",
            "Number of character repeat in password should not exceed {0}",
        ),
        _ => return None,
    })
}
