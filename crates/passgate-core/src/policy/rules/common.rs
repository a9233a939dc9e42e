//! Passwords that many people use (EIAM `PWD.0006` 该密码为弱密码).

use std::sync::Arc;

use serde::Serialize;
use zeroize::Zeroize as _;

use crate::document::{Fault, Field, FieldSet, IdentityField, Pattern, Record, Shape, Treatment};
use crate::identity::{Identity, Person};
use crate::matching::{ascii_of, is_passed_over};
use crate::phrases::{Sentence, Values};
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, shape};
use crate::text::{Span, Text, decode};
use crate::verdict::{Code, PackedViolation};
use crate::weak::{self, Stem, WeakList};

/// Refuses common passwords, whatever the other rules are and ignoring letter case: the most frequent
/// passwords, one repeated character, plain sequences and keyboard rows, days of the years 1973 to 1997 with four
/// digits of the year or two (`19900131`, `900131`; with two, 1968 to 1999). The member `patterns` decides about variations of them, and about a listed password in other characters (`ｐａｓｓｗｏｒｄ`, a
/// zero-width space inside): no vendor's page says whether the vendor normalises a password before it
/// compares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Common {
    /// The treatment of a pattern such as `Huawei@123` or `1qaz@WSX3edc`: a disguised listed word (also in
    /// full-width or similar characters), a keyboard walk, a sequence, a repetition, a date, a number that
    /// sounds like words.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub patterns: Treatment,
}

impl Common {
    /// The fields whose words count as stems of patterns.
    pub(crate) fn stems(&self) -> FieldSet {
        let stems = [IdentityField::Username, IdentityField::EmailPrefix, IdentityField::NamePinyin];
        if self.patterns == Treatment::Off { FieldSet::default() } else { stems.into() }
    }
}

/// The rule prepared for one person.
pub(crate) struct PreparedCommon {
    patterns: Treatment,
    stems: FieldSet,
    person: Arc<Person>,
}

impl PreparedCommon {
    /// Whether the text is refused, rather than only advised against.
    pub(crate) fn refuses(&self, units: &[u16]) -> bool {
        WeakList::shipped().is_some_and(|list| {
            Known::of(units, list).is_listed()
                || (self.patterns == Treatment::Refuse && self.pattern(&Text::new(units), list).is_some())
        })
    }

    #[inline(never)]
    fn pattern(&self, text: &Text<'_>, list: &WeakList) -> Option<Pattern> {
        let stem = |word: &[u8]| {
            if self.person.is_word(word, self.stems) {
                return Some(Stem::Identity);
            }
            list.is_word(word).then_some(Stem::Listed)
        };
        if let Some(typed) = LowerCase::of(text.units()) {
            return weak::pattern(typed.bytes(), &stem);
        }
        let alike = LowerCase::like(text.units()).and_then(|alike| {
            let alike = alike.bytes();
            let listed = || list.contains(alike).then_some(Pattern::Word);
            weak::obvious_pattern(alike).or_else(listed).or_else(|| weak::pattern(alike, &stem))
        });
        alike.or_else(|| weak::is_repeated(text.units()).then_some(Pattern::Repeat))
    }
}

impl RuleKind for Common {
    const SHAPE: Shape = shape(&[], &[Field::Patterns]);
    type Prepared = PreparedCommon;

    fn read(record: &Record<'_>) -> Result<Self, Fault> {
        Ok(Self { patterns: record.word(Field::Patterns).unwrap_or_default() })
    }

    fn ask<'r>(&'r self, _: &mut Values<'r>) -> Sentence {
        Sentence::AskCommon
    }

    /// The person's words are stems of patterns, even if the rule `identity` does not look for them.
    fn prepare(&self, _: &Identity, person: &Arc<Person>) -> PreparedCommon {
        PreparedCommon { patterns: self.patterns, stems: self.stems(), person: Arc::clone(person) }
    }

    fn check<'c>(&'c self, prepared: &'c PreparedCommon) -> &'c dyn Check {
        prepared
    }

    fn looks_for(&self) -> FieldSet {
        self.stems()
    }
}

impl Check for PreparedCommon {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        let Some(list) = WeakList::shipped() else { return Verdict::Unsure(None) };
        let known = Known::of(text.units(), list);
        let listed = known.is_listed();
        let pattern =
            if listed || self.patterns == Treatment::Off { known.obvious } else { self.pattern(text, list) };
        if !listed && pattern.is_none() {
            return Verdict::Met;
        }
        spans.push(text.whole());
        let pattern = pattern.map_or(0, |pattern| (pattern as u32).saturating_add(1));
        let violation = PackedViolation::of(Code::TooCommon, pattern);
        if listed || self.patterns == Treatment::Refuse {
            Verdict::Unmet(violation)
        } else {
            Verdict::Unsure(Some(violation))
        }
    }
}

