//! The sentences that people read, in every language: why a password is refused, and what each rule requires.

mod locale;
mod sentences;

use crate::document::{CharacterKind, Class, Count, DocumentError, Node, Pattern, Word as _};
use crate::matching::one_line;
use crate::verdict::{Code, Lengths, PackedViolation, RuleName, Status, Violation};

pub use locale::Locale;
pub(crate) use sentences::{Phrased, Sentence, Values};

impl Violation {
    /// Why the password is refused, in one sentence. A violation does not state the unit of a length, so the
    /// sentence calls it characters, as the vendors do; [`Row::says`](crate::Row::says) knows the rule's unit.
    ///
    /// ```
    /// use passgate_core::{Locale, Violation};
    ///
    /// let violation = Violation::wrong_length(Some(8), Some(18));
    /// assert_eq!(violation.describe(Locale::En), "Use 8 to 18 characters");
    /// assert_eq!(violation.describe(Locale::ZhCn), "长度须为 8～18 个字符");
    /// ```
    pub fn describe(&self, locale: Locale) -> String {
        say(self.packed(), self.message().unwrap_or_default(), false, locale)
    }
}

/// The sentence of a violation that is given as plain data.
///
/// # Errors
/// The same as those of [`Violation::read`].
pub fn describe(violation: Node<'_>, locale: Locale) -> Result<String, Box<DocumentError>> {
    let (violation, message) = PackedViolation::read(violation)?;
    Ok(say(violation, message.as_deref().unwrap_or_default(), false, locale))
}

/// Why a row is not met, in one sentence; empty if it is met. If only the service can decide, the sentence
/// says so. `in_bytes` is whether the length of this row is in bytes.
pub(crate) fn row(
    (rule, status): (RuleName, Status),
    violation: Option<PackedViolation>,
    message: &str,
    in_bytes: bool,
    locale: Locale,
) -> String {
    let Some(violation) = violation else {
        let sentence = match (status, rule) {
            (Status::Met, _) => return String::new(),
            (_, RuleName::History) => Sentence::OnlyServiceHistory,
            _ => Sentence::OnlyService,
        };
        return Values::default().say(sentence, locale);
    };
    let text = say(violation, message, in_bytes, locale);
    let says_so = matches!(violation.code, Code::TooCommon | Code::ResemblesIdentity | Code::UnknownIdentity);
    if status != Status::Unsure || says_so {
        return text;
    }
    Values { text: &text, ..Values::default() }.say(Sentence::ServiceDecides, locale)
}

/// The sentence of a violation, including its optional members.
fn say(violation: PackedViolation, message: &str, in_bytes: bool, locale: Locale) -> String {
    let text = say_in_short(violation, message, in_bytes, locale);
    let mut values = Values { text: &text, in_bytes, ..Values::default() };
    let sentence = match violation.code {
        Code::TooFewClasses => match violation.parameters[3].checked_sub(1) {
            Some(each @ 2..) => {
                values.numbers[1] = each;
                Sentence::EachAtLeast
            }
            _ => return text,
        },
        Code::WrongLength => {
            let sentences =
                [Sentence::LimitExactly, Sentence::LimitBoth, Sentence::LimitMin, Sentence::LimitMax];
            let Some(limits) = of_length(violation.documented_lengths(), sentences, &mut values) else {
                return text;
            };
            values.name(limits);
            Sentence::Documented
        }
        _ => return text,
    };
    values.say(sentence, locale)
}

/// The sentence without `each` and the documented limits.
fn say_in_short(violation: PackedViolation, message: &str, in_bytes: bool, locale: Locale) -> String {
    let [first, second, third, _] = violation.parameters;
    let mut values = Values { numbers: [first, second], in_bytes, ..Values::default() };
    let message = one_line(message);
    let sentence = match violation.code {
        Code::Empty => Sentence::Empty,
        Code::TooShort | Code::TooLong | Code::WrongLength => {
            let sentences = [Sentence::Exactly, Sentence::Between, Sentence::TooShort, Sentence::TooLong];
            of_length(violation.lengths(), sentences, &mut values).unwrap_or(Sentence::WrongLength)
        }
        Code::MatchesUsername => Sentence::MatchesUsername,
        Code::ReversesUsername => Sentence::ReversesUsername,
        Code::TooFewClasses => {
            let more = first.saturating_sub(second);
            values.numbers = [more, 0];
            values.name_set::<Class>(third);
            if more == 0 {
                Sentence::WrongKinds
            } else if values.words.is_empty() {
                Sentence::MoreKinds
            } else if values.words.len() as u32 <= more {
                Sentence::MissingClasses
            } else if more == 1 {
                Sentence::OneMoreClass
            } else {
                Sentence::MoreClasses
            }
        }
        Code::UnsupportedCharacter => {
            of_word::<CharacterKind>(first).unwrap_or(Sentence::UnsupportedCharacter)
        }
        Code::TooCommon => of_word::<Pattern>(first).unwrap_or(Sentence::TooCommon),
        Code::Reused => Sentence::Reused,
        Code::TooRepetitive => of_repetition(first, second, &mut values),
        Code::ContainsIdentity => {
            values.name_details(first);
            Sentence::ContainsIdentity
        }
        Code::ResemblesIdentity => {
            values.name_details(first);
            Sentence::ResemblesIdentity
        }
        Code::UnknownIdentity => {
            values.name_details(first);
            Sentence::UnknownIdentity
        }
        Code::NotAccepted => {
            values.text = &message;
            if message.is_empty() { Sentence::NotAccepted } else { Sentence::NotAcceptedBecause }
        }
    };
    values.say(sentence, locale)
}

