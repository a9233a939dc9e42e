//! Finds the phone numbers in the phone field of a directory, which may contain several:
//! `13800138000/13900139000`, `010-62345678-801`, `+86 138-0013-8000`.

use crate::identity::display_name::is_mask;
use crate::text::ascii::{CAPITAL_E, E, EIGHT, NINE, ONE, PLUS, SIX, SPACE, THREE, ZERO};

/// A phone number: its digits without China's country code and without an extension.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    pub(crate) digits: Vec<u16>,
    /// Whether digits are masked (`138****8000`) or missing (`1380013`).
    pub(crate) is_masked: bool,
}

/// The maximum number of digits of one number (ITU-T E.164, 6.2). More digits are several numbers.
const DIGITS_MAX: usize = 15;
/// The minimum number of digits of each number, if only a space separates several.
const DIGITS_MIN: usize = 5;
/// The maximum number of digits of an extension.
const EXTENSION_MAX: usize = 6;

/// The numbers in a text. Full-width forms must have been mapped to half width.
pub(crate) fn phones(text: &[u16]) -> Vec<Phone> {
    let is_between = |unit: &u16| {
        matches!(
            char::from_u32((*unit).into()),
            Some('/' | '\\' | ',' | ';' | '|' | '、' | '或' | '和' | '\n')
        )
    };
    // A digit or two beside a number (9,13800138000) are not a number.
    let fewest = if text.len() > MOBILE { 3 } else { 1 };
    let mut phones = Vec::new();
    for written in text.split(is_between) {
        let is_masked = is_masked(written);
        let mut groups = Groups::read(written, is_masked);
        if let Some(mobiles) = mobiles(&groups.digits) {
            phones.extend(mobiles.map(|number| Phone { digits: number.to_vec(), is_masked }));
            continue;
        }
        if groups.digits.len() <= DIGITS_MAX {
            groups.ends.clear();
            groups.ends.push(groups.digits.len());
        }
        let is_one = groups.ends.len() == 1;
        for at in 0..groups.ends.len() {
            let mut group = groups.group(at);
            // 1380013800001062345678: nothing separates the numbers.
            while group.len() > DIGITS_MAX
                && let Some((number, rest)) = group.split_at_checked(MOBILE)
                && is_mobile(number)
            {
                phones.push(Phone { digits: number.to_vec(), is_masked });
                group = rest;
            }
            if group.len() >= if is_one { fewest } else { DIGITS_MIN } {
                let digits = national(group, written).to_vec();
                // 00000000000 and 11111111111 are placeholders.
                if digits.len() > DIGITS_MIN && digits.iter().all(|digit| Some(digit) == digits.first()) {
                    continue;
                }
                // 010-62345678,801: after a complete number, a short one is an extension.
                let has_whole = phones.iter().any(|phone: &Phone| !phone.is_masked);
                let is_extension = has_whole && digits.len() <= EXTENSION_MAX;
                let is_masked = is_masked || (is_short(&digits, written) && !is_extension);
                phones.push(Phone { digits, is_masked });
            }
        }
    }
    phones
}

/// The digits of a text, in groups that other characters separate.
#[derive(Default)]
struct Groups {
    digits: Vec<u16>,
    /// The end offset of each group.
    ends: Vec<usize>,
}

impl Groups {
    /// The groups of a text without its extension.
    fn read(text: &[u16], is_masked: bool) -> Self {
        let mut groups = Self::default();
        let mut rest = text;
        while let [unit, others @ ..] = rest {
            rest = others;
            let character = char::from_u32((*unit).into()).unwrap_or_default();
            if character.is_ascii_digit() {
                groups.digits.push(*unit);
                continue;
            }
            groups.end();
            // 转801, 分机801, ext. 801, x801, #801 are extensions. A longer group of digits is another
            // number.
            let is_extension = matches!(character, '转' | '轉' | '机' | '機' | '线' | '線' | '#' | 'x' | 'X');
            let behind = || rest.iter().filter(|unit| (ZERO..=NINE).contains(unit)).count();
            if is_extension && !groups.digits.is_empty() && !is_masked && behind() <= EXTENSION_MAX {
                break;
            }
        }
        groups.end();
        // An extension after a complete number: 010-62345678-801, 13800138000(801); or 13800138000.0, as a
        // spreadsheet writes it.
        for whole in 1..groups.ends.len() {
            let behind = groups.digits.len().saturating_sub(groups.begin(whole));
            if groups.is_whole(whole) && behind <= EXTENSION_MAX {
                groups.digits.truncate(groups.begin(whole));
                groups.ends.truncate(whole);
                break;
            }
        }
        groups
    }

    /// Ends the current group if it has digits.
    fn end(&mut self) {
        let end = self.digits.len();
        if end > self.begin(self.ends.len()) {
            self.ends.push(end);
        }
    }

