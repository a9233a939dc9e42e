//! The words a password of this person may not contain, each with the field it came from.
//!
//! Words are folded ([`crate::fold`]) before they are compared, so one term stands for every
//! letter case, width, accent, look-alike and separator.

use crate::fold::{is_digit as is_any_digit, is_letter};
use crate::folded_words::Words;
use crate::identity::Identity;
use crate::identity::pinyin::{Spoken, is_separator, spoken};
use crate::identity::syllable::{Syllable, abbreviate, spell, ways};
use crate::rest;
use crate::text::trimmed;
use crate::violation::{FieldSet, IdentityField};

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
/// A full name of two syllables can be this short (吴娥 wue).
const FULL_NAME_MIN: usize = 3;
const PHONE_MIN: usize = 6;

/// What a password of this person may not contain.
#[derive(Default)]
pub(crate) struct PersonTerms {
    /// The words, folded, most likely first.
    pub(crate) words: Words,
    /// What is known of each.
    pub(crate) list: Vec<Term>,
    /// Whether something is missing: a name has a character whose readings are not known here, or
    /// the table of readings is not there.
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

/// Four digits: the end of a phone number.
type Tail = [u16; 4];

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
        if is_known || self.list.len() >= TERMS_MAX {
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

    /// The number with and without its country code, and its last eight, seven and six digits
    /// unless they read as a date. Returns the last four, which mean something only beside a name.
    fn add_phone(&mut self, digits: &[u16]) -> Option<Tail> {
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

    /// A word of the company; in Han characters also as pinyin.
    fn add_word(&mut self, word: &[u16], depth: usize) {
        let fewest = if is_ascii(word) { TERM_MIN } else { 2 };
        self.add(IdentityField::Words, word, fewest);
        let mut typed = Vec::new();
        self.spoken(word, depth).renderings(&mut |syllables| {
            self.add_typed(IdentityField::Words, [(syllables, true), NOTHING], &[], PART_MIN, &mut typed);
        });
    }

    /// A Han name in pinyin, in every order and abbreviation people use; a Latin name as it is.
    fn add_name(&mut self, name: &[u16], phone_tails: &[Tail], depth: usize) {
        let field = IdentityField::NamePinyin;
        let spoken = self.spoken(name, depth);
        if spoken.is_empty() {
            self.add(field, name, PART_MIN);
            for part in parts(name, |unit| char::from_u32(unit.into()).is_some_and(is_separator)) {
                self.add(field, part, PART_MIN);
            }
            return;
        }
        // The name itself, for products that take Han characters.
        self.add(field, name, 2);
        let mut typed = Vec::new();
        spoken.renderings(&mut |syllables| {
            let (surname, given) = syllables.split_at_checked(spoken.surname).unwrap_or_default();
            for (surname_whole, given_whole, fewest) in [
                (true, true, FULL_NAME_MIN),
                (true, false, PART_MIN),
                (false, true, PART_MIN),
                (false, false, TERM_MIN),
            ] {
                let (surname, given) = ((surname, surname_whole), (given, given_whole));
                self.add_typed(field, [surname, given], &[], fewest, &mut typed);
                self.add_typed(field, [given, surname], &[], fewest, &mut typed);
            }
            if spoken.dotted {
                self.add_typed(field, [(surname, true), NOTHING], &[], PART_MIN, &mut typed);
            }
            if given.len() > 1 {
                self.add_typed(field, [(given, true), NOTHING], &[], PART_MIN, &mut typed);
            }
            // A short surname means nothing alone, and a name with the end of the phone number.
            for tail in phone_tails {
                self.add_typed(field, [(surname, true), NOTHING], tail, PART_MIN, &mut typed);
            }
        });
    }

    /// Two parts of a name, each whole or as initials, and a tail: each way `ü` is typed, one way
    /// for a whole part at a time. `typed` is only memory.
    fn add_typed(
        &mut self,
        field: IdentityField,
        pieces: [Piece<'_>; 2],
        tail: &[u16],
        fewest: usize,
        typed: &mut Vec<u16>,
    ) {
        let ways = pieces.map(|(syllables, whole)| if whole { ways(syllables) } else { 1 });
        for first in 0..ways[0] {
            for second in 0..ways[1] {
                typed.clear();
                for ((syllables, whole), way) in pieces.into_iter().zip([first, second]) {
                    if whole {
                        spell(syllables, way, typed);
                    } else {
                        abbreviate(syllables, typed);
                    }
                }
                typed.extend_from_slice(tail);
                self.add(field, typed, fewest);
            }
        }
    }

    /// How a text in Han characters may be read; no characters of any other.
    fn spoken(&mut self, text: &[u16], depth: usize) -> Spoken {
        let spoken = match rest::names() {
            Some(readings) => spoken(readings, text, depth),
            None => is_ascii(text).then(Spoken::default),
        };
        self.incomplete |= spoken.is_none();
        spoken.unwrap_or_default()
    }
}

/// A part of a name, and whether it is written whole or as initials.
type Piece<'s> = (&'s [Syllable], bool);
const NOTHING: Piece<'_> = (&[], true);

fn is_ascii(text: &[u16]) -> bool {
    text.iter().all(|unit| *unit < 0x80)
}

const ZERO: u16 = b'0' as u16;
const EIGHT: u16 = b'8' as u16;
const SIX: u16 = b'6' as u16;

fn is_digit(unit: u16) -> bool {
    unit.wrapping_sub(ZERO) < 10
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::units;
    use crate::vocabulary::Word as _;

    use crate::identity::pinyin::DEPTH;

    fn all() -> FieldSet {
        IdentityField::ALL.iter().copied().filter(|field| *field != IdentityField::Words).collect()
    }

    fn has(identity: &Identity, text: &str) -> bool {
        let mut words = terms(identity, all(), DEPTH).words;
        words.fold_in(&units(text));
        words.place_of_unfinished().is_some()
    }

    fn named(name: &str) -> Identity {
        Identity { name: Some(name.into()), ..Identity::default() }
    }

    #[test]
    fn names() {
        for (name, expected) in [
            (
                "王小明",
                vec!["wangxiaoming", "xiaomingwang", "wangxm", "xmwang", "wxm", "xmw", "xiaoming", "王小明"],
            ),
            ("曾国藩", vec!["zengguofan", "cengguofan", "zenggf", "zgf"]),
            ("欧阳锋", vec!["ouyangfeng", "ouyangf", "oyf", "oyfeng"]),
            ("吕布", vec!["lvbu", "lubu", "lyubu", "lübu"]),
            ("李四", vec!["lisi", "sili"]),
            ("吴娥", vec!["wue"]),
            ("Ana García-López", vec!["anagarcialopez", "garcia", "lopez"]),
        ] {
            for text in expected {
                assert!(has(&named(name), text), "{name}: {text}");
            }
        }
    }

    #[test]
    fn short_names_do_not_match_alone() {
        for name in ["李娜", "李四", "王小明"] {
            for short in ["li", "wang", "ln", "xm", "na", "si", "ming"] {
                assert!(!has(&named(name), short), "{name}: {short}");
            }
        }
    }

    #[test]
    fn phones() {
        let phone = |number: &str| Identity { phones: vec![number.into()], ..Identity::default() };
        for text in ["8613800138000", "13800138000", "00138000", "0138000", "138000"] {
            assert!(has(&phone("+86 138-0013-8000"), text), "{text}");
        }
        assert!(!has(&phone("13800138000"), "8000") && !has(&phone("12345"), "12345"));
        for (number, date) in
            [("13819900131", "19900131"), ("13800900131", "900131"), ("13800199001", "199001")]
        {
            assert!(!has(&phone(number), date), "{date}");
        }
        let both = Identity { phones: vec!["13800138000".into()], ..named("李娜") };
        assert!(has(&both, "li8000"));
    }

    #[test]
    fn accounts_as_people_write_them() {
        let identity = Identity {
            username: Some("Wang_XiaoMing88".into()),
            emails: vec!["xiao.ming-2024@example.com".into(), "xy@example.com".into()],
            words: vec!["PassGate".into(), "it".into(), "飞书".into()],
            ..Identity::default()
        };
        for text in [
            "wangxiaoming88",
            "wangxiaoming",
            "wang",
            "xiaoming88",
            "xiaoming",
            "xiaoming2024",
            "xiao",
            "passgate",
            "飞书",
            "feishu",
        ] {
            assert!(has(&identity, text), "{text}");
        }
        for text in ["xy", "it", "88", "2024x"] {
            assert!(!has(&identity, text), "{text}");
        }
    }

    #[test]
    fn a_character_nobody_can_read_is_said() {
        for (name, incomplete) in [("王小明", false), ("José", false), ("王𰻞明", true)] {
            assert_eq!(terms(&named(name), all(), DEPTH).incomplete, incomplete, "{name}");
        }
    }

    #[test]
    fn bounded() {
        assert!(terms(&named(&"单".repeat(200)), all(), DEPTH).list.len() <= TERMS_MAX);
    }
}
