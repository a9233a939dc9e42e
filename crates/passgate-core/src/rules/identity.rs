//! Nothing about the person (EIAM `PWD.0009` 密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音).

use serde::Serialize;

use crate::automaton::{Automaton, Found};
use crate::fields::{Field, Shape};
use crate::finding::Span;
use crate::fold::{Folded, fold, is_ambiguous, is_digit, is_letter};
use crate::identity::{Identity, PersonTerms, READINGS, Term, terms};
use crate::reason::{Code, Reason};
use crate::record::Record;
use crate::rules::{Check, Scratch, Verdict, merge, shape};
use crate::text::Text;
use crate::violation::{FieldSet, IdentityField};
use crate::word_list::WordList;

/// What of the person a password may not contain. The company's words that the identity carries
/// always count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct IdentityRule {
    /// The fields looked for.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<IdentityField>"))]
    pub fields: WordList<IdentityField>,
    /// How many readings of each Han character of a name are tried, the most plausible first; 3
    /// where absent. More protect a rare reading and refuse a few more passwords.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub readings: Option<u32>,
}

impl IdentityRule {
    pub(crate) const SHAPE: Shape = shape(&[Field::Fields], &[Field::Readings]);

    pub(crate) fn read(record: &Record<'_>) -> Self {
        Self { fields: record.words(Field::Fields), readings: record.number(Field::Readings) }
    }

    pub(crate) fn prepare(&self, identity: &Identity) -> PreparedIdentity {
        let depth = self.readings.map_or(READINGS, |readings| readings as usize);
        PreparedIdentity::new(identity, self.fields.iter().collect(), depth)
    }
}

/// The rule made ready for one person.
pub(crate) struct PreparedIdentity {
    automaton: Automaton,
    terms: PersonTerms,
}

/// A word shorter than this must stand by itself: `wxm2024`, not inside a longer word.
const ALONE_BELOW: usize = 4;

impl PreparedIdentity {
    #[inline(never)]
    fn new(identity: &Identity, fields: FieldSet, depth: usize) -> Self {
        let mut terms = terms(identity, fields, depth);
        let automaton = Automaton::new(&terms.words);
        terms.incomplete |= automaton.is_cut();
        Self { automaton, terms }
    }

    /// Whether every term of the person is known.
    pub(crate) const fn is_complete(&self) -> bool {
        !self.terms.incomplete
    }

    /// The table itself, for the fast path.
    pub(crate) const fn automaton(&self) -> &Automaton {
        &self.automaton
    }

    /// Whether the text contains any of the terms.
    #[inline(never)]
    pub(crate) fn hits(&self, units: &[u16]) -> bool {
        let mut hit = false;
        self.find(units, |_, _| hit = true);
        hit
    }

    /// Every term in the text with its span: once with `@`, `$` and `!` read as letters, and once
    /// as separators.
    fn find(&self, units: &[u16], mut hit: impl FnMut(&Term, Span)) {
        if self.automaton.is_empty() {
            return;
        }
        let both = units.iter().any(|unit| is_ambiguous(*unit));
        for leet in [true, false] {
            if leet || both {
                self.automaton.find(units, leet, |found| {
                    if let Some((term, span)) = self.confirm(units, leet, found) {
                        hit(term, span);
                    }
                });
            }
        }
    }

    /// A word found in folded text must look like the term in the typed text, too.
    fn confirm(&self, units: &[u16], leet: bool, found: Found) -> Option<(&Term, Span)> {
        let (term, symbols) = (self.terms.list.get(found.word)?, self.terms.words.get(found.word));
        let (mut letters, mut digits, mut left) = (0_usize, 0_usize, symbols.len());
        let mut from = found.last.wrapping_add(1);
        while left > 0 {
            from = from.checked_sub(1)?;
            let unit = *units.get(from)?;
            if fold(unit, leet) == Folded::Nothing {
                continue;
            }
            left = left.wrapping_sub(1);
            letters = letters.wrapping_add(usize::from(is_letter(unit)));
            digits = digits.wrapping_add(usize::from(is_digit(unit)));
        }
        let plain = symbols.iter().all(|symbol| *symbol < 0x80);
        let short = plain && symbols.len() < ALONE_BELOW;
        let enough_letters = match (term.letters, short) {
            (0, _) => true,
            (all, true) => letters >= usize::from(all).min(2),
            (all, false) => letters >= usize::from(all).div_ceil(4),
        };
        let enough_digits = digits >= usize::from(term.digits).div_ceil(2);
        let to = found.last.wrapping_add(1);
        let beside = |index: Option<usize>| {
            index.and_then(|index| units.get(index)).is_some_and(|unit| is_letter(*unit))
        };
        let alone = !beside(from.checked_sub(1)) && !beside(Some(to));
        if !enough_letters || !enough_digits || (short && !alone) {
            return None;
        }
        Some((term, Span(from as u32, to as u32)))
    }
}

