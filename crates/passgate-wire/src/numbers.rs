//! The numbers in a vendor's message.
//!
//! Language and wording of a message may change, so only its digits are read, wherever they occur. The
//! edge may learn limits from them, so they are read strictly: a message with too many numbers, too
//! few, in the wrong order, or outside the range of a policy ([`Limit`]) gives no number.

use passgate_core::Limit;

/// The two numbers of 密码长度为{0}~{1}个字符, in any language: minimum and maximum number of characters.
pub(crate) fn length(message: &str, code: &str) -> Option<(u32, u32)> {
    let [min, max] = read(message, code)?.try_into().ok()?;
    Limit::length(Some(min), Some(max)).map(|_| (min, max))
}

/// The number of 密码中最大字符重复数不能超过{0}个, in any language.
pub(crate) fn repeats(message: &str, code: &str) -> Option<u32> {
    let [max] = read(message, code)?.try_into().ok()?;
    Limit::repetition(max).map(|_| max)
}

/// The runs of digits, ASCII or full-width, as numbers. `None` if one is too large, or if the message
/// is the unfilled template.
fn read(message: &str, code: &str) -> Option<Vec<u32>> {
    let message = message.replace(code, " ");
    if message.contains(['{', '}']) {
        return None;
    }
    let narrow: String = message.chars().map(|char| digit(char).unwrap_or(char)).collect();
    let (mut numbers, mut rest) = (Vec::new(), narrow.as_str());
    while let Some(begin) = rest.find(|char: char| char.is_ascii_digit()) {
        let (before, run) = rest.split_at_checked(begin)?;
        let (run, behind) =
            run.split_at_checked(run.find(|char: char| !char.is_ascii_digit()).unwrap_or(run.len()))?;
        // Digits of an identifier: EMP16, 8f3a-18c.
        let is_letter = |char: char| char.is_ascii_alphabetic() || char == '_';
        if before.ends_with(is_letter) || behind.starts_with(is_letter) || is_of_something_else(behind) {
            return None;
        }
        numbers.push(run.parse().ok()?);
        rest = behind;
    }
    Some(numbers)
}

/// Whether the text after a number shows that the number does not count characters: a time (14:18), a
/// date (11/30), attempts (剩余3次), minutes.
fn is_of_something_else(behind: &str) -> bool {
    let mut following = behind.chars();
    let joint = following.next();
    let is_joint = matches!(joint, Some(':' | '：' | '/' | '／' | '.' | '．'));
    if is_joint && following.next().is_some_and(|char| char.is_ascii_digit()) {
        return true;
    }
    let unit = behind.trim_start().to_lowercase();
    UNITS.iter().any(|other| unit.starts_with(other))
}

/// The units of numbers that do not count characters.
const UNITS: [&str; 17] = [
    "次", "秒", "分", "小时", "时", "点", "天", "日", "月", "年", "号", "second", "minute", "hour", "day",
    "time", "attempt",
];

/// The digit as ASCII.
fn digit(char: char) -> Option<char> {
    match char {
        '0'..='9' => Some(char),
        '０'..='９' => char::from_digit(u32::from(char).checked_sub(u32::from('０'))?, 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lengths_in_a_message() {
        for (message, expected) in [
            ("密码长度为8~18个字符", Some((8, 18))),
            ("Password length is 8~18 characters", Some((8, 18))),
            ("密码长度为 8 ～ 18 个字符", Some((8, 18))),
            ("密码长度为８～１８个字符", Some((8, 18))),
            ("长度必须在8到18之间", Some((8, 18))),
            ("[PWD.0002] 密码长度为8-18个字符", Some((8, 18))),
            ("密码长度为12~12个字符", Some((12, 12))),
            ("密码长度为{0}~{1}个字符", None),      // the template itself
            ("密码长度为18~8个字符", None),         // reversed
            ("密码长度为0~18个字符", None),         // no minimum
            ("密码长度为8~4294967296个字符", None), // overflows
            ("密码长度为8~99999999999999999999个字符", None),
            ("密码长度为8~5000个字符", None), // implausible
            ("密码长度为100~200个字符", None),
            ("密码长度为2~3个字符", None),
            ("密码长度至少8个字符", None),              // which of the two?
            ("密码长度为8~18个字符,至少1个数字", None), // three numbers
            ("密码长度为8.5~18个字符", None),
            ("密码长度不符合要求", None),
            ("Password length is 8 to 18.", Some((8, 18))),
            ("长度不少于8个字符，不超过18个字符", Some((8, 18))),
            // Numbers of something other than characters.
            ("密码长度不符合要求(14:18)", None),
            ("密码长度不符合要求，请于14：18后重试", None),
            ("密码长度不符合要求，剩余3次，请15分钟后重试", None),
            ("密码长度不符合要求,还有 3 次机会,10 分钟内有效", None),
            ("11/30 密码长度不符合要求", None),
            ("密码长度不符合要求 [req14-18]", None),
            ("密码长度不符合要求 (14f-18c)", None),
            ("11月30日密码长度不符合要求", None),
            ("Password length is invalid, 3 attempts left, retry in 15 minutes", None),
            ("", None),
        ] {
            assert_eq!(length(message, "PWD.0002"), expected, "{message}");
        }
    }

    #[test]
    fn the_repetition_in_a_message() {
        for (message, expected) in [
            ("密码中最大字符重复数不能超过3个", Some(3)),
            ("Maximum number of characters to repeat in password cannot exceed 3", Some(3)),
            ("PWD.0008:密码中最大字符重复数不能超过2个", Some(2)),
            ("密码中最大字符重复数不能超过{0}个", None),
            ("密码中最大字符重复数不能超过0个", None),
            ("密码中最大字符重复数不能超过300个", None),
            ("密码中最大字符重复数不能超过1~2个", None),
            ("密码中最大字符重复数不能超过三个", None),
            ("密码中字符重复,剩余2次", None),
            ("Too many repeats, 2 attempts left", None),
            ("密码中最大字符重复数不能超过18446744073709551616个", None),
        ] {
            assert_eq!(repeats(message, "PWD.0008"), expected, "{message}");
        }
    }
}
