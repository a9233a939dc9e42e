//! The vendors' sentences, with their numbers filled in.

use passgate_core::{Locale, Violation};

use crate::answer::Message;
use crate::codes::CodeRow;

/// The sentence of a row in both languages, with `{0}` and `{1}` filled from a violation of its kind;
/// our own sentence if the numbers are not known.
pub(crate) fn of(row: &CodeRow, violation: Option<&Violation>) -> Message {
    Message::Page {
        native: row.native(),
        zh_cn: filled(row, violation, Locale::ZhCn).into(),
        en: filled(row, violation, Locale::En).into(),
    }
}

fn filled(row: &CodeRow, violation: Option<&Violation>, language: Locale) -> String {
    let text = row.text_in(language);
    let fill = |value: &str| text.replace("{0}", value);
    match violation {
        Some(Violation::WrongLength { min: Some(min), max: Some(max), .. }) => {
            fill(&min.to_string()).replace("{1}", &max.to_string())
        }
        Some(Violation::TooRepetitive { max: Some(max), .. }) => fill(&max.to_string()),
        Some(Violation::NotAccepted { message: Some(words) }) => fill(words),
        Some(Violation::NotAccepted { message: None }) => opening(text).to_owned(),
        Some(violation @ (Violation::TooFewClasses { .. } | Violation::UnsupportedCharacter { .. })) => {
            fill(&violation.describe(language))
        }
        Some(violation) if text.contains("{0}") => violation.describe(language),
        _ => text.to_owned(),
    }
}

/// The part of a vendor's message that the code's fixed sentence does not contain, in either language:
/// the text in place of a final `{0}`, or the whole message if it is another sentence; empty if there
/// is none.
pub(crate) fn words<'a>(row: &CodeRow, message: &'a str) -> &'a str {
    let message = message.trim();
    for sentence in [Some(row.text), row.english].into_iter().flatten() {
        if let Some(rest) = message.strip_prefix(opening(sentence)) {
            return rest.trim_start_matches([',', '，', ':', '：', '.', '。', ' ']);
        }
    }
    message
}

/// The sentence before a final `{0}`.
fn opening(sentence: &str) -> &str {
    sentence.trim_end_matches("{0}").trim_end_matches([',', ' '])
}

#[cfg(test)]
mod tests {
    use passgate_core::Class;

    use super::*;
    use crate::{eiam, feishu};

    fn row(code: &str) -> &'static CodeRow {
        feishu::CODES.iter().chain(eiam::CODES).find(|row| row.code == code).unwrap()
    }

    #[test]
    fn sentences() {
        for (code, violation, expected) in [
            ("PWD.0002", Violation::wrong_length(Some(8), Some(18)), "密码长度为8~18个字符"),
            ("PWD.0002", Violation::wrong_length(None, None), "密码长度不符合要求"),
            ("PWD.0002", Violation::TooShort { min: 8 }, "至少需要 8 个字符"),
            ("PWD.0003", Violation::MatchesUsername, "密码不能与用户名一致"),
            ("PWD.0005", Violation::NotAccepted { message: None }, "密码不符合校验规则"),
            ("PWD.0005", Violation::NotAccepted { message: Some("太短".into()) }, "密码不符合校验规则,太短"),
            (
                "PWD.0005",
                Violation::UnsupportedCharacter { kind: None },
                "密码不符合校验规则,含有不支持的字符",
            ),
            (
                "PWD.0005",
                Violation::TooFewClasses {
                    required: 3,
                    found: 2,
                    missing: [Class::Upper].into(),
                    each: None,
                },
                "密码不符合校验规则,还需要包含大写字母",
            ),
            (
                "PWD.0008",
                Violation::TooRepetitive { max: Some(2), count: None },
                "密码中最大字符重复数不能超过2个",
            ),
            ("1050022", Violation::TooShort { min: 8 }, "password format is not valid"),
        ] {
            assert_eq!(of(row(code), Some(&violation)).in_language(None), expected, "{code}");
        }
        let unknown = of(row("PWD.0008"), Some(&Violation::TooRepetitive { max: None, count: None }));
        for language in Locale::ALL {
            let said = unknown.in_language(Some(language));
            assert!(!said.is_empty() && !said.contains('{'), "{said}");
        }
    }

    #[test]
    fn text_beyond_the_sentence() {
        for (code, message, expected) in [
            ("PWD.0005", "密码不符合校验规则,必须包含大写字母", "必须包含大写字母"),
            ("PWD.0005", "密码不符合校验规则，必须包含大写字母", "必须包含大写字母"),
            ("PWD.0005", "The password does not meet the verification rules, add a digit", "add a digit"),
            ("PWD.0005", "密码不符合校验规则", ""),
            ("PWD.0005", " 密码复杂度不足 ", "密码复杂度不足"),
            ("1050022", "password format is not valid", ""),
            ("1050022", "password format is not valid.", ""),
            ("1050022", "password is too short", "password is too short"),
        ] {
            assert_eq!(words(row(code), message), expected, "{message}");
        }
    }
}