    /// The begin offset of the group with this index.
    fn begin(&self, at: usize) -> usize {
        at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }

    #[inline(never)]
    fn group(&self, at: usize) -> &[u16] {
        self.ends.get(at).and_then(|end| self.digits.get(self.begin(at)..*end)).unwrap_or_default()
    }

    /// Whether the first `many` groups are a complete number of China: a mobile number, a number with its
    /// area code, or the eight digits of a large city.
    fn is_whole(&self, many: usize) -> bool {
        let all = self.digits.get(..self.begin(many)).unwrap_or_default();
        let has_country = matches!(self.group(0), [EIGHT, SIX] | [ZERO, ZERO, EIGHT, SIX]);
        let mut at = usize::from(has_country);
        // +86 (0)10
        at = at.wrapping_add(usize::from(self.group(at) == [ZERO]));
        let area = self.group(at);
        let local = all.len().wrapping_sub(self.begin(at)).wrapping_sub(area.len());
        let is_local = match area {
            [ZERO, ONE..=NINE, ..] if local == 0 => area.len() > 9,
            // Eight digits that may begin a mobile number are not a number of a city.
            _ if local == 0 => area.len() == 8 && !is_mobile_begin(area),
            [ZERO, ONE..=NINE, ..] => matches!((area.len(), local), (3 | 4, 7 | 8)),
            [ONE..=NINE, ..] => has_country && matches!((area.len(), local), (2 | 3, 7 | 8)),
            _ => false,
        };
        is_local || is_mobile(national(all, &[]))
    }
}

/// Splits the digits into consecutive mobile numbers of China, each with or without country code. `None` if
/// they are not at least two complete numbers.
fn mobiles(digits: &[u16]) -> Option<impl Iterator<Item = &[u16]>> {
    let (mut numbers, mut rest) = (Vec::new(), digits);
    while !rest.is_empty() {
        if let [EIGHT, SIX, others @ ..] | [ZERO, ZERO, EIGHT, SIX, others @ ..] = rest {
            rest = others;
        }
        let (number, others) = rest.split_at_checked(MOBILE).filter(|(number, _)| is_mobile(number))?;
        numbers.push(number);
        rest = others;
    }
    (numbers.len() > 1).then(|| numbers.into_iter())
}

/// Whether digits are missing: there are fewer than eight after the country code, or an incomplete mobile
/// number.
fn is_short(digits: &[u16], written: &[u16]) -> bool {
    let local = match digits {
        [ZERO, ZERO, EIGHT, SIX, rest @ ..] => rest,
        [EIGHT, SIX, rest @ ..] if has_plus(written) || digits.len() != WHOLE_MIN => rest,
        _ => digits,
    };
    let is_begin = is_mobile_begin(local) && !has_plus(written) && local.len() < MOBILE;
    local.len() < WHOLE_MIN || is_begin
}

/// Whether these are the eleven digits of a mobile number of China.
fn is_mobile(digits: &[u16]) -> bool {
    digits.len() == MOBILE && is_mobile_begin(digits)
}

fn is_mobile_begin(digits: &[u16]) -> bool {
    matches!(digits, [ONE, THREE..=NINE, ..])
}

/// The digits without China's country code, and without the trunk prefix 0 before a mobile number.
fn national<'d>(digits: &'d [u16], written: &[u16]) -> &'d [u16] {
    let national = match digits {
        [ZERO, ZERO, EIGHT, SIX, rest @ ..] if rest.len() > 9 => rest,
        [EIGHT, SIX, rest @ ..] if matches!(rest.len(), 11 | 12) || (has_plus(written) && rest.len() > 9) => {
            rest
        }
        _ => digits,
    };
    match national {
        [ZERO, mobile @ ..] if is_mobile(mobile) => mobile,
        _ => national,
    }
}

fn has_plus(written: &[u16]) -> bool {
    written.iter().find(|unit| !crate::text::is_white_space(**unit)) == Some(&PLUS)
}

/// Whether digits are hidden by a mask (`*`, `?`), by two crosses, or by three equal symbols in a row.
/// `1.38E+10` has lost its digits.
fn is_masked(text: &[u16]) -> bool {
    // 尾号8000, 后四位8000: only the end of the number is given.
    let is_star = |unit: u16| {
        char::from_u32(unit.into())
            .is_some_and(|one| is_mask(one) || matches!(one, '\u{FFFD}' | '尾' | '后' | '末'))
    };
    let is_cross = |unit: u16| matches!(char::from_u32(unit.into()), Some('x' | 'X'));
    let is_digit = |unit: u16| (ZERO..=NINE).contains(&unit);
    text.iter().any(|unit| is_star(*unit))
        || text.windows(2).any(|pair| pair.iter().all(|unit| is_cross(*unit)))
        || text.windows(3).any(|three| match three {
            [a, b, c] if a == b && b == c => !is_digit(*a) && !crate::text::is_white_space(*a),
            [before, CAPITAL_E | E, after] => {
                is_digit(*before) && (matches!(*after, PLUS | SPACE) || is_digit(*after))
            }
            _ => false,
        })
}

