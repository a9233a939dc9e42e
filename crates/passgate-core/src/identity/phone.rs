//! The phone numbers in what a directory keeps as one: `13800138000/13900139000`,
//! `010-62345678-801`, `+86 138-0013-8000`.

/// A phone number: its digits without country code and extension.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    pub(crate) digits: Vec<u16>,
    /// Whether some of its digits are masked: `138****8000`.
    pub(crate) is_masked: bool,
}

/// The most digits of one number (ITU-T E.164, 6.2): more of them are several numbers.
const DIGITS_MAX: usize = 15;
/// Of several numbers that nothing but a space parts, each has at least so many digits.
const DIGITS_MIN: usize = 5;

/// The numbers in a text whose full-width forms are in half width.
pub(crate) fn phones(text: &[u16]) -> Vec<Phone> {
    let is_between = |unit: &u16| {
        matches!(
            char::from_u32((*unit).into()),
            Some('/' | '\\' | ',' | ';' | '|' | '、' | '或' | '和' | '\n')
        )
    };
    let mut phones = Vec::new();
    for written in text.split(is_between) {
        let is_masked = is_masked(written);
        let groups = groups(written);
        if groups.iter().map(|group| group.digits.len()).sum::<usize>() > DIGITS_MAX {
            let numbers = groups.into_iter().filter(|group| group.digits.len() >= DIGITS_MIN);
            phones.extend(numbers.map(|group| Phone { digits: group.digits, is_masked }));
        } else {
            let digits: Vec<u16> = groups.into_iter().flat_map(|group| group.digits).collect();
            if !digits.is_empty() {
                phones.push(Phone { digits: national(&digits, written).to_vec(), is_masked });
            }
        }
    }
    phones
}

/// Digits that stand together.
#[derive(Default)]
struct Group {
    digits: Vec<u16>,
    /// Whether a hyphen parts them from those before.
    hyphen: bool,
}

/// The groups of digits of a text, without an extension.
fn groups(text: &[u16]) -> Vec<Group> {
    let mut groups = Vec::new();
    let mut group = Group::default();
    for unit in text {
        let character = char::from_u32((*unit).into()).unwrap_or_default();
        if character.is_ascii_digit() {
            group.digits.push(*unit);
            continue;
        }
        // 转801, 分机801, ext. 801, x801, #801: it is asked for when somebody answers.
        let is_extension = matches!(character, '转' | '轉' | '机' | '機' | '线' | '線' | '#' | 'x' | 'X');
        if is_extension && (has_digits(&groups) || !group.digits.is_empty()) && !is_masked(text) {
            break;
        }
        if !group.digits.is_empty() {
            groups.push(std::mem::take(&mut group));
        }
        group.hyphen |= matches!(character, '-' | '‐'..='―' | '−');
    }
    if !group.digits.is_empty() {
        groups.push(group);
    }
    // 010-62345678-801
    if let [number @ .., last] = groups.as_slice() {
        let digits: usize = number.iter().map(|group| group.digits.len()).sum();
        if last.hyphen && last.digits.len() < DIGITS_MIN.wrapping_add(1) && is_landline(number, digits) {
            groups.pop();
        }
    }
    groups
}

fn has_digits(groups: &[Group]) -> bool {
    groups.iter().any(|group| !group.digits.is_empty())
}

/// Whether these are a whole number with its area code: 010-62345678, 0755-82345678,
/// 86-10-62345678.
fn is_landline(number: &[Group], digits: usize) -> bool {
    let has_trunk = number.first().and_then(|group| group.digits.first()) == Some(&ZERO);
    (10..=13).contains(&digits) && (has_trunk || digits > 11 || number.len() > 2)
}

/// Without the country code of China.
fn national<'d>(digits: &'d [u16], written: &[u16]) -> &'d [u16] {
    let has_plus = written.iter().find(|unit| !crate::text::is_white_space(**unit)) == Some(&PLUS);
    match digits {
        [ZERO, ZERO, EIGHT, SIX, rest @ ..] if rest.len() > 9 => rest,
        [EIGHT, SIX, rest @ ..] if rest.len() == 11 || (has_plus && rest.len() > 9) => rest,
        _ => digits,
    }
}

/// Two or more marks in a row, or one asterisk beside a digit, stand for digits that nobody tells.
fn is_masked(text: &[u16]) -> bool {
    let is_star = |unit: u16| matches!(char::from_u32(unit.into()), Some('*' | '•' | '●' | '×' | '?'));
    let is_cross = |unit: u16| matches!(char::from_u32(unit.into()), Some('x' | 'X'));
    text.iter().any(|unit| is_star(*unit))
        || text.windows(2).any(|pair| pair.iter().all(|unit| is_cross(*unit)))
}

const PLUS: u16 = b'+' as u16;
const ZERO: u16 = b'0' as u16;
const EIGHT: u16 = b'8' as u16;
const SIX: u16 = b'6' as u16;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::account::narrowed;
    use crate::text::text_of;

    #[test]
    fn numbers() {
        for (written, expected) in [
            ("13800138000", vec!["13800138000"]),
            ("+86 138-0013-8000", vec!["13800138000"]),
            ("0086 13800138000", vec!["13800138000"]),
            ("8613800138000", vec!["13800138000"]),
            ("86-138-0013-8000", vec!["13800138000"]),
            ("13800138000/13900139000", vec!["13800138000", "13900139000"]),
            ("13800138000, 13900139000；13700137000", vec!["13800138000", "13900139000", "13700137000"]),
            ("13800138000、13900139000", vec!["13800138000", "13900139000"]),
            ("010-62345678-801", vec!["01062345678"]),
            ("010-6234-5678-801", vec!["01062345678"]),
            ("010－62345678－801", vec!["01062345678"]),
            ("0755-82345678-01", vec!["075582345678"]),
            ("0755-8234-5678", vec!["075582345678"]),
            ("010-62345678转801", vec!["01062345678"]),
            ("010-62345678 分机801", vec!["01062345678"]),
            ("010-62345678 ext. 801", vec!["01062345678"]),
            ("010-62345678x801", vec!["01062345678"]),
            ("(010) 62345678#801", vec!["01062345678"]),
            ("62345678转801", vec!["62345678"]),
            ("+86-10-62345678-801", vec!["1062345678"]),
            ("+1 650 253 0000", vec!["16502530000"]),
            ("1-650-253-0000", vec!["16502530000"]),
            ("138-0013-8000", vec!["13800138000"]),
            ("１３８００１３８０００", vec!["13800138000"]),
            ("tel:13800138000", vec!["13800138000"]),
            ("TEL：010-62345678", vec!["01062345678"]),
            ("801", vec!["801"]),
            ("13800138000 13900139000", vec!["13800138000", "13900139000"]),
            ("010-62345678 - 801", vec!["01062345678"]),
            ("无", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<String> =
                phones(&narrowed(written)).iter().map(|phone| text_of(&phone.digits)).collect();
            assert_eq!(found, expected, "{written}");
        }
    }

    #[test]
    fn masked_digits_are_told() {
        for (written, masked) in [
            ("138****8000", true),
            ("138xxxx8000", true),
            ("138XXXX8000", true),
            ("138 **** 8000", true),
            ("62345678x801", false),
            ("13800138000", false),
        ] {
            assert!(phones(&narrowed(written)).iter().all(|phone| phone.is_masked == masked), "{written}");
        }
    }
}
