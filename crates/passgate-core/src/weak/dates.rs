//! Years and dates as people write them.

use std::ops::RangeInclusive;

const YEARS: RangeInclusive<u32> = 1930..=2039;
const MONTHS: RangeInclusive<u32> = 1..=12;
const DAYS: RangeInclusive<u32> = 1..=31;

/// How long the year or the date is that the text begins with; the longest reading.
pub(super) fn date(text: &[u8]) -> Option<usize> {
    text.first().filter(|first| first.is_ascii_digit())?;
    separated(text).or_else(|| together(text))
}

/// `20240131`, `2024`, `240131`.
fn together(text: &[u8]) -> Option<usize> {
    let year = field(text, 0, 4).filter(|year| YEARS.contains(year));
    if year.is_some() && is_day(field(text, 4, 2), field(text, 6, 2)) {
        return Some(8);
    }
    // 991231: every two digits are a year.
    if field(text, 0, 2).is_some() && is_day(field(text, 2, 2), field(text, 4, 2)) {
        return Some(6);
    }
    year.map(|_| 4)
}

/// `2024-1-31`, `31.1.2024`: three numbers with the same separator.
fn separated(text: &[u8]) -> Option<usize> {
    let mut parts = [(0_u32, 0_usize); 3];
    let (mut at, mut separator) = (0_usize, None);
    for (position, part) in parts.iter_mut().enumerate() {
        if position > 0 {
            let found = text.get(at).filter(|byte| matches!(byte, b'-' | b'.' | b'/' | b'_'))?;
            if *separator.get_or_insert(*found) != *found {
                return None;
            }
            at = at.saturating_add(1);
        }
        let digits = text.get(at..)?.iter().take(4).take_while(|byte| byte.is_ascii_digit()).count();
        *part = (field(text, at, digits)?, digits);
        at = at.saturating_add(digits);
    }
    let [first, second, third] = parts;
    let is_year = |(number, digits): (u32, usize)| digits == 4 && YEARS.contains(&number);
    let (year, one, other) =
        if is_year(first) { (first, second.0, third.0) } else { (third, first.0, second.0) };
    let either = is_day(Some(one), Some(other)) || is_day(Some(other), Some(one));
    (is_year(year) && either).then_some(at)
}

fn is_day(month: Option<u32>, day: Option<u32>) -> bool {
    month.is_some_and(|month| MONTHS.contains(&month)) && day.is_some_and(|day| DAYS.contains(&day))
}

/// The number of so many digits that stands there.
fn field(text: &[u8], at: usize, digits: usize) -> Option<u32> {
    let field = text.get(at..at.saturating_add(digits)).filter(|field| !field.is_empty())?;
    field.iter().try_fold(0_u32, |number, byte| {
        let digit = char::from(*byte).to_digit(10)?;
        Some(number.saturating_mul(10).saturating_add(digit))
    })
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
