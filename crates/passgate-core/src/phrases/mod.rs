//! What is said to a person: a violation, a rule, in every language. The sentences themselves stand
//! in `sentences.rs`.

mod locale;
mod sentences;

use serde::Serialize;

use crate::document::{DocumentError, Node};
use crate::phrases::sentences::{Sentence, Values};
use crate::policy::rules::{Letters, Relation, Rule, Unit};
use crate::text::{text_of, trimmed, units};
use crate::verdict::{Code, Count, PackedViolation, RuleName, Violation};

pub use locale::Locale;

/// Why a password is refused, in one sentence.
pub fn describe(violation: &Violation, locale: Locale) -> String {
    say(violation.packed(), violation.message().unwrap_or_default().to_owned(), locale)
}

/// The same of a violation as plain data.
///
/// # Errors
/// As [`Violation::read`].
pub fn describe_node(violation: Node<'_>, locale: Locale) -> Result<String, Box<DocumentError>> {
    let (violation, message) = PackedViolation::read(violation)?;
    Ok(say(violation, message.unwrap_or_default(), locale))
}

fn say(violation: PackedViolation, mut message: String, locale: Locale) -> String {
    let [first, second, third] = violation.parameters;
    let mut values = Values { numbers: [first, second], ..Values::default() };
    let sentence = match violation.code {
        Code::Empty => Sentence::Empty,
        Code::TooShort | Code::TooLong | Code::WrongLength => {
            let (min, max) = violation.lengths();
            values.numbers = [min.or(max).unwrap_or(0), max.unwrap_or(0)];
            match (min, max) {
                (Some(_), Some(_)) => Sentence::Between,
                (Some(_), None) => Sentence::TooShort,
                (None, Some(_)) => Sentence::TooLong,
                (None, None) => Sentence::WrongLength,
            }
        }
        Code::MatchesUsername => Sentence::MatchesUsername,
        Code::ReversesUsername => Sentence::ReversesUsername,
        Code::TooFewClasses => {
            let more = first.saturating_sub(second);
            values.numbers = [more, 0];
            values.set(Sentence::Lower, third);
            if third.count_ones() <= more {
                Sentence::MissingClasses
            } else if more == 1 {
                Sentence::OneMoreClass
            } else {
                Sentence::MoreClasses
            }
        }
        Code::UnsupportedCharacter => {
            values.later = first.saturating_sub(1);
            Sentence::UnsupportedCharacter
        }
        Code::TooCommon => {
            values.later = first;
            Sentence::TooCommon
        }
        Code::Reused => Sentence::Reused,
        Code::TooRepetitive => {
            let max = first.saturating_sub(1);
            values.numbers = [max, 0];
            match (first, second) {
                (0, _) => Sentence::TooRepetitive,
                (_, 0) => Sentence::Repeats,
                (_, count) => {
                    // Of each count two sentences: for one, and for more.
                    values.later = count.saturating_sub(1).saturating_mul(2) | u32::from(max != 1);
                    Sentence::RunOfOne
                }
            }
        }
        Code::ContainsIdentity if first == 0 => Sentence::ContainsAnything,
        Code::ContainsIdentity => {
            values.set(Sentence::Username, first);
            Sentence::ContainsIdentity
        }
        Code::ResemblesIdentity => {
            values.set(Sentence::Username, first);
            Sentence::ResemblesIdentity
        }
        Code::UnknownIdentity => {
            values.set(Sentence::Username, first);
            Sentence::UnknownIdentity
        }
        Code::NotAccepted => {
            message = text_of(trimmed(&units(&message)));
            values.text = &message;
            if values.text.is_empty() { Sentence::NotAccepted } else { Sentence::NotAcceptedBecause }
        }
    };
    values.say(sentence, locale)
}

/// What a rule asks for, before anything is typed.
pub fn ask(rule: &Rule, locale: Locale) -> String {
    let mut values = Values { from: Sentence::Lower as u32, ..Values::default() };
    let sentence = match rule {
        Rule::Length(length) => {
            values.from = Sentence::Characters as u32;
            values.words.push(u32::from(length.unit == Unit::Byte));
            values.numbers = [length.min.or(length.max).unwrap_or(0), length.max.unwrap_or(0)];
            match (length.min, length.max) {
                (Some(_), Some(_)) => Sentence::AskBetween,
                (Some(_), None) => Sentence::AskMin,
                (None, _) => Sentence::AskMax,
            }
        }
        Rule::Charset(charset) => {
            let every_symbol = charset.any_symbol() || charset.symbols.len() == 32;
            for (named, word) in [
                (charset.letters == Letters::Ascii, Sentence::AsciiLetters),
                (charset.letters == Letters::Any, Sentence::AnyLetters),
                (charset.digits, Sentence::Digit),
                (charset.space, Sentence::Spaces),
                (every_symbol, Sentence::Symbol),
                (!every_symbol && !charset.symbols.is_empty(), Sentence::TheseSymbols),
            ] {
                if named {
                    values.words.push((word as u32).saturating_sub(values.from));
                }
            }
            values.text = &charset.symbols;
            Sentence::AskCharset
        }
        Rule::Composition(composition) => {
            values.numbers = [composition.at_least, composition.each];
            values.name(Sentence::Lower, composition.classes.packed());
            if composition.each > 1 {
                Sentence::AskEach
            } else if composition.at_least as usize == composition.classes.len() {
                Sentence::AskAll
            } else {
                Sentence::AskSome
            }
        }
        Rule::Username(username) => match (username.relation, username.reversed) {
            (Relation::Equal, false) => Sentence::AskNotUsername,
            (Relation::Equal, true) => Sentence::AskNotReversed,
            (Relation::Contains, false) => Sentence::AskWithoutUsername,
            (Relation::Contains, true) => Sentence::AskWithoutReversed,
        },
        Rule::Common(_) => Sentence::AskCommon,
        Rule::History(_) => Sentence::AskHistory,
        Rule::Repetition(repetition) => {
            values.numbers = [repetition.max, 0];
            match (repetition.count, repetition.max) {
                (Count::Run, 1) => Sentence::AskRunOfOne,
                (Count::Run, _) => Sentence::AskRun,
                (Count::Total, 1) => Sentence::AskTotalOfOne,
                (Count::Total, _) => Sentence::AskTotal,
            }
        }
        Rule::Identity(identity) => {
            values.name(Sentence::Username, identity.fields.packed());
            Sentence::AskIdentity
        }
    };
    values.say(sentence, locale)
}

