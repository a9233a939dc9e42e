//! Placeholders that a directory stores instead of a value: `null`, `N/A`, `暂无`. A placeholder says nothing
//! about the person: it is not a value, and it does not state that the person has none.

use crate::text::{equals_lower_case, is_white_space};

/// The placeholders in lower case, without surrounding punctuation.
const WORDS: [&str; 41] = [
    "null",
    "undefined",
    "none",
    "nil",
    "n/a",
    "n\\a",
    "n.a",
    "nan",
    "object object",
    "tbd",
    "tba",
    "unknown",
    "empty",
    "no data",
    "not set",
    "not provided",
    "暂无",
    "暫無",
    "未知",
    "待定",
    "待补",
    "待补充",
    "待填",
    "待填写",
    "保密",
    "无",
    "無",
    "没有",
    "沒有",
    "空",
    "未填",
    "未填写",
    "未填寫",
    "未提供",
    "未设置",
    "未設置",
    "不详",
    "不詳",
    "不明",
    "不便透露",
    "匿名",
];

/// Whether the text is a placeholder or only punctuation, ignoring letter case and surrounding punctuation.
pub(crate) fn is_placeholder(text: &[u16]) -> bool {
    let is_end = |unit: &u16| char::from_u32((*unit).into()).is_some_and(is_around);
    let Some(first) = text.iter().position(|unit| !is_end(unit)) else {
        return !text.iter().all(|unit| is_white_space(*unit));
    };
    let last = text.iter().rposition(|unit| !is_end(unit)).unwrap_or(first);
    let bare = text.get(first..=last).unwrap_or_default();
    WORDS.iter().any(|word| equals_lower_case(bare, word))
}

/// Whether the character is punctuation that may surround or replace a placeholder.
const fn is_around(character: char) -> bool {
    matches!(
        character,
        '(' | ')'
            | '['
            | ']'
            | '{'
            | '}'
            | '<'
            | '>'
            | '"'
            | '\''
            | '（'
            | '）'
            | '【'
            | '】'
            | '#'
            | '-'
            | '_'
            | '/'
            | '\\'
            | '.'
            | '。'
            | ','
            | '，'
            | ' '
            | '\u{3000}'
            | '‐'..='―' | '－' | '／'
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;

    #[test]
    fn placeholders() {
        for text in [
            "null",
            "NULL",
            "(null)",
            "<null>",
            "undefined",
            "None",
            "nil",
            "N/A",
            "#N/A",
            "n.a.",
            "NaN",
            "[object Object]",
            "TBD",
            "暂无",
            "（暂无）",
            "未知",
            "待定",
            "保密",
            "无",
            "-",
            "--",
            "/",
            "—",
            "－",
            "\"\"",
        ] {
            assert!(is_placeholder(&units(text)), "{text}");
        }
        for text in ["", " ", "na", "nullman", "wang", "@$!", "王小明", "无名", "|", "null|none", "0"] {
            assert!(!is_placeholder(&units(text)), "{text}");
        }
    }
}
