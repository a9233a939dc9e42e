//! The words of a phone number.

use super::{DIGITS_MIN, Terms};
use crate::document::IdentityField;
use crate::identity::address::narrowed;
use crate::identity::phone::{Phone, phones};
use crate::text::ascii::ZERO;

/// The last four digits of a phone number.
pub(super) type Tail = [u16; 4];

impl Terms {
    /// Adds the phone numbers of a text. Appends the last four digits of each to `tails`; they count only
    /// together with a name.
    pub(super) fn add_phones(&mut self, text: &str, tails: &mut Vec<Tail>) {
        for phone in phones(&narrowed(text)) {
            tails.extend(self.add_phone(&phone));
        }
    }

    /// Adds the number, the number backwards, and its last eight, seven and six digits unless they are a
    /// date. Returns the last four digits.
    fn add_phone(&mut self, phone: &Phone) -> Option<Tail> {
        let field = IdentityField::Phone;
        self.known.insert(field);
        if phone.is_masked {
            self.unclear.insert(field);
            return None;
        }
        let digits = phone.digits.as_slice();
        self.plain(field, digits, true, 1);
        self.folded(field, digits, DIGITS_MIN);
        let mut backwards = digits.to_vec();
        backwards.reverse();
        self.plain(field, &backwards, false, DIGITS_MIN);
        for last in [8, 7, 6] {
            let tail = digits.len().checked_sub(last).and_then(|from| digits.get(from..)).unwrap_or_default();
            // The end of a date is as common as the date.
            if is_date(tail) {
                break;
            }
            self.folded(field, tail, DIGITS_MIN);
        }
        digits.last_chunk().filter(|_| digits.len() >= DIGITS_MIN).copied()
    }
}

/// Whether the digits are a date: `19900131`, `900131` or `199001`. Many passwords contain dates, so a match
/// would say nothing about this person.
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
