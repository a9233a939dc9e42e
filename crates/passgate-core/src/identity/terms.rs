//! The words a password of this person may not contain, each with the field it came from.

use std::collections::BTreeSet;

use crate::candidate::folded;
use crate::identity::Identity;
use crate::identity::pinyin::{DEPTH, Rendering, is_separator, renderings};
use crate::identity::readings::compiled_in;
use crate::identity::syllable::Syllable;
use crate::violation::IdentityField;

/// A forbidden word, its letter case folded away.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Term {
    pub(crate) field: IdentityField,
    pub(crate) text: Vec<char>,
}

/// The most terms of one person. They are made in the order of their likelihood, so what is cut
/// off is the rarest rendering of a long name.
pub(crate) const TERMS_MAX: usize = 2_048;

/// Fewer characters than these are no term: a password is not refused for containing `li`.
const USERNAME_MIN: usize = 2;
const EMAIL_PREFIX_MIN: usize = 3;
const PHONE_MIN: usize = 6;
const WORD_MIN: usize = 3;
const FULL_NAME_MIN: usize = 4;
const INITIALS_MIN: usize = 3;
const GIVEN_NAME_MIN: usize = 4;
const MIXED_NAME_MIN: usize = 4;

/// The terms of the wanted fields; the company's words always count.
pub(crate) fn terms(identity: &Identity, fields: &[IdentityField]) -> Vec<Term> {
    let mut collected = Collected::default();
    if fields.contains(&IdentityField::Username)
        && let Some(username) = &identity.username
    {
        collected.add(IdentityField::Username, username.trim(), USERNAME_MIN);
    }
    if fields.contains(&IdentityField::Phone) {
        for phone in &identity.phones {
            phone_terms(phone, &mut collected);
        }
    }
    if fields.contains(&IdentityField::EmailPrefix) {
        for email in &identity.emails {
            let prefix = email.trim().split('@').next().unwrap_or_default();
            collected.add(IdentityField::EmailPrefix, prefix, EMAIL_PREFIX_MIN);
        }
    }
    for word in &identity.words {
        collected.add(IdentityField::Words, word.trim(), WORD_MIN);
    }
    if fields.contains(&IdentityField::NamePinyin)
        && let Some(name) = &identity.name
    {
        name_terms(name.trim(), &mut collected);
    }
    collected.terms
}

#[derive(Default)]
struct Collected {
    terms: Vec<Term>,
    seen: BTreeSet<Term>,
}

impl Collected {
    fn add(&mut self, field: IdentityField, text: &str, fewest: usize) {
        let text = folded(text);
        if text.len() < fewest || self.terms.len() >= TERMS_MAX {
            return;
        }
        let term = Term { field, text };
        if self.seen.insert(term.clone()) {
            self.terms.push(term);
        }
    }
}

/// The number with and without its country code, and its last eight, seven and six digits.
fn phone_terms(phone: &str, collected: &mut Collected) {
    let digits: String = phone.chars().filter(char::is_ascii_digit).collect();
    let national = ["0086", "86"]
        .iter()
        .find_map(|code| digits.strip_prefix(code).filter(|rest| rest.len() == 11))
        .unwrap_or(&digits);
    for text in [digits.as_str(), national] {
        collected.add(IdentityField::Phone, text, PHONE_MIN);
    }
    for last in [8, 7, 6] {
        if let Some(from) = national.len().checked_sub(last)
            && let Some(tail) = national.get(from..)
        {
            collected.add(IdentityField::Phone, tail, PHONE_MIN);
        }
    }
}

/// A Han name in pinyin; a Latin name as it is, whole and in parts.
fn name_terms(name: &str, collected: &mut Collected) {
    let field = IdentityField::NamePinyin;
    let renderings =
        compiled_in().and_then(|readings| renderings(&readings, name, DEPTH)).unwrap_or_default();
    if renderings.is_empty() {
        let joined: String = name.chars().filter(|c| !is_separator(*c)).collect();
        collected.add(field, &joined, FULL_NAME_MIN);
        for part in name.split(is_separator) {
            collected.add(field, part, GIVEN_NAME_MIN);
        }
        return;
    }
    for rendering in &renderings {
        rendering_terms(rendering, collected);
    }
    // The name itself, for products that take Han characters.
    collected.add(field, name, 2);
}

