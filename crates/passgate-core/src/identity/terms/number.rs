//! The words of a phone number.

use super::{DIGITS_MIN, Terms};
use crate::document::IdentityField;
use crate::identity::address::narrowed;
use crate::identity::phone::{Phone, phones};
use crate::text::ascii::ZERO;

/// Four digits: the end of a phone number.
pub(super) type Tail = [u16; 4];

impl Terms {
    /// The numbers of a text. Adds to `tails` the last four digits of each, which mean something only
    /// beside a name.
    pub(super) fn add_phones(&mut self, text: &str, tails: &mut Vec<Tail>) {
        for phone in phones(&narrowed(text)) {
            tails.extend(self.add_phone(&phone));
        }
    }

    /// The number, and its last eight, seven and six digits unless they read as a date. Returns the
    /// last four.
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
            // What ends a date ends everybody's.
            if is_date(tail) {
                break;
            }
            self.folded(field, tail, DIGITS_MIN);
        }
        digits.last_chunk().filter(|_| digits.len() >= DIGITS_MIN).copied()
    }
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
