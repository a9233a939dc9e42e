//! The numbers in a vendor's message.
//!
//! Neither the language nor the wording of a message is certain, so digits are all that is read,
//! wherever they stand. What they say may be learned, so they are read strictly: too many, too few,
//! out of order, or what no policy has ([`Limit`]) is no number at all.

use passgate_core::Limit;

/// The two numbers of 密码长度为{0}~{1}个字符, in whatever language: fewest and most characters.
pub(crate) fn length(message: &str, code: &str) -> Option<(u32, u32)> {
    let [min, max] = read(message, code)?.try_into().ok()?;
    Limit::length(Some(min), Some(max)).map(|_| (min, max))
}

/// The number of 密码中最大字符重复数不能超过{0}个, in whatever language.
pub(crate) fn repeats(message: &str, code: &str) -> Option<u32> {
    let [max] = read(message, code)?.try_into().ok()?;
    Limit::repetition(max).map(|_| max)
}

/// The runs of digits, ASCII or full-width, as numbers. `None` if one does not fit, or if the
/// message is the unfilled template.
fn read(message: &str, code: &str) -> Option<Vec<u32>> {
    let message = message.replace(code, " ");
    if message.contains(['{', '}']) {
        return None;
    }
    let ascii: String = message.chars().map(|char| digit(char).map_or(' ', |digit| digit)).collect();
    ascii.split_ascii_whitespace().map(|run| run.parse().ok()).collect()
}

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
    fn lengths() {
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
            ("", None),
        ] {
            assert_eq!(length(message, "PWD.0002"), expected, "{message}");
        }
    }

    #[test]
    fn repetitions() {
        for (message, expected) in [
            ("密码中最大字符重复数不能超过3个", Some(3)),
            ("Maximum number of characters to repeat in password cannot exceed 3", Some(3)),
            ("PWD.0008:密码中最大字符重复数不能超过2个", Some(2)),
            ("密码中最大字符重复数不能超过{0}个", None),
            ("密码中最大字符重复数不能超过0个", None),
            ("密码中最大字符重复数不能超过300个", None),
            ("密码中最大字符重复数不能超过1~2个", None),
            ("密码中最大字符重复数不能超过三个", None),
            ("密码中最大字符重复数不能超过18446744073709551616个", None),
        ] {
            assert_eq!(repeats(message, "PWD.0008"), expected, "{message}");
        }
    }
}