/// Returns the sentence for the limits, one of these four (exactly, between, at least, at most), and sets its
/// numbers. `None` if there are no limits, or if they contradict each other.
fn of_length(
    (min, max): Lengths,
    [exactly, between, at_least, at_most]: [Sentence; 4],
    values: &mut Values<'_>,
) -> Option<Sentence> {
    // A limit of 0 is meaningless and is ignored.
    let (min, max) = (min.filter(|min| *min > 0), max.filter(|max| *max > 0));
    values.numbers = [min.or(max).unwrap_or(0), max.unwrap_or(0)];
    match (min, max) {
        (Some(min), Some(max)) if min == max => Some(exactly),
        (Some(min), Some(max)) if min > max => None,
        (Some(_), Some(_)) => Some(between),
        (Some(_), None) => Some(at_least),
        (None, Some(_)) => Some(at_most),
        (None, None) => None,
    }
}

/// The sentence of a repetition. `max` and `count` are optional members of a [`PackedViolation`].
fn of_repetition(max: u32, count: u32, values: &mut Values<'_>) -> Sentence {
    let Some(max) = max.checked_sub(1).filter(|max| *max > 0) else { return Sentence::TooRepetitive };
    values.numbers = [max, 0];
    match (count.checked_sub(1).and_then(Count::of), max) {
        (None, _) => Sentence::Repeats,
        (Some(Count::Run), 1) => Sentence::RunOfOne,
        (Some(Count::Run), _) => Sentence::Run,
        (Some(Count::Total), 1) => Sentence::TotalOfOne,
        (Some(Count::Total), _) => Sentence::Total,
    }
}

/// The sentence of an optional word; `None` if it is absent.
fn of_word<T: Phrased>(number: u32) -> Option<Sentence> {
    T::of(number.checked_sub(1)?).map(T::sentence)
}

/// The sentence of the row for a refusal that no rule of the policy covers.
pub(crate) fn vendor_row(locale: Locale) -> String {
    Values::default().say(Sentence::AskVendor, locale)
}

#[cfg(test)]
mod tests {
    mod grammar;

    use super::*;
    use crate::document::IdentityField;

    #[test]
    fn sentences() {
        use Class::{Digit, Lower, Symbol, Upper};
        let classes = |required, found, missing: &[Class]| Violation::TooFewClasses {
            required,
            found,
            missing: missing.iter().copied().collect(),
            each: None,
        };
        let of_each = |required, found, missing: &[Class], each| Violation::TooFewClasses {
            required,
            found,
            missing: missing.iter().copied().collect(),
            each: Some(each),
        };
        let documented = |documented_min, documented_max| Violation::WrongLength {
            min: Some(20),
            max: Some(30),
            documented_min,
            documented_max,
        };
        for (violation, zh, en) in [
            (Violation::TooShort { min: 8 }, "至少需要 8 个字符", "Use at least 8 characters"),
            (Violation::wrong_length(Some(8), Some(18)), "长度须为 8～18 个字符", "Use 8 to 18 characters"),
            (
                documented(Some(8), Some(18)),
                "长度须为 20～30 个字符；文档规定：8～18 个字符",
                "Use 20 to 30 characters; the documented limits are 8 to 18 characters",
            ),
            (
                documented(None, Some(1)),
                "长度须为 20～30 个字符；文档规定：最多 1 个字符",
                "Use 20 to 30 characters; the documented limits are at most 1 character",
            ),
            (
                documented(Some(40), None),
                "长度须为 20～30 个字符；文档规定：至少 40 个字符",
                "Use 20 to 30 characters; the documented limits are at least 40 characters",
            ),
            (
                of_each(2, 1, &[Digit], 2),
                "还需要包含数字，每种不少于 2 个",
                "Add digits; at least 2 characters of each kind",
            ),
            (
                of_each(3, 2, &[Upper, Symbol], 3),
                "还需要再包含一种字符：大写字母或符号，每种不少于 3 个",
                "Add one more kind of character: uppercase letters or symbols; at least 3 characters of each kind",
            ),
            (of_each(2, 1, &[Digit], 1), "还需要包含数字", "Add digits"),
            // Limits that contradict each other are not shown.
            (
                Violation::wrong_length(Some(18), Some(8)),
                "密码长度不符合要求",
                "The password has the wrong length",
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
                Violation::UnknownIdentity { fields: crate::document::FieldSet::default() },
                "个人信息缺失或不完整，无法在此核对，以服务方的结果为准",
                "It cannot be checked against personal information here, because that information is missing or incomplete; the service decides",
            ),
            (
                Violation::UnknownIdentity { fields: [IdentityField::Phone].into() },
                "手机号缺失或不完整，无法在此核对，以服务方的结果为准",
                "It cannot be checked against your phone number here, because that information is missing or incomplete; the service decides",
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
                "It contains a full-width character or Chinese punctuation; switch to half-width input",
            ),
            (
                Violation::UnsupportedCharacter { kind: Some(CharacterKind::SmartPunctuation) },
                "含有弯引号、破折号、省略号或间隔号，这类字符不支持",
                "It contains a curly quote, a dash, an ellipsis or a middle dot, which is not supported",
            ),
            (
                Violation::UnsupportedCharacter { kind: Some(CharacterKind::OtherScript) },
                "含有汉字等其他文字，这类字符不支持",
                "It contains a Han character or a letter of another script, which is not supported",
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
            assert_eq!(violation.describe(Locale::ZhCn), zh);
            assert_eq!(violation.describe(Locale::En), en);
        }
    }
}
