//! The words of a phone number.

use super::PersonTerms;
use crate::violation::IdentityField;

const PHONE_MIN: usize = 6;

/// Four digits: the end of a phone number.
pub(super) type Tail = [u16; 4];

impl PersonTerms {
    /// The number with and without its country code, and its last eight, seven and six digits
    /// unless they read as a date. Returns the last four, which mean something only beside a name.
    pub(super) fn add_phone(&mut self, digits: &[u16]) -> Option<Tail> {
        let national = match digits {
            [ZERO, ZERO, EIGHT, SIX, rest @ ..] | [EIGHT, SIX, rest @ ..] if rest.len() == 11 => rest,
            _ => digits,
        };
        for text in [digits, national] {
            self.add(IdentityField::Phone, text, PHONE_MIN);
        }
        for last in [8, 7, 6] {
            if let Some(tail) = national.get(national.len().wrapping_sub(last)..)
                && !is_date(tail)
            {
                self.add(IdentityField::Phone, tail, PHONE_MIN);
            }
        }
        national.last_chunk().filter(|_| national.len() >= PHONE_MIN).copied()
    }
}

const ZERO: u16 = b'0' as u16;
const EIGHT: u16 = b'8' as u16;
const SIX: u16 = b'6' as u16;

pub(super) fn is_digit(unit: u16) -> bool {
    unit.wrapping_sub(ZERO) < 10
}

/// `19900131`, `900131` or `199001`: digits that many passwords have, whoever's they are.
fn is_date(digits: &[u16]) -> bool {
    let number = |from: usize, many: usize| {
        let digits = digits.iter().skip(from).take(many);
        digits.fold(0_u16, |number, digit| number.wrapping_mul(10).wrapping_add(digit.wrapping_sub(ZERO)))
    };
    let is_month = |from| (1..=12).contains(&number(from, 2));
    let is_day = |from| (1..=31).contains(&number(from, 2));
    let is_year = (1900..=2099).contains(&number(0, 4));
    match digits.len() {
        8 => is_year && is_month(4) && is_day(6),
        6 => (is_month(2) && is_day(4)) || (is_year && is_month(4)),
        _ => false,
    }
}
