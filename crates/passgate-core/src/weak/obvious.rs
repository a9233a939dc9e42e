//! Frequent passwords of a simple form. Code detects them, so that the list need not contain them.

use super::dates::is_birthday;
use super::steps::one_run;
use crate::document::Pattern;
use crate::text::without_case;

/// The longest text of repeated digits that counts as listed.
const DIGITS_MAX: usize = 8;
const DIGITS_MIN: usize = 6;

/// The pattern of a text (ASCII in lower case) that is a plain sequence or a row of the keyboard (`123456`,
/// `abcdef`, `qwertyuiop`), two or three repeated digits (`520520`, `12121212`), or a date of birth
/// (`19900101`, `900101`). `is_one_character` detects a repeated character.
pub fn obvious_pattern(text: &[u8]) -> Option<Pattern> {
    let run = one_run(text);
    if run.is_some() || !text.iter().all(u8::is_ascii_digit) {
        run
    } else if is_digits_again(text) {
        Some(Pattern::Repeat)
    } else {
        is_birthday(text).then_some(Pattern::Date)
    }
}

/// Whether the text repeats a single character, ignoring the case of ASCII letters.
pub(crate) fn is_one_character(text: &[u16]) -> bool {
    let width = if let [0xD800..=0xDBFF, 0xDC00..=0xDFFF, ..] = text { 2 } else { 1 };
    let is_same = |(one, other): (&u16, &u16)| without_case(*one) == without_case(*other);
    !text.is_empty()
        && text.len().checked_rem(width) == Some(0)
        && text.iter().zip(text.iter().skip(width)).all(is_same)
}

fn is_digits_again(text: &[u8]) -> bool {
    let is_block = |block: usize| {
        text.len().checked_rem(block) == Some(0)
            && text.iter().zip(text.iter().skip(block)).all(|(one, other)| one == other)
    };
    (DIGITS_MIN..=DIGITS_MAX).contains(&text.len()) && (is_block(2) || is_block(3))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;

    #[test]
    fn obvious_patterns() {
        use Pattern::{Date, Repeat, Sequence, Walk};
        for (text, expected) in [
            ("123456", Some(Sequence)),
            ("987654321", Some(Sequence)),
            ("abcdef", Some(Sequence)),
            ("zyxwvu", Some(Sequence)),
            ("abcdefghijklmnopqrstuvwxyz", Some(Sequence)),
            ("aaaaaa", Some(Repeat)),
            ("1234567890", Some(Walk)),
            ("qwertyuiop", Some(Walk)),
            ("lkjhgfdsa", Some(Walk)),
            ("13579", Some(Walk)),
            ("!@#$%^&*()", Some(Walk)),
            ("520520", Some(Repeat)),
            ("121212", Some(Repeat)),
            ("12121212", Some(Repeat)),
            ("19900101", Some(Date)),
            ("19891231", Some(Date)),
            ("900101", Some(Date)),
            ("", None),
            ("12", None),
            // Longer than the listed forms, or not of a single form.
            ("520520520", None),
            ("1212", None),
            ("abcabc", None),
            ("1@3$5^", None),
            ("qwerty1", None),
            ("abc123", None),
            ("123321", None),
            ("1q2w3e4r", None),
            ("20240101", None),
            ("19901301", None),
            ("901301", None),
            ("1990-01-01", None),
            ("73914", None),
        ] {
            assert_eq!(obvious_pattern(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn one_character() {
        for (text, expected) in [
            ("a", true),
            ("aaAA", true),
            ("密密密", true),
            ("👍👍👍", true),
            ("👍👎", false),
            ("aaab", false),
            ("ab", false),
            ("", false),
        ] {
            assert_eq!(is_one_character(&units(text)), expected, "{text}");
        }
        assert!(!is_one_character(&[0xD83D, 0xDC4D, 0xD83D]) && is_one_character(&[0xD83D, 0xD83D]));
        assert!(is_one_character(&units(&"1".repeat(8_000))));
    }
}
