//! Placeholders that a directory stores instead of a value: `null`, `N/A`, `暂无`. A placeholder says nothing
//! about the person: it is not a value, and it does not state that the person has none.

use crate::text::{equals_lower_case, is_white_space};

/// Words that are a placeholder if they are the whole text, in lower case.
const WORDS: &str = "n/a n\\a n.a nil nan tbd tba dbnull 姓名 名字 用户名 昵称 邮箱 手机 手机号 电话 空 空白 空值 \
    保密 隐私 隱私 匿名";
/// Words for a missing value, which may also be one part of a text: `null Xiaoming`.
const MISSING: &str = "null undefined none unknown";
/// Words for a missing value if nothing else is in the text. Programs repeat them: `[object Undefined]`.
const MISSING_ALONE: &str = "null undefined none unknown object empty blank";
/// What a value is not: `not set`, `No data`.
const NOT: &str = "set data value available provided specified applicable given defined";
/// The first characters of a negation (暂未填写, 无邮箱), and the words that may follow them.
const NEGATIONS: &str = "暂暫未无無待没沒不";
const NEGATED: &str = "填 填写 填寫 录入 錄入 登记 登記 命名 提供 设置 設置 补 補 补充 補充 知 定 详 詳 明 便透露 \
    姓名 邮箱 手机 手机号 电话 数据 信息";

/// The maximum length of a placeholder. A longer text is not read.
const LENGTH_MAX: usize = 48;

/// Whether the text is a placeholder or only punctuation, ignoring letter case and surrounding punctuation.
pub(crate) fn is_placeholder(text: &[u16]) -> bool {
    let Some(first) = text.iter().position(|unit| !is_around(*unit)) else {
        return !text.iter().all(|unit| is_white_space(*unit));
    };
    let last = text.iter().rposition(|unit| !is_around(*unit)).unwrap_or(first);
    let bare = text.get(first..=last).unwrap_or_default();
    let is_alone = |piece: &[u16]| is_missing(piece) || without_words(piece, MISSING_ALONE).is_empty();
    let is_negated = |words: &[u16]| {
        let rest = ["not", "no"].into_iter().find_map(|not| after(words, not)).unwrap_or_default();
        let begin = rest.iter().position(|unit| !is_around(*unit)).unwrap_or(rest.len());
        is_one_of(rest.get(begin..).unwrap_or_default(), NOT)
    };
    bare.len() <= LENGTH_MAX
        && (is_one_of(bare, WORDS)
            || is_negated(bare)
            || is_formula(text)
            || bare.split(|unit| is_around(*unit)).all(is_alone))
}

/// Whether a word says that a value is missing: `null`, `nullnull`, 暂无, 未填写. An empty word does.
pub(crate) fn is_missing(word: &[u16]) -> bool {
    let is_negation = |unit: &u16| NEGATIONS.encode_utf16().any(|one| one == *unit);
    let negative = match word {
        [STILL, rest @ ..] if rest.first().is_some_and(is_negation) => rest,
        _ => word,
    };
    // 没有: 有 only follows.
    let negated = match negative {
        [first, ..] if is_negation(first) => {
            let end = negative.iter().position(|unit| !is_negation(unit) && *unit != HAVE);
            negative.get(end.unwrap_or(negative.len())..).unwrap_or_default()
        }
        _ => return without_words(word, MISSING).is_empty(),
    };
    negated.is_empty() || is_one_of(negated, NEGATED)
}

/// 有 and 尚.
const HAVE: u16 = 0x6709;
const STILL: u16 = 0x5C1A;

/// Whether the text is an error of a spreadsheet (`#VALUE!`) or an unfilled template (`${name}`, `{{name}}`,
/// `$displayName`).
fn is_formula(text: &[u16]) -> bool {
    let unit = |at: Option<&u16>| at.and_then(|unit| u8::try_from(*unit).ok()).unwrap_or_default();
    match [unit(text.first()), unit(text.get(1)), unit(text.last())] {
        [b'#', b'A'..=b'Z', b'!' | b'?'] | [b'{', b'{', b'}'] | [b'$', b'{', b'}'] => true,
        [b'$', ..] => text.iter().skip(1).all(|unit| matches!(*unit | 0x20, 0x61..=0x7A)),
        _ => false,
    }
}

/// The rest of a text that begins with the word.
fn after<'t>(text: &'t [u16], word: &str) -> Option<&'t [u16]> {
    let (begin, rest) = text.split_at_checked(word.len())?;
    equals_lower_case(begin, word).then_some(rest)
}

/// The rest of a text without the ASCII words that it begins with.
fn without_words<'t>(mut text: &'t [u16], words: &str) -> &'t [u16] {
    while let Some(rest) = words.split(' ').find_map(|word| after(text, word)) {
        text = rest;
    }
    text
}

fn is_one_of(text: &[u16], words: &str) -> bool {
    words.split(' ').any(|word| equals_lower_case(text, word))
}

/// Whether the unit is punctuation that may surround or replace a placeholder.
fn is_around(unit: u16) -> bool {
    matches!(
        char::from_u32(unit.into()).unwrap_or_default(),
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
            "null null",
            "nullnull",
            "null.null",
            "null_null",
            "undefined undefined",
            "None None",
            "无 无",
            "暂未填写",
            "尚未登记",
            "未录入",
            "未命名",
            "暂无数据",
            "无姓名",
            "无邮箱",
            "姓名",
            "空白",
            "空值",
            "隐私",
            "没有",
            "不便透露",
            "Not Available",
            "NotSet",
            "not specified",
            "No data",
            "(blank)",
            "#VALUE!",
            "#NAME?",
            "DBNull",
            "[object Undefined]",
            "{{name}}",
            "${name}",
            "$displayName",
        ] {
            assert!(is_placeholder(&units(text)), "{text}");
        }
        for text in [
            "",
            " ",
            "na",
            "nullman",
            "wang",
            "@$!",
            "王小明",
            "无名",
            "|",
            "null|none",
            "0",
            "无忌",
            "有明",
            "nobody",
            "Noel",
            "notary",
            "$1",
            "{王小明}",
        ] {
            assert!(!is_placeholder(&units(text)), "{text}");
        }
    }
}