/// The row of a refusal that no rule of the policy covers.
pub fn vendor_row(locale: Locale) -> String {
    Values::default().say(Sentence::AskVendor, locale)
}

/// One row of the checklist before anything is typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Asked {
    /// Which rule the row is.
    pub rule: RuleName,
    /// What it asks for.
    pub text: String,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{CharacterKind, Class, IdentityField, Pattern, Policy, Product};

    #[test]
    fn sentences() {
        use Class::{Digit, Lower, Symbol, Upper};
        let classes = |required, found, missing: &[Class]| Violation::TooFewClasses {
            required,
            found,
            missing: missing.iter().copied().collect(),
        };
        for (violation, zh, en) in [
            (Violation::TooShort { min: 8 }, "至少需要 8 个字符", "Use at least 8 characters"),
            (
                Violation::WrongLength { min: Some(8), max: Some(18) },
                "长度须为 8～18 个字符",
                "Use 8 to 18 characters",
            ),
            (classes(2, 1, &[Digit]), "还需要包含数字", "Add digits"),
            (
                classes(3, 2, &[Upper, Symbol]),
                "还需要再包含一种字符：大写字母或符号",
                "Add one more kind of character: uppercase letters or symbols",
            ),
            (
                classes(3, 1, &[Lower, Upper, Symbol]),
                "还需要再包含 2 种字符：小写字母、大写字母、符号",
                "Add 2 more kinds of character out of lowercase letters, uppercase letters, and symbols",
            ),
            (
                Violation::ContainsIdentity {
                    fields: [IdentityField::Phone, IdentityField::NamePinyin].into(),
                },
                "密码中不能包含手机号、姓名拼音",
                "The password must not contain your phone number or your name in pinyin",
            ),
            (
                Violation::TooRepetitive { max: Some(2), count: Some(Count::Run) },
                "相同字符最多连续出现 2 次",
                "No character may appear more than 2 times in a row",
            ),
            (
                Violation::UnsupportedCharacter { kind: None },
                "含有不支持的字符",
                "It contains a character that is not supported",
            ),
            (
                Violation::UnsupportedCharacter { kind: Some(CharacterKind::FullWidth) },
                "含有全角字符或中文标点，请切换到英文半角输入",
                "It contains a full-width character or Chinese punctuation; type it in half width",
            ),
            (
                Violation::UnsupportedCharacter { kind: Some(CharacterKind::SmartPunctuation) },
                "含有弯引号、破折号、省略号或间隔号，请改用半角的 \" ' - .",
                "It contains a curly quote, a dash, an ellipsis or a middle dot; type \" ' - or . instead",
            ),
            (
                Violation::UnsupportedCharacter { kind: Some(CharacterKind::OtherScript) },
                "含有汉字等其他文字，请改用英文字母、数字或半角符号",
                "It contains a Han character or a letter of another script; use English letters, digits or symbols",
            ),
            (
                Violation::UnsupportedCharacter { kind: Some(CharacterKind::Emoji) },
                "含有表情或图形符号，请删除",
                "It contains an emoji or another picture; remove it",
            ),
            (
                Violation::UnsupportedCharacter { kind: Some(CharacterKind::Space) },
                "含有空格，请删除",
                "It contains a space; remove it",
            ),
            (
                Violation::TooCommon { pattern: None },
                "该密码太常见，容易被猜到",
                "This password is too common and easy to guess",
            ),
            (
                Violation::TooCommon { pattern: Some(Pattern::Repeat) },
                "重复的片段容易被猜到",
                "A part repeated again and again is easy to guess",
            ),
            (
                Violation::TooCommon { pattern: Some(Pattern::Identity) },
                "姓名或账号稍作变化，仍容易被猜到",
                "Your name or username in disguise is easy to guess",
            ),
            (
                Violation::TooCommon { pattern: Some(Pattern::Breached) },
                "该密码曾出现在数据泄露中，请换一个",
                "This password has appeared in a data breach; choose another one",
            ),
            (
                Violation::NotAccepted { message: Some(" 复杂度不足 ".into()) },
                "密码未被接受：复杂度不足",
                "The password was not accepted: 复杂度不足",
            ),
        ] {
            assert_eq!(describe(&violation, Locale::ZhCn), zh);
            assert_eq!(describe(&violation, Locale::En), en);
        }
    }

    #[test]
    fn every_shipped_row_is_asked_for_in_every_language() {
        for product in Product::ALL {
            let policy = Policy::shipped(product);
            for entry in policy.rules() {
                let [zh, en] = Locale::ALL.map(|locale| ask(entry.rule(), locale));
                assert!(!zh.is_empty() && !en.is_empty() && zh != en);
                assert!(en.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()), "{en}");
            }
        }
    }
}