/// Whether a text is listed, in any letter case: it is an entry of the list, or an obvious pattern, which
/// needs no entry.
struct Known {
    entry: bool,
    obvious: Option<Pattern>,
}

impl Known {
    fn of(units: &[u16], list: &WeakList) -> Self {
        if weak::is_one_character(units) {
            return Self { entry: false, obvious: Some(Pattern::Repeat) };
        }
        let Some(text) = LowerCase::of(units) else { return Self { entry: false, obvious: None } };
        Self { entry: list.contains(text.bytes()), obvious: weak::obvious_pattern(text.bytes()) }
    }

    const fn is_listed(&self) -> bool {
        self.entry || self.obvious.is_some()
    }
}

/// The text in lower case. Dropping it wipes the bytes, but only those that were written, because wiping is
/// most of the cost of a short text.
struct LowerCase {
    bytes: [u8; weak::TEXT_MAX],
    length: usize,
}

impl LowerCase {
    /// `None` if the text does not fit or is not ASCII. Such a text is not on the list, and its only pattern
    /// is repetition.
    fn of(units: &[u16]) -> Option<Self> {
        let mut text = Self { bytes: [0; weak::TEXT_MAX], length: units.len() };
        for (byte, unit) in text.bytes.get_mut(..units.len())?.iter_mut().zip(units) {
            *byte = u8::try_from(*unit).ok().filter(u8::is_ascii)?.to_ascii_lowercase();
        }
        Some(text)
    }

    /// The text in ASCII, if each visible character is a form of an ASCII character or looks like one. Marks
    /// and invisible characters are dropped.
    fn like(units: &[u16]) -> Option<Self> {
        let mut text = Self { bytes: [0; weak::TEXT_MAX], length: 0 };
        for character in decode(units).filter(|character| !is_passed_over(*character)) {
            // Counts the bytes that were written, because dropping the value wipes that many.
            *text.bytes.get_mut(text.length)? = ascii_of(character)?.to_ascii_lowercase();
            text.length = text.length.saturating_add(1);
        }
        Some(text)
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }
}

