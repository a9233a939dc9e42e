//! The words a password of this person may not contain, each with the field it came from.
//!
//! Words are folded ([`crate::fold`]) before they are compared, so one term stands for every
//! letter case, width, accent, look-alike and separator.

mod name;
mod phone;
#[cfg(test)]
mod tests;

use crate::fold::{is_digit as is_any_digit, is_letter};
use crate::folded_words::Words;
use crate::identity::Identity;
use crate::text::trimmed;
use crate::violation::{FieldSet, IdentityField};
use phone::is_digit;

/// What is known of a forbidden word.
pub(crate) struct Term {
    /// Where it came from; one word can come from several.
    pub(crate) fields: FieldSet,
    /// How many of its characters are letters, and how many digits, before folding: what is found
    /// must look like it, so that `203` is not the initials `zoe`.
    pub(crate) letters: u8,
    pub(crate) digits: u8,
}

/// The most terms of one person. They are made in the order of their likelihood, so what is cut
/// off is the rarest rendering of a long name.
pub(crate) const TERMS_MAX: usize = 2_048;

/// Fewer characters than this are no term: a password is not refused for containing `li`.
const TERM_MIN: usize = 3;
/// A username of two characters is a username.
const USERNAME_MIN: usize = 2;
/// Parts of a username, an e-mail prefix or a Latin name, and a given name alone.
const PART_MIN: usize = 4;

/// What a password of this person may not contain.
#[derive(Default)]
pub(crate) struct PersonTerms {
    /// The words, folded, most likely first.
    pub(crate) words: Words,
    /// What is known of each.
    pub(crate) list: Vec<Term>,
    /// Whether something is missing: a name has a character whose readings are not known here, or
    /// there are more terms than are kept.
    pub(crate) incomplete: bool,
}

/// The terms of the wanted fields; the company's words always count. `depth` readings of each
/// character of a name are tried.
pub(crate) fn terms(identity: &Identity, fields: FieldSet, depth: usize) -> PersonTerms {
    let mut terms = PersonTerms::default();
    let wanted = |field| fields.contains(field);
    let mut text = Vec::new();
    if wanted(IdentityField::Username)
        && let Some(username) = &identity.username
    {
        type_in(&mut text, username);
        terms.add_account(IdentityField::Username, trimmed(&text), USERNAME_MIN);
    }
    if wanted(IdentityField::EmailPrefix) {
        for email in &identity.emails {
            type_in(&mut text, email);
            let prefix = parts(trimmed(&text), |unit| unit == u16::from(b'@')).next();
            terms.add_account(IdentityField::EmailPrefix, prefix.unwrap_or_default(), TERM_MIN);
        }
    }
    let mut tails = Vec::new();
    if wanted(IdentityField::Phone) {
        for phone in &identity.phones {
            type_in(&mut text, phone);
            text.retain(|unit| is_digit(*unit));
            tails.extend(terms.add_phone(&text));
        }
    }
    if wanted(IdentityField::NamePinyin)
        && let Some(name) = &identity.name
    {
        type_in(&mut text, name);
        terms.add_name(trimmed(&text), &tails, depth);
    }
    // The company's words come last: however many they are, they leave room for the person's own.
    for word in &identity.words {
        type_in(&mut text, word);
        terms.add_word(trimmed(&text), depth);
    }
    terms
}

/// Puts the text in the place of another, in UTF-16.
#[inline(never)]
fn type_in(typed: &mut Vec<u16>, text: &str) {
    typed.clear();
    typed.extend(text.encode_utf16());
}

impl PersonTerms {
    /// One term per folded word, whatever number of fields it comes from.
    fn add(&mut self, field: IdentityField, text: &[u16], fewest: usize) {
        let mut term = Term { fields: FieldSet::default(), letters: 0, digits: 0 };
        term.fields.insert(field);
        for &unit in text {
            let letter = is_letter(unit);
            term.letters = term.letters.saturating_add(u8::from(letter));
            term.digits = term.digits.saturating_add(u8::from(!letter && is_any_digit(unit)));
        }
        self.words.fold_in(text);
        let is_known = self.words.unfinished().len() < fewest || {
            let known = self.words.place_of_unfinished();
            if let Some(known) = known.and_then(|index| self.list.get_mut(index)) {
                known.fields.insert(field);
                // `lll` and `111` fold into one: what looks like either is found.
                known.letters = known.letters.min(term.letters);
                known.digits = known.digits.min(term.digits);
            }
            known.is_some()
        };
        let is_too_many = self.list.len() >= TERMS_MAX;
        if is_known || is_too_many {
            self.incomplete |= !is_known;
            return self.words.drop_unfinished();
        }
        self.words.finish();
        self.list.push(term);
    }

    /// A username or an e-mail prefix as people write it: whole, without its trailing number, and
    /// its parts. Separators fold away.
    fn add_account(&mut self, field: IdentityField, text: &[u16], fewest: usize) {
        self.add(field, text, fewest);
        let stem = without_end(text, |unit| is_digit(unit) || is_joint(unit));
        if stem.len() < text.len() {
            self.add(field, stem, PART_MIN);
        }
        for part in parts(text, is_joint) {
            self.add(field, part, PART_MIN);
            self.add(field, without_end(part, is_digit), PART_MIN);
        }
    }
}

/// What people put between the parts of an account: `.`, `-`, `_`, `+`, space, `@`, `#`.
fn is_joint(unit: u16) -> bool {
    matches!(unit, 0x2E | 0x2D | 0x5F | 0x2B | 0x20 | 0x40 | 0x23)
}

/// What stands between such units.
fn parts(text: &[u16], is_between: fn(u16) -> bool) -> impl Iterator<Item = &[u16]> {
    text.split(move |unit| is_between(*unit))
}

fn without_end(mut text: &[u16], is_end: fn(u16) -> bool) -> &[u16] {
    while let [rest @ .., last] = text
        && is_end(*last)
    {
        text = rest;
    }
    text
}
