//! The words of a person that a password must not contain, each with the fields it comes from.
//!
//! A word is *stated* if the vendor's page names it: the whole user name, phone number and e-mail prefix, and
//! the full name in pinyin. Every other form that people derive from these is *guessed*: no page says whether
//! the vendor looks for it.

mod account;
mod name;
mod number;

use crate::document::{FieldSet, IdentityField};
use crate::identity::Identity;
use crate::identity::display_name::DisplayName;
use crate::identity::readings::Readings;
use crate::matching::{Reading, Trie, is_digit, is_letter};
use crate::text::{trimmed, units};

/// The words, with what is known about each.
#[derive(Default)]
pub(crate) struct Terms {
    /// Words that are searched for as typed.
    pub(crate) plain: Trie,
    pub(crate) plain_terms: Vec<PlainTerm>,
    /// Words that are searched for in folded text.
    pub(crate) folded: Trie,
    pub(crate) folded_terms: Vec<FoldedTerm>,
    /// The fields that have a value, or that are known to be empty.
    pub(crate) known: FieldSet,
    /// The fields that are not searched for completely: a value is masked, contains a character without a
    /// known reading, or exceeds the limits.
    pub(crate) unclear: FieldSet,
    /// Like `unclear`, but including the texts that only produce guesses.
    pub(crate) unsought: FieldSet,
    /// The remaining budget.
    work: Work,
    symbols: Vec<u16>,
}

/// A word that is searched for as typed.
#[derive(Default)]
pub(crate) struct PlainTerm {
    pub(crate) stated: FieldSet,
    pub(crate) guessed: FieldSet,
    /// Its number of symbols.
    pub(crate) length: usize,
}

/// A word that is searched for in folded text.
#[derive(Default)]
pub(crate) struct FoldedTerm {
    pub(crate) fields: FieldSet,
    /// The number of its letters, and of its digits, before folding. The matched text must resemble the word,
    /// so that `203` does not match the initials `zoe`.
    pub(crate) letters: usize,
    pub(crate) digits: usize,
    pub(crate) length: usize,
    /// Whether no letter may be beside a match: the word matches in `wxm2024`, but not inside a longer word.
    pub(crate) alone: bool,
}

/// A budget in UTF-16 code units, which bounds the time to prepare the largest identity.
struct Work(usize);

impl Default for Work {
    fn default() -> Self {
        // An ordinary person takes one or two thousand units, a name with many readings ten times as many.
        Self(1 << 16)
    }
}

/// A folded word with fewer symbols does not match beside a letter.
const ALONE_BELOW: usize = 4;
/// The minimum length of a part of a user name, of an e-mail prefix or of a Latin name, and of a given name
/// alone.
const PART_MIN: usize = 4;
/// The minimum length of initials and of company words.
const SHORT_MIN: usize = 3;
/// The minimum length of a stated word. A single symbol is a guess: no vendor can mean that no password may
/// contain an `a`.
const STATED_MIN: usize = 2;
/// The minimum number of digits of a disguised phone number.
const DIGITS_MIN: usize = 6;

/// The words of the wanted fields. `depth` is the number of readings tried for each character of a name.
pub(crate) fn terms(identity: &Identity, fields: FieldSet, depth: usize, readings: &Readings<'_>) -> Terms {
    let mut terms = Terms::default();
    let wanted = |field| fields.contains(field);
    // Known without a value: the person has none. Company words are known as soon as the list is present.
    for (field, is_known) in [
        (IdentityField::Username, identity.username.as_deref() == Some("")),
        (IdentityField::NamePinyin, identity.name.as_deref() == Some("")),
        (IdentityField::Phone, has_none(&identity.phones)),
        (IdentityField::EmailPrefix, has_none(&identity.emails)),
        (IdentityField::Words, identity.words.is_some()),
    ] {
        if is_known {
            terms.known.insert(field);
        }
    }
    if wanted(IdentityField::Username)
        && let Some(username) = &identity.username
    {
        terms.add_username(username);
    }
    if wanted(IdentityField::EmailPrefix) {
        for email in list_of(&identity.emails) {
            terms.add_email(email);
        }
    }
    let mut tails = Vec::new();
    if wanted(IdentityField::Phone) {
        for text in list_of(&identity.phones) {
            terms.add_phones(text, &mut tails);
        }
    }
    if wanted(IdentityField::NamePinyin) {
        if let Some(name) = &identity.name {
            terms.add_names(&DisplayName::read(trimmed(&units(name)), readings), &tails, depth, readings);
        }
        // Nicknames are guesses. They say nothing about the full name, and an unreadable nickname matters
        // only where guesses are searched for.
        let (known, unclear) = (terms.known, terms.unclear);
        for name in list_of(&identity.names) {
            if !terms.is_time(IdentityField::NamePinyin, name.len()) {
                break;
            }
            let name = DisplayName::read(trimmed(&units(name)), readings).into_nickname();
            terms.add_names(&name, &tails, depth, readings);
        }
        terms.unsought = terms.unclear;
        (terms.known, terms.unclear) = (known, unclear);
    }
    // Company words come last, so that they never take the room of the person's own words.
    if wanted(IdentityField::Words) {
        for word in list_of(&identity.words) {
            terms.add_word(trimmed(&units(word)), depth, readings);
        }
    }
    terms
}