impl Drop for LowerCase {
    fn drop(&mut self) {
        self.bytes.get_mut(..self.length).unwrap_or_default().zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::policy::rules::table::{Verdict, judge, rule};
    use crate::verdict::Violation;

    #[test]
    fn the_persons_own_words_are_stems() {
        let json = r#"{"rule":"common","patterns":"refuse"}"#;
        let person =
            Identity { name: Some("欧阳锋".into()), username: Some("Oyf".into()), ..Identity::default() };
        let own = || Verdict::Unmet(Violation::TooCommon { pattern: Some(Pattern::Identity) });
        for (text, identity, expected) in [
            ("Ouyangfeng@1990", &person, own()),
            ("oyf20240101", &person, own()),
            ("Ouyangfeng@1990", &Identity::default(), Verdict::Met),
            ("Ouyangfeng-Kx7#mQ2", &person, Verdict::Met),
        ] {
            assert_eq!(judge(&rule(json).unwrap(), identity, text).0, expected, "{text}");
        }
    }

    #[test]
    fn passwords() {
        let listed = || Verdict::Unmet(Violation::TooCommon { pattern: None });
        let unmet = |pattern| Verdict::Unmet(Violation::TooCommon { pattern: Some(pattern) });
        let unsure = |pattern| Verdict::Unsure(Some(Violation::TooCommon { pattern: Some(pattern) }));
        for (patterns, text, expected) in [
            ("advise", "1qaz2wsx", listed()),
            ("advise", "Password1", listed()),
            ("advise", "P@ssw0rd123", unsure(Pattern::Word)),
            ("refuse", "P@ssw0rd123", unmet(Pattern::Word)),
            ("off", "P@ssw0rd123", Verdict::Met),
            ("off", "1qaz2wsx", listed()),
            ("advise", "Kx7#mQ2$vL9p", Verdict::Met),
            ("advise", "密码1qaz2wsx", Verdict::Met),
            ("advise", "密码密码密码", unsure(Pattern::Repeat)),
            ("refuse", "!QAZ@WSX3edc", unmet(Pattern::Walk)),
            ("advise", &"Kx7#mQ2$vL".repeat(20_000), unsure(Pattern::Repeat)),
            ("advise", "0123456789012345678", unsure(Pattern::Sequence)),
            ("advise", "", Verdict::Met),
        ] {
            let json = format!(r#"{{"rule":"common","patterns":"{patterns}"}}"#);
            let (verdict, spans) = judge(&rule(&json).unwrap(), &Identity::default(), text);
            assert_eq!(verdict, expected, "{patterns} {text}");
            assert_eq!(spans.is_empty(), verdict == Verdict::Met, "{text}");
        }
        assert_eq!(rule(r#"{"rule":"common","patterns":"maybe"}"#).unwrap_err().path, "patterns");
    }

    #[test]
    fn a_listed_password_in_other_characters_is_a_guess() {
        use Pattern::{Date, Repeat, Sequence, Walk, Word};
        for (text, pattern) in [
            ("ｐａｓｓｗｏｒｄ", Word),
            ("ＰＡＳＳＷＯＲＤ", Word),
            ("pass\u{200B}word", Word),
            ("\u{FEFF}password\u{200D}", Word),
            ("pa\u{AD}ss\u{2060}word", Word),
            ("pass\u{202E}word", Word),
            ("pa\u{301}ssword", Word),
            ("pássword", Word),
            ("pässwörd", Word),
            ("𝐩𝐚𝐬𝐬𝐰𝐨𝐫𝐝", Word),
            ("𝖕𝖆𝖘𝖘𝖜𝖔𝖗𝖉", Word),
            ("𝚙𝚊𝚜𝚜𝚠𝚘𝚛𝚍", Word),
            ("ⓟⓐⓢⓢⓦⓞⓡⓓ", Word),
            ("pаsswоrd", Word),
            ("ｐ＠ｓｓｗ０ｒｄ", Word),
            ("ｐａｓｓｗｏｒｄ１２３", Word),
            ("ｈｕａｗｅｉ＠１２３", Word),
            ("１２３４５６", Sequence),
            ("①②③④⑤⑥", Sequence),
            ("12\u{200B}3456", Sequence),
            ("𝟏𝟐𝟑𝟒𝟓𝟔", Sequence),
            ("ｑｗｅｒｔｙｕｉｏｐ", Walk),
            ("１９９００１０１", Date),
            ("１２１２１２", Repeat),
        ] {
            let doubt = || Violation::TooCommon { pattern: Some(pattern) };
            for (patterns, expected) in [
                ("advise", Verdict::Unsure(Some(doubt()))),
                ("refuse", Verdict::Unmet(doubt())),
                ("off", Verdict::Met),
            ] {
                let json = format!(r#"{{"rule":"common","patterns":"{patterns}"}}"#);
                let (verdict, spans) = judge(&rule(&json).unwrap(), &Identity::default(), text);
                assert_eq!(verdict, expected, "{patterns} {}", text.escape_unicode());
                assert_eq!(spans.is_empty(), patterns == "off");
            }
        }
        let person = Identity { username: Some("oyfeng".into()), ..Identity::default() };
        let common = rule(r#"{"rule":"common","patterns":"advise"}"#).unwrap();
        let own = Violation::TooCommon { pattern: Some(Pattern::Identity) };
        assert_eq!(judge(&common, &person, "ｏｙｆｅｎｇ２０２４").0, Verdict::Unsure(Some(own)));
        for text in ["Ｋx7#mQ2$vL9p", "密ｐａｓｓｗｏｒｄ", "pass word\u{3000}", "\u{200B}\u{301}"]
        {
            assert_eq!(
                judge(&common, &Identity::default(), text).0,
                Verdict::Met,
                "{}",
                text.escape_unicode()
            );
        }
    }

    #[test]
    fn listed_passwords_are_refused_whatever_the_other_rules_are() {
        use Pattern::{Date, Repeat, Sequence, Walk};
        let long = "7".repeat(8_000);
        for patterns in ["advise", "refuse", "off"] {
            let common = rule(&format!(r#"{{"rule":"common","patterns":"{patterns}"}}"#)).unwrap();
            for (pattern, texts) in [
                (
                    None,
                    &["password", "PassWord", "letmein", "admin", "ADMIN", "iloveyou", "woaini", "P@ssw0rd"]
                        [..],
                ),
                (None, &["1q2w3e4r", "abc123", "123123a", "5201314", "monkey", "sunshine", "123456789a"]),
                (Some(Sequence), &["123456", "12345678", "abcdefgh", "ABCdef", "987654321"]),
                (Some(Walk), &["qwerty", "QwErTy", "qwertyuiop", "1234567890", "!@#$%^&*"]),
                (
                    Some(Repeat),
                    &[
                        "111111",
                        "000000",
                        "AAaaAA",
                        "!!!!!!",
                        "密密密密",
                        "👍👍👍",
                        "1",
                        "x",
                        "123123",
                        &long,
                    ],
                ),
                (Some(Date), &["19900101", "881231"]),
            ] {
                for text in texts {
                    let (verdict, spans) = judge(&common, &Identity::default(), text);
                    let end = text.encode_utf16().count() as u32;
                    assert_eq!(
                        verdict,
                        Verdict::Unmet(Violation::TooCommon { pattern }),
                        "{patterns} {text}"
                    );
                    assert_eq!(spans, [Span(0, end)], "{patterns} {text}");
                }
            }
            for text in ["", "Kx7#mQ2$vL9p", "correct horse battery", "73914", "密码", "abba1x"] {
                assert_eq!(judge(&common, &Identity::default(), text).0, Verdict::Met, "{patterns} {text}");
            }
        }
    }
}
