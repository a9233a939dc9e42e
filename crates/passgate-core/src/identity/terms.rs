//! The words a password of this person may not contain, each with the field it came from.
//!
//! Words are folded ([`crate::fold`]) before they are compared, so one term stands for every
//! letter case, width, accent, look-alike and separator.

use crate::automaton::symbols;
use crate::identity::Identity;
use crate::identity::pinyin::{Rendering, is_separator, renderings};
use crate::identity::syllable::Syllable;
use crate::parts;
use crate::violation::{FieldSet, IdentityField};

/// A forbidden word.
pub(crate) struct Term {
    /// Where it came from; one word can come from several.
    pub(crate) fields: FieldSet,
    /// Folded, one UTF-16 unit each.
    pub(crate) symbols: Vec<u16>,
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
pub(crate) struct PersonTerms {
    /// Most likely first.
    pub(crate) list: Vec<Term>,
    /// Whether nothing is missing: a name has a character whose readings are not known here, or
    /// the table of readings is not there.
    pub(crate) complete: bool,
}

/// The terms of the wanted fields; the company's words always count. `depth` readings of each
/// character of a name are tried.
pub(crate) fn terms(identity: &Identity, fields: &[IdentityField], depth: usize) -> PersonTerms {
    let mut terms = Terms { depth, ..Terms::default() };
    let wanted = |field| fields.contains(&field);
    if wanted(IdentityField::Username)
        && let Some(username) = &identity.username
    {
        account_terms(IdentityField::Username, username.trim(), USERNAME_MIN, &mut terms);
    }
    if wanted(IdentityField::EmailPrefix) {
        for email in &identity.emails {
            let prefix = email.trim().split('@').next().unwrap_or_default();
            account_terms(IdentityField::EmailPrefix, prefix, TERM_MIN, &mut terms);
        }
    }
    let mut tails = Vec::new();
    if wanted(IdentityField::Phone) {
        for phone in &identity.phones {
            tails.extend(phone_terms(phone, &mut terms));
        }
    }
    for word in &identity.words {
        word_terms(word.trim(), &mut terms);
    }
    if wanted(IdentityField::NamePinyin)
        && let Some(name) = &identity.name
    {
        name_terms(name.trim(), &tails, &mut terms);
    }
    PersonTerms { list: terms.list, complete: !terms.incomplete }
}

#[derive(Default)]
struct Terms {
    list: Vec<Term>,
    /// The places of the list, in the order of their words.
    sorted: Vec<u16>,
    depth: usize,
    incomplete: bool,
}

impl Terms {
    /// One term per folded word, whatever number of fields it comes from.
    fn add(&mut self, field: IdentityField, text: &str, fewest: usize) {
        let symbols = symbols(text);
        if symbols.len() < fewest {
            return;
        }
        let of = |index: &u16| self.list.get(usize::from(*index)).map(|term| term.symbols.as_slice());
        let place = match self.sorted.binary_search_by(|index| of(index).cmp(&Some(&symbols))) {
            Ok(place) => {
                let index = self.sorted.get(place).copied().unwrap_or_default();
                if let Some(term) = self.list.get_mut(usize::from(index)) {
                    term.fields.insert(field);
                }
                return;
            }
            Err(place) => place,
        };
        if self.list.len() >= TERMS_MAX {
            return;
        }
        self.sorted.insert(place, self.list.len() as u16);
        let count = |kind: fn(char) -> bool| {
            u8::try_from(text.chars().filter(|character| kind(*character)).count()).unwrap_or(u8::MAX)
        };
        let letters = count(|character| character.is_ascii_alphabetic() || !character.is_ascii());
        let digits = count(|character| character.is_ascii_digit());
        self.list.push(Term { fields: FieldSet::from_iter([field]), symbols, letters, digits });
    }
}

/// A username or an e-mail prefix as people write it: whole, without its trailing number, and its
/// parts. Separators fold away.
fn account_terms(field: IdentityField, text: &str, fewest: usize, terms: &mut Terms) {
    terms.add(field, text, fewest);
    let stem = text.trim_end_matches(|character: char| character.is_ascii_digit() || is_joint(character));
    if stem.len() < text.len() {
        terms.add(field, stem, PART_MIN);
    }
    for part in text.split(is_joint) {
        terms.add(field, part, PART_MIN);
        terms.add(field, part.trim_end_matches(|character: char| character.is_ascii_digit()), PART_MIN);
    }
}

const fn is_joint(character: char) -> bool {
    matches!(character, '.' | '-' | '_' | '+' | ' ' | '@' | '#')
}

/// The number with and without its country code, and its last eight, seven and six digits unless
/// they read as a date. Returns the last four, which mean something only beside a name.
fn phone_terms(phone: &str, terms: &mut Terms) -> Option<String> {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let national = ["0086", "86"]
        .iter()
        .find_map(|code| digits.strip_prefix(code).filter(|rest| rest.len() == 11))
        .unwrap_or(&digits);
    for text in [digits.as_str(), national] {
        terms.add(IdentityField::Phone, text, PHONE_MIN);
    }
    let tail = |last: usize| national.len().checked_sub(last).and_then(|from| national.get(from..));
    for last in [8, 7, 6] {
        if let Some(tail) = tail(last).filter(|tail| !is_date(tail)) {
            terms.add(IdentityField::Phone, tail, PHONE_MIN);
        }
    }
    tail(4).filter(|_| national.len() >= PHONE_MIN).map(str::to_owned)
}

/// `19900131`, `900131` or `199001`: digits that many passwords have, whoever's they are.
fn is_date(digits: &str) -> bool {
    let number =
        |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<u32>().ok()).unwrap_or(0);
    let month = |from: usize| (1..=12).contains(&number(from, from.saturating_add(2)));
    let day = |from: usize| (1..=31).contains(&number(from, from.saturating_add(2)));
    let year = (1900..=2099).contains(&number(0, 4));
    match digits.len() {
        8 => year && month(4) && day(6),
        6 => (month(2) && day(4)) || (year && month(4)),
        _ => false,
    }
}