fn list_of(texts: &Option<Vec<String>>) -> &[String] {
    texts.as_deref().unwrap_or_default()
}

/// Whether the list is present and empty, which states that the person has none.
fn has_none(texts: &Option<Vec<String>>) -> bool {
    texts.as_ref().is_some_and(Vec::is_empty)
}

impl Terms {
    /// Adds a word that the page names, and the guesses derived from it.
    fn whole(&mut self, field: IdentityField, text: &[u16], stated: bool) {
        self.plain(field, text, stated, 1);
        self.guess(field, text, STATED_MIN);
    }

    /// Adds the guesses derived from a word, if it has at least `fewest` symbols: folded, and backwards.
    fn guess(&mut self, field: IdentityField, text: &[u16], fewest: usize) {
        self.folded(field, text, fewest);
        let mut backwards = text.to_vec();
        backwards.reverse();
        self.plain(field, &backwards, false, PART_MIN);
    }

    /// Adds a word as typed, if it has at least `fewest` symbols.
    fn plain(&mut self, field: IdentityField, text: &[u16], stated: bool, fewest: usize) {
        if !self.read(field, text, Reading::Plain) {
            return;
        }
        let length = self.symbols.len();
        if length == 0 && stated {
            // The text has only separators. How the vendor treats it is unknown.
            self.unclear.insert(field);
        }
        if length < fewest {
            return;
        }
        let Some(number) = self.plain.add(&self.symbols) else {
            self.unclear.insert(field);
            return;
        };
        if number >= self.plain_terms.len() {
            self.plain_terms.push(PlainTerm { length, ..PlainTerm::default() });
        }
        if let Some(term) = self.plain_terms.get_mut(number) {
            let fields = if stated && length >= STATED_MIN { &mut term.stated } else { &mut term.guessed };
            fields.insert(field);
        }
    }

    /// Adds a folded word, if it has at least `fewest` symbols.
    fn folded(&mut self, field: IdentityField, text: &[u16], fewest: usize) {
        if !self.read(field, text, Reading::Disguised) || self.symbols.len() < fewest.max(1) {
            return;
        }
        let Some(number) = self.folded.add(&self.symbols) else {
            self.unclear.insert(field);
            return;
        };
        let letters = text.iter().filter(|unit| is_letter(**unit)).count();
        let digits = text.iter().filter(|unit| is_digit(**unit)).count();
        if number >= self.folded_terms.len() {
            let length = self.symbols.len();
            let alone = length < ALONE_BELOW && self.symbols.iter().all(|symbol| *symbol < 0x80);
            self.folded_terms.push(FoldedTerm {
                fields: FieldSet::default(),
                letters,
                digits,
                length,
                alone,
            });
        }
        if let Some(term) = self.folded_terms.get_mut(number) {
            term.fields.insert(field);
            // `lll` and `111` fold to the same word, so a match may resemble either.
            term.letters = term.letters.min(letters);
            term.digits = term.digits.min(digits);
        }
    }

    /// Spends `work` and returns whether any budget was left before. If not, the rest of the field is not
    /// searched for.
    fn is_time(&mut self, field: IdentityField, work: usize) -> bool {
        let is_time = self.work.0 > 0;
        if !is_time {
            self.unclear.insert(field);
        }
        self.work.0 = self.work.0.saturating_sub(work);
        is_time
    }

    /// Reads a text into `symbols`, if there is budget left.
    fn read(&mut self, field: IdentityField, text: &[u16], reading: Reading) -> bool {
        if !self.is_time(field, text.len().saturating_add(1)) {
            return false;
        }
        self.symbols.clear();
        self.symbols.extend(text.iter().filter_map(|unit| reading.symbol(*unit)));
        true
    }
}

/// The text without the units at its end that satisfy `is_end`.
fn without_end(mut text: &[u16], is_end: fn(u16) -> bool) -> &[u16] {
    while let [rest @ .., last] = text
        && is_end(*last)
    {
        text = rest;
    }
    text
}