fn rendering_terms(rendering: &Rendering, collected: &mut Collected) {
    let field = IdentityField::NamePinyin;
    let (surname, given) = rendering.syllables.split_at_checked(rendering.surname).unwrap_or((&[], &[]));
    let initials_of = |syllables: &[Syllable]| -> Vec<String> {
        // `ü` itself never begins a syllable of a name (it is written yu), so one initial each.
        vec![syllables.iter().filter_map(|syllable| syllable.as_str().chars().next()).collect()]
    };
    let surname_full = joined_spellings(surname);
    let given_full = joined_spellings(given);
    for (first, second, fewest) in [
        (&surname_full, &given_full, FULL_NAME_MIN),
        (&given_full, &surname_full, FULL_NAME_MIN),
        (&surname_full, &initials_of(given), MIXED_NAME_MIN),
        (&initials_of(given), &surname_full, MIXED_NAME_MIN),
        (&initials_of(surname), &given_full, MIXED_NAME_MIN),
        (&initials_of(surname), &initials_of(given), INITIALS_MIN),
    ] {
        for left in first {
            for right in second {
                collected.add(field, &format!("{left}{right}"), fewest);
            }
        }
    }
    if rendering.dotted {
        for text in &surname_full {
            collected.add(field, text, GIVEN_NAME_MIN);
        }
    }
    if given.len() > 1 {
        for text in &given_full {
            collected.add(field, text, GIVEN_NAME_MIN);
        }
    }
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

    const ALL: &[IdentityField] = &[
        IdentityField::Username,
        IdentityField::Phone,
        IdentityField::EmailPrefix,
        IdentityField::NamePinyin,
    ];

    fn texts(identity: &Identity, fields: &[IdentityField]) -> Vec<String> {
        terms(identity, fields).into_iter().map(|term| term.text.into_iter().collect()).collect()
    }

    fn named(name: &str) -> Vec<String> {
        texts(&Identity { name: Some(name.into()), ..Identity::default() }, ALL)
    }

    #[test]
    fn names() {
        for (name, expected) in [
            ("王小明", vec!["wangxiaoming", "xiaomingwang", "wangxm", "xmwang", "wxm", "xiaoming", "王小明"]),
            ("曾国藩", vec!["zengguofan", "cengguofan", "zenggf", "zgf"]),
            ("欧阳锋", vec!["ouyangfeng", "ouyangf", "oyf"]),
            ("吕布", vec!["lvbu", "lubu", "lyubu", "lübu"]),
            ("李四", vec!["lisi", "sili"]),
            ("Ana García-López", vec!["anagarcíalópez", "garcía", "lópez"]),
        ] {
            let terms = named(name);
            for text in expected {
                assert!(terms.iter().any(|term| term == text), "{name}: {text} not in {terms:?}");
            }
        }
    }

    #[test]
    fn short_names_do_not_match_alone() {
        for name in ["李娜", "李四", "王小明"] {
            for short in ["li", "wang", "ln", "xm", "na", "si"] {
                assert!(!named(name).iter().any(|term| term == short), "{name}: {short}");
            }
        }
    }

    #[test]
    fn phones_and_prefixes() {
        let identity = Identity {
            username: Some("WangXM".into()),
            phones: vec!["+86 138-0013-8000".into(), "12345".into()],
            emails: vec!["Xiao.Ming@example.com".into(), "xy@example.com".into()],
            words: vec!["PassGate".into(), "it".into()],
            ..Identity::default()
        };
        let expected = [
            "wangxm",
            "8613800138000",
            "13800138000",
            "00138000",
            "0138000",
            "138000",
            "xiao.ming",
            "passgate",
        ];
        assert_eq!(texts(&identity, ALL), expected);
        assert_eq!(texts(&identity, &[IdentityField::Username]), ["wangxm", "passgate"]);
    }

    #[test]
    fn bounded() {
        assert!(named(&"单".repeat(200)).len() <= TERMS_MAX);
    }
}
