//! The words of a user name and of an e-mail address.

use super::{PART_MIN, Terms, without_end};
use crate::document::IdentityField;
use crate::identity::account::{Account, HAN_FIRST, is_known_in_part, is_no_value};
use crate::identity::address::{addresses, before_at, narrowed};
use crate::identity::is_placeholder;
use crate::matching::is_digit;

impl Terms {
    /// Adds a user name: whole, without its domain, and the guesses derived from it.
    pub(super) fn add_username(&mut self, username: &str) {
        let Some(account) = Account::read(username) else { return };
        let Account { whole, name, others, is_known_in_part, .. } = account;
        self.add_account(IdentityField::Username, &whole, &name, is_known_in_part);
        for other in others {
            self.folded(IdentityField::Username, &other, PART_MIN);
        }
    }

    /// Adds the local part (before the `@`) of each e-mail address.
    pub(super) fn add_email(&mut self, email: &str) {
        let narrowed = narrowed(email);
        if is_no_value(&narrowed, &narrowed) {
            return;
        }
        for address in addresses(&narrowed) {
            let prefix = before_at(address);
            self.add_account(IdentityField::EmailPrefix, prefix, prefix, is_known_in_part(prefix, prefix));
        }
    }

    /// Adds an account: whole, without its trailing number, and its parts.
    fn add_account(&mut self, field: IdentityField, whole: &[u16], account: &[u16], is_in_part: bool) {
        if account.is_empty() || !self.is_time(field, ACCOUNT_WORK) || is_placeholder(account) {
            return;
        }
        self.known.insert(field);
        if is_in_part {
            self.unclear.insert(field);
        }
        if whole != account {
            self.whole(field, whole, !is_in_part);
        }
        self.whole(field, account, !is_in_part);
        let stem = without_end(account, |unit| is_digit(unit) || is_joint(unit));
        if stem.len() < account.len() {
            self.folded(field, stem, PART_MIN);
        }
        for part in account.split(|unit| is_joint(*unit)) {
            self.folded(field, part, PART_MIN);
            self.folded(field, without_end(part, is_digit), PART_MIN);
        }
    }
}

/// The cost of the placeholder test of an account, in units of the budget.
const ACCOUNT_WORK: usize = 16;

/// Whether the unit separates the parts of an account: ASCII punctuation, a space, or a Han character.
fn is_joint(unit: u16) -> bool {
    unit >= HAN_FIRST || u8::try_from(unit).is_ok_and(|byte| byte.is_ascii_punctuation() || byte == b' ')
}