/// The number of digits of a mobile number of China.
const MOBILE: usize = 11;

/// The minimum number of digits of a complete number. Fewer are an extension or a part of a number.
const WHOLE_MIN: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::address::narrowed;
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
            ("13800138000-801", vec!["13800138000"]),
            ("13800138000(801)", vec!["13800138000"]),
            ("13800138000.0", vec!["13800138000"]),
            ("1380013 8000", vec!["13800138000"]),
            ("13800138 000", vec!["13800138000"]),
            ("013800138000", vec!["13800138000"]),
            ("+86 (0) 138 0013 8000", vec!["13800138000"]),
            ("1380013800013900139000", vec!["13800138000", "13900139000"]),
            ("8613800138000 8613900139000", vec!["13800138000", "13900139000"]),
            ("9,13800138000", vec!["13800138000"]),
            ("010-62345678~79", vec!["01062345678"]),
            ("010-62345678(801)", vec!["01062345678"]),
            ("010 62345678 接801", vec!["01062345678"]),
            ("+86 (0)10 6234 5678", vec!["01062345678"]),
            ("86-755-82345678-801", vec!["75582345678"]),
            ("010 6234 5678", vec!["01062345678"]),
            ("0755 8234 5678", vec!["075582345678"]),
            ("62345678-801", vec!["62345678"]),
            ("+44 20 7946 0018", vec!["442079460018"]),
            ("+852 2345 6789", vec!["85223456789"]),
            // Fifteen digits may be one number; sixteen may not (E.164).
            ("138001380001234", vec!["138001380001234"]),
            ("1380013800062345", vec!["13800138000", "62345"]),
            // 86 is the country code only if a number of China follows it.
            ("861062345678", vec!["861062345678"]),
            ("+8662345678", vec!["8662345678"]),
            ("0912-345-678", vec!["0912345678"]),
            ("12-345", vec!["12345"]),
            ("13800138000 13900139000", vec!["13800138000", "13900139000"]),
            ("010-62345678 - 801", vec!["01062345678"]),
            ("139 1234 5678 186 9876 5432", vec!["13912345678", "18698765432"]),
            ("+86 139-1234-5678 +86 186-9876-5432", vec!["13912345678", "18698765432"]),
            ("86139123456788618698765432", vec!["13912345678", "18698765432"]),
            ("13912345678转18698765432", vec!["13912345678", "18698765432"]),
            ("13912345678#18698765432", vec!["13912345678", "18698765432"]),
            ("010-62345678-801-2", vec!["01062345678"]),
            ("13800138000-801-802", vec!["13800138000"]),
            ("无", vec![]),
            ("", vec![]),
        ] {
            let found: Vec<String> =
                phones(&narrowed(written)).iter().map(|phone| text_of(&phone.digits)).collect();
            assert_eq!(found, expected, "{written}");
        }
    }

    #[test]
    fn masked_and_missing_digits() {
        for (written, masked) in [
            ("138****8000", true),
            ("138xxxx8000", true),
            ("138XXXX8000", true),
            ("138 **** 8000", true),
            ("138____8000", true),
            ("138----8000", true),
            ("138...8000", true),
            ("138……8000", true),
            ("1.38E+10", true),
            ("138****1234", true),
            ("138＊＊＊＊1234", true),
            ("138○○1234", true),
            ("138✕✕1234", true),
            ("尾号8000", true),
            ("手机后四位：8000", true),
            ("1.3800138e10", true),
            ("1.38001E 10", true),
            ("+86", true),
            ("86", true),
            ("8000", true),
            ("138", true),
            ("1380013", true),
            ("+86 1380013", true),
            ("86-1380013", true),
            ("1380013800", true),
            ("138-8000", true),
            ("138 8000", true),
            ("*********00", true),
            ("138(隐藏)8000", true),
            ("138x8000", true),
            ("138##8000", true),
            ("010-62345678,801", false),
            ("86123456", false),
            ("62345678", false),
            ("+852 2345 6789", false),
            ("+86 138 0013 8000", false),
            ("138 0013   8000", false),
            ("62345678x801", false),
            ("13800138000", false),
        ] {
            let phones = phones(&narrowed(written));
            assert!(!phones.is_empty() && phones.iter().all(|phone| phone.is_masked == masked), "{written}");
        }
    }
}
