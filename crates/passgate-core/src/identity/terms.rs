//! The words of a person that a password may not contain, each with the fields it comes from.
//!
//! What the vendor's page names (the whole user name, phone number, e-mail prefix, the full name in
//! pinyin) is *stated*. Everything wider that people make of it is *guessed*: whether the vendor looks
//! for it is on no page.

mod account;
mod name;
mod number;

use crate::document::{FieldSet, IdentityField};
use crate::identity::Identity;
use crate::identity::display_name::DisplayName;
use crate::identity::readings::Readings;
use crate::matching::{Reading, Trie, is_digit, is_letter};
use crate::text::{trimmed, units};

/// The words, and what is known of each.
#[derive(Default)]
pub(crate) struct Terms {
    /// Words that are looked for as they are typed.
    pub(crate) plain: Trie,
    pub(crate) plain_terms: Vec<PlainTerm>,
    /// Words that are looked for in every disguise.
    pub(crate) folded: Trie,
    pub(crate) folded_terms: Vec<FoldedTerm>,
    /// The fields that have a value, or that the person certainly does not have.
    pub(crate) known: FieldSet,
    /// The fields that are not searched for in full: a value is masked, has a character without a known
    /// reading, or exceeds the limits.
    pub(crate) unclear: FieldSet,
    /// The same of what is only ever a guess.
    pub(crate) unsought: FieldSet,
    /// How much more is written down.
    work: Work,
    symbols: Vec<u16>,
}

/// A word as it is typed.
#[derive(Default)]
pub(crate) struct PlainTerm {
    pub(crate) stated: FieldSet,
    pub(crate) guessed: FieldSet,
    /// How many symbols it has.
    pub(crate) length: usize,
}

/// A word in every disguise.
#[derive(Default)]
pub(crate) struct FoldedTerm {
    pub(crate) fields: FieldSet,
    /// How many of its characters are letters, and how many digits, before folding: what is found
    /// must look like it, so that `203` is not the initials `zoe`.
    pub(crate) letters: usize,
    pub(crate) digits: usize,
    pub(crate) length: usize,
    /// Whether it must stand by itself: `wxm2024`, not inside a longer word.
    pub(crate) alone: bool,
}

/// A budget of UTF-16 units: a person of the largest identity is made ready in a bounded time.
struct Work(usize);

impl Default for Work {
    fn default() -> Self {
        // An ordinary person takes a thousand or two, a name of many readings ten times as many.
        Self(1 << 16)
    }
}

/// A folded word shorter than this must stand by itself.
const ALONE_BELOW: usize = 4;
/// Parts of a user name, an e-mail prefix or a Latin name, and a given name alone.
const PART_MIN: usize = 4;
/// Initials, and words of the company.
const SHORT_MIN: usize = 3;
/// A stated word of one symbol is a guess: no vendor can mean that no password may have an `a`.
const STATED_MIN: usize = 2;
/// Fewer digits than these are no phone number in disguise.
const DIGITS_MIN: usize = 6;

/// The words of the wanted fields. `depth` readings of each character of a name are tried.
pub(crate) fn terms(identity: &Identity, fields: FieldSet, depth: usize, readings: &Readings<'_>) -> Terms {
    let mut terms = Terms::default();
    let wanted = |field| fields.contains(field);
    // Known without a value: the person has none. Words of the company are known as soon as they are given.
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
        // Nicknames are guesses: they say nothing of the full name, and what cannot be read of them is
        // missed only where guesses are looked for.
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
    // The company's words come last: however many they are, they leave room for the person's own.
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

/// Whether an empty list says that there is none.
fn has_none(texts: &Option<Vec<String>>) -> bool {
    texts.as_ref().is_some_and(Vec::is_empty)
}

impl Terms {
    /// A word that the page names, and what people make of it.
    fn whole(&mut self, field: IdentityField, text: &[u16], stated: bool) {
        self.plain(field, text, stated, 1);
        self.guess(field, text, STATED_MIN);
    }

    /// What people make of a word of at least so many symbols: in every disguise, and backwards.
    fn guess(&mut self, field: IdentityField, text: &[u16], fewest: usize) {
        self.folded(field, text, fewest);
        let mut backwards = text.to_vec();
        backwards.reverse();
        self.plain(field, &backwards, false, PART_MIN);
    }

    /// A word as it is typed, of at least so many symbols.
    fn plain(&mut self, field: IdentityField, text: &[u16], stated: bool, fewest: usize) {
        if !self.read(field, text, Reading::Plain) {
            return;
        }
        let length = self.symbols.len();
        if length == 0 && stated {
            // Nothing but separators: nobody knows what the vendor makes of it.
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

    /// A word in every disguise, of at least so many symbols.
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
            // `lll` and `111` fold into one: what looks like either is found.
            term.letters = term.letters.min(letters);
            term.digits = term.digits.min(digits);
        }
    }

    /// Whether there is time for more, and takes so much of it; if not, what is left of the field is not
    /// looked for.
    fn is_time(&mut self, field: IdentityField, work: usize) -> bool {
        let is_time = self.work.0 > 0;
        if !is_time {
            self.unclear.insert(field);
        }
        self.work.0 = self.work.0.saturating_sub(work);
        is_time
    }

    /// Reads a text into the symbols, if there is time for it.
    fn read(&mut self, field: IdentityField, text: &[u16], reading: Reading) -> bool {
        if !self.is_time(field, text.len().saturating_add(1)) {
            return false;
        }
        self.symbols.clear();
        self.symbols.extend(text.iter().filter_map(|unit| reading.symbol(*unit)));
        true
    }
}

/// A text without the units at its end that are such.
fn without_end(mut text: &[u16], is_end: fn(u16) -> bool) -> &[u16] {
    while let [rest @ .., last] = text
        && is_end(*last)
    {
        text = rest;
    }
    text
}