impl Check for PreparedIdentity {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        let mut fields = FieldSet::default();
        let begin = spans.len();
        self.find(text.units(), |term, span| {
            fields.add(term.fields);
            spans.push(span);
        });
        if fields.is_empty() {
            return if self.terms.incomplete { Verdict::Unsure(None) } else { Verdict::Met };
        }
        merge(spans, begin);
        Verdict::Unmet(Reason::of(Code::ContainsIdentity, u32::from(fields.bits())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::table::{Verdict, judge, rule};
    use crate::violation::Violation;

    const ALL: &str = r#"{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}"#;

    fn wang() -> Identity {
        Identity {
            username: Some("wangxm".into()),
            name: Some("王小明".into()),
            phones: vec!["13800138000".into()],
            emails: vec!["xiaoming.w@example.com".into()],
            words: vec!["Passgate".into()],
        }
    }

    #[test]
    fn passwords() {
        use IdentityField::{EmailPrefix, NamePinyin, Phone, Username, Words};
        for (text, fields, spans) in [
            ("Kx7#mQ2$vL9p", vec![], vec![]),
            (
                "Wangxiaoming@13800138000",
                vec![Phone, EmailPrefix, NamePinyin],
                vec![Span(0, 12), Span(13, 24)],
            ),
            ("x-WANGXM-1", vec![Username, NamePinyin], vec![Span(2, 8)]),
            ("wxm#2024", vec![NamePinyin], vec![Span(0, 3)]),
            ("xwxm2024", vec![], vec![]),
            ("W@ng.Xia0_M1ng!", vec![EmailPrefix, NamePinyin], vec![Span(0, 14)]),
            ("👍xiaoming.w1", vec![EmailPrefix, NamePinyin], vec![Span(2, 12)]),
            ("1380013!", vec![], vec![]),
            ("138-0013-8000", vec![Phone], vec![Span(0, 13)]),
            ("myPASSGATE1", vec![Words], vec![Span(2, 10)]),
            ("王小明Abc123", vec![NamePinyin], vec![Span(0, 3)]),
            ("ｗａｎｇxiǎomíng", vec![EmailPrefix, NamePinyin], vec![Span(0, 12)]),
            ("w\u{200B}angxm", vec![Username, NamePinyin], vec![Span(0, 7)]),
        ] {
            let (verdict, found) = judge(&rule(ALL).unwrap(), &wang(), text);
            let wanted = if fields.is_empty() {
                Verdict::Met
            } else {
                Verdict::Unmet(Violation::ContainsIdentity { fields: fields.into_iter().collect() })
            };
            assert_eq!((verdict, found), (wanted, spans), "{text}");
        }
    }

    #[test]
    fn digits_are_not_initials() {
        let zoe = Identity { name: Some("周欧娥".into()), ..Identity::default() };
        for (text, hit) in [("203-Kx#", false), ("zoe-Kx#", true), ("z0e-Kx#", true), ("Zoeken12", false)] {
            let (verdict, _) = judge(&rule(ALL).unwrap(), &zoe, text);
            assert_eq!(verdict != Verdict::Met, hit, "{text}");
        }
    }

    #[test]
    fn a_username_is_found_whatever_it_is_made_of() {
        for username in ["i0", "ab", "７７７７", "a\u{200B}\u{200B}\u{200B}\u{200B}b12", "@$!", "３a"] {
            let person = Identity { username: Some(username.into()), ..Identity::default() };
            let (verdict, _) = judge(&rule(ALL).unwrap(), &person, &format!("~{username}~"));
            assert_ne!(verdict, Verdict::Met, "{username}");
        }
    }

    #[test]
    fn words_that_fold_into_one_are_both_found() {
        let person = Identity {
            username: Some("lll".into()),
            emails: vec!["111@example.com".into()],
            ..Identity::default()
        };
        for text in ["~lll~", "~111~"] {
            assert_ne!(judge(&rule(ALL).unwrap(), &person, text).0, Verdict::Met, "{text}");
        }
    }

    #[test]
    fn long_words_of_the_company_leave_room_for_the_name() {
        let characters: Vec<char> = "重长行乐曾单解朝降藏和传兴".chars().collect();
        let word = |first: usize| characters.iter().cycle().skip(first).take(24).collect();
        let words = (0..characters.len()).map(word).collect();
        let person = Identity { name: Some("王小明".into()), words, ..Identity::default() };
        assert_ne!(judge(&rule(ALL).unwrap(), &person, "wangxiaoming1").0, Verdict::Met);
    }

    #[test]
    fn what_there_is_no_room_for_is_unsure() {
        // Too many terms, too many letters, too many different characters.
        let word = |number: u32, length| {
            let letter =
                |place| char::from(b'a' + (number.wrapping_mul(2_654_435_761) >> (place % 28)) as u8 % 26);
            (0..length).map(letter).collect::<String>()
        };
        let han = |first: u32| (first..first + 20).filter_map(char::from_u32).collect();
        for (words, expected) in [
            ((0..64).map(|number| word(number, 9)).collect::<Vec<String>>(), Verdict::Met),
            ((0..4_096).map(|number| word(number, 9)).collect(), Verdict::Unsure(None)),
            ((0..64).map(|number| word(number, 250)).collect(), Verdict::Unsure(None)),
            ((0..9).map(|number| han(0xAC00 + 20 * number)).collect(), Verdict::Met),
            ((0..11).map(|number| han(0xAC00 + 20 * number)).collect(), Verdict::Unsure(None)),
        ] {
            let person = Identity { words, ..wang() };
            assert_eq!(judge(&rule(ALL).unwrap(), &person, "7#2$9^4&").0, expected, "{}", person.words.len());
            let found = judge(&rule(ALL).unwrap(), &person, "Wangxm@1").0;
            assert!(matches!(found, Verdict::Unmet(_)), "{found:?}");
        }
    }

    #[test]
    fn the_policy_says_how_many_readings() {
        let person = Identity { name: Some("曾毅".into()), ..Identity::default() };
        for (readings, hit) in [(1, false), (2, true)] {
            let rule =
                rule(&format!(r#"{{"rule":"identity","fields":["name-pinyin"],"readings":{readings}}}"#));
            assert_eq!(judge(&rule.unwrap(), &person, "cengyi99#").0 != Verdict::Met, hit, "{readings}");
        }
    }

    #[test]
    fn a_name_nobody_can_read_is_unsure() {
        let person = Identity { name: Some("王𰻞明".into()), ..Identity::default() };
        assert_eq!(judge(&rule(ALL).unwrap(), &person, "Kx7#mQ2$vL9p").0, Verdict::Unsure(None));
        assert_ne!(judge(&rule(ALL).unwrap(), &person, "王𰻞明Abc1").0, Verdict::Unsure(None));
    }

    #[test]
    fn only_the_fields_asked_for() {
        let phone = rule(r#"{"rule":"identity","fields":["phone"]}"#).unwrap();
        assert_eq!(judge(&phone, &wang(), "wangxm-wangxiaoming").0, Verdict::Met);
    }

    #[test]
    fn impossible_documents() {
        for (json, path) in [
            (r#"{"rule":"identity","fields":[]}"#, "fields"),
            (r#"{"rule":"identity","fields":["phone","phone"]}"#, "fields[1]"),
            (r#"{"rule":"identity","fields":["birthday"]}"#, "fields[0]"),
            (r#"{"rule":"identity"}"#, "fields"),
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }
}