/// A word of the company; in Han characters also as pinyin.
fn word_terms(word: &str, terms: &mut Terms) {
    let fewest = if word.is_ascii() { TERM_MIN } else { 2 };
    terms.add(IdentityField::Words, word, fewest);
    for rendering in every_rendering(word, terms) {
        for text in joined_spellings(&rendering.syllables) {
            terms.add(IdentityField::Words, &text, PART_MIN);
        }
    }
}

/// A Han name in pinyin, in every order and abbreviation people use; a Latin name as it is.
fn name_terms(name: &str, phone_tails: &[String], terms: &mut Terms) {
    let field = IdentityField::NamePinyin;
    let renderings = every_rendering(name, terms);
    if renderings.is_empty() {
        terms.add(field, name, PART_MIN);
        for part in name.split(is_separator) {
            terms.add(field, part, PART_MIN);
        }
        return;
    }
    // The name itself, for products that take Han characters.
    terms.add(field, name, 2);
    for rendering in &renderings {
        rendering_terms(rendering, phone_tails, terms);
    }
}

/// Every rendering of a text in Han characters; none of any other.
fn every_rendering(text: &str, terms: &mut Terms) -> Vec<Rendering> {
    let rendered = match parts::names() {
        Some(readings) => renderings(readings, text, terms.depth),
        None => text.is_ascii().then(Vec::new),
    };
    terms.incomplete |= rendered.is_none();
    rendered.unwrap_or_default()
}

fn rendering_terms(rendering: &Rendering, phone_tails: &[String], terms: &mut Terms) {
    let field = IdentityField::NamePinyin;
    let (surname, given) = rendering.syllables.split_at_checked(rendering.surname).unwrap_or((&[], &[]));
    let surname_full = joined_spellings(surname);
    let given_full = joined_spellings(given);
    let surname_initials = [initials(surname)];
    let given_initials = [initials(given)];
    for (first, second, fewest) in [
        (&surname_full[..], &given_full[..], FULL_NAME_MIN),
        (&given_full, &surname_full, FULL_NAME_MIN),
        (&surname_full, &given_initials, PART_MIN),
        (&given_initials, &surname_full, PART_MIN),
        (&surname_initials, &given_full, PART_MIN),
        (&given_full, &surname_initials, PART_MIN),
        (&surname_initials, &given_initials, TERM_MIN),
        (&given_initials, &surname_initials, TERM_MIN),
    ] {
        for left in first {
            for right in second {
                terms.add(field, &[left.as_str(), right].concat(), fewest);
            }
        }
    }
    if rendering.dotted {
        for text in &surname_full {
            terms.add(field, text, PART_MIN);
        }
    }
    if given.len() > 1 {
        for text in &given_full {
            terms.add(field, text, PART_MIN);
        }
    }
    // A short surname means nothing alone, and a name with the end of the phone number.
    for tail in phone_tails {
        for text in &surname_full {
            terms.add(field, &[text.as_str(), tail].concat(), PART_MIN);
        }
    }
}

/// The first letter of each syllable. `ü` never begins one (it is written yu).
fn initials(syllables: &[Syllable]) -> String {
    syllables.iter().filter_map(|syllable| syllable.as_str().chars().next()).collect()
}

/// The syllables written together, each way `ü` is typed; one way for the whole name at a time.
fn joined_spellings(syllables: &[Syllable]) -> Vec<String> {
    let each: Vec<Vec<String>> = syllables.iter().map(Syllable::spellings).collect();
    let ways = each.iter().map(Vec::len).max().unwrap_or(1);
    (0..ways)
        .map(|way| {
            each.iter().filter_map(|typed| typed.get(way).or_else(|| typed.first())).cloned().collect()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    use crate::identity::pinyin::DEPTH;

    const ALL: &[IdentityField] = &[
        IdentityField::Username,
        IdentityField::Phone,
        IdentityField::EmailPrefix,
        IdentityField::NamePinyin,
    ];

    fn has(identity: &Identity, text: &str) -> bool {
        let wanted = symbols(text);
        terms(identity, ALL, DEPTH).list.iter().any(|term| term.symbols == wanted)
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
        assert!(terms(&named("王小明"), ALL, DEPTH).complete && terms(&named("José"), ALL, DEPTH).complete);
        assert!(!terms(&named("王𰻞明"), ALL, DEPTH).complete);
    }

    #[test]
    fn bounded() {
        assert!(terms(&named(&"单".repeat(200)), ALL, DEPTH).list.len() <= TERMS_MAX);
    }
}
