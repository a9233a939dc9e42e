//! Years and dates as people write them.

use std::ops::RangeInclusive;

const YEARS: RangeInclusive<u32> = 1930..=2039;
/// The years of birth whose days are in the Chinese source: at least 70 percent of them, and for most years
/// all of them. With four digits, and with two.
const BIRTHS: RangeInclusive<u32> = 1973..=1997;
const SHORT_BIRTHS: RangeInclusive<u32> = 68..=99;
/// Not a number.
const NONE: u32 = u32::MAX;

/// The length of the year or date at the beginning of the text. The longest reading counts.
pub(super) fn date(text: &[u8]) -> Option<usize> {
    text.first().filter(|first| first.is_ascii_digit())?;
    separated(text).or_else(|| together(text))
}

/// Whether the text is `19900131` or `900131`: a date of birth as people write it.
pub(super) fn is_birthday(text: &[u8]) -> bool {
    let (year, years) = if text.len() == 8 { (4, BIRTHS) } else { (2, SHORT_BIRTHS) };
    matches!(text.len(), 6 | 8)
        && years.contains(&number(text, 0, year))
        && is_day(number(text, year, 2), number(text, year.wrapping_add(2), 2))
}

/// `20240131`, `2024`, `240131`.
fn together(text: &[u8]) -> Option<usize> {
    let is_year = YEARS.contains(&number(text, 0, 4));
    if is_year && is_day(number(text, 4, 2), number(text, 6, 2)) {
        return Some(8);
    }
    // 991231: any two digits are a year.
    if number(text, 0, 2) < 100 && is_day(number(text, 2, 2), number(text, 4, 2)) {
        return Some(6);
    }
    is_year.then_some(4)
}

/// `2024-1-31`, `31.1.2024`: three numbers with the same separator.
fn separated(text: &[u8]) -> Option<usize> {
    let mut parts = [0; 3];
    let (mut at, mut separator) = (0_usize, None);
    for (position, part) in parts.iter_mut().enumerate() {
        if position > 0 {
            let found = text.get(at).filter(|byte| matches!(byte, b'-' | b'.' | b'/' | b'_'))?;
            if *separator.get_or_insert(found) != found {
                return None;
            }
            at = at.wrapping_add(1);
        }
        let digits = text.get(at..)?.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        *part = number(text, at, digits);
        at = at.wrapping_add(digits);
    }
    let [first, second, third] = parts;
    let (year, one, other) =
        if YEARS.contains(&first) { (first, second, third) } else { (third, first, second) };
    (YEARS.contains(&year) && (is_day(one, other) || is_day(other, one))).then_some(at)
}

fn is_day(month: u32, day: u32) -> bool {
    (1..=12).contains(&month) && (1..=31).contains(&day)
}

/// The number of this many digits at the position; [`NONE`] if there are fewer.
#[inline(never)]
fn number(text: &[u8], at: usize, digits: usize) -> u32 {
    let Some(field) = text.get(at..at.wrapping_add(digits)).filter(|field| !field.is_empty()) else {
        return NONE;
    };
    let mut number = 0_u32;
    for byte in field {
        if !byte.is_ascii_digit() {
            return NONE;
        }
        number = number.wrapping_mul(10).wrapping_add(u32::from(byte & 0xF));
    }
    number
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates() {
        for (text, expected) in [
            ("20240131", Some(8)),
            ("19900101x", Some(8)),
            ("2024", Some(4)),
            ("1990abcd", Some(4)),
            ("20241399", Some(4)),
            ("991231", Some(6)),
            ("2024-01-31", Some(10)),
            ("2024.1.31!", Some(9)),
            ("31/01/2024", Some(10)),
            ("9-11-1961", Some(9)),
            ("2024-01.31", Some(4)),
            ("2024-13-32", Some(4)),
            ("1850", None),
            ("2040", None),
            ("123", None),
            ("x2024", None),
            ("", None),
        ] {
            assert_eq!(date(text.as_bytes()), expected, "{text}");
        }
    }
}
