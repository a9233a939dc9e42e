//! The sentences, in every language, side by side: a violation or a rule without one does not
//! compile. A language is added as a variant of [`Locale`] and an argument of `Locale::say`.

use serde::{Deserialize, Serialize};

use crate::document::decimal;
use crate::finding::RuleName;
use crate::rules::{Letters, Relation, Rule, Unit};
use crate::violation::{Class, Count, IdentityField, Violation};

/// A language the sentences are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Locale {
    /// Simplified Chinese.
    #[serde(rename = "zh-CN")]
    ZhCn,
    /// English.
    #[serde(rename = "en")]
    En,
}

impl Locale {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The language of that BCP 47 tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|locale| locale.tag() == tag)
    }

    /// The sentence in this language, with `{0}`, `{1}` … filled in.
    fn say(self, zh_cn: &str, en: &str, values: &[&str]) -> String {
        let mut text = String::new();
        let mut rest = match self {
            Self::ZhCn => zh_cn,
            Self::En => en,
        };
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (index, after) = after.split_once('}').unwrap_or((after, ""));
            let index = index.bytes().next().map_or(0, |digit| usize::from(digit.saturating_sub(b'0')));
            text.push_str(values.get(index).copied().unwrap_or_default());
            rest = after;
        }
        text.push_str(rest);
        text
    }

    /// `a、b、c`; `a, b, and c`.
    fn all_of(self, parts: &[String]) -> String {
        self.listed(parts, "、", " and ", ", and ")
    }

    /// `a、b、c`; `a, b, or c`.
    fn none_of(self, parts: &[String]) -> String {
        self.listed(parts, "、", " or ", ", or ")
    }

    /// `a或b或c`; `a, b, or c`.
    fn one_of(self, parts: &[String]) -> String {
        self.listed(parts, "或", " or ", ", or ")
    }

    fn listed(self, parts: &[String], zh_cn: &str, between_two: &str, before_last: &str) -> String {
        match (self, parts) {
            (Self::ZhCn, _) => parts.join(zh_cn),
            (Self::En, [first, second]) => [first, between_two, second].concat(),
            (Self::En, [rest @ .., last]) if !rest.is_empty() => {
                [&rest.join(", "), before_last, last].concat()
            }
            (Self::En, _) => parts.concat(),
        }
    }
}

/// Why a password is refused, in one sentence.
pub fn describe(violation: &Violation, locale: Locale) -> String {
    let say = |zh_cn, en, values: &[&str]| locale.say(zh_cn, en, values);
    match violation {
        Violation::Empty => say("请输入密码", "Enter a password", &[]),
        Violation::TooShort { min } => {
            say("至少需要 {0} 个字符", "Use at least {0} {1}", &[&number(*min), characters(*min)])
        }
        Violation::TooLong { max } => {
            say("不能超过 {0} 个字符", "Use at most {0} {1}", &[&number(*max), characters(*max)])
        }
        Violation::WrongLength { min: Some(min), max: Some(max) } => {
            say("长度须为 {0}～{1} 个字符", "Use {0} to {1} characters", &[&number(*min), &number(*max)])
        }
        Violation::WrongLength { min: Some(min), max: None } => {
            describe(&Violation::TooShort { min: *min }, locale)
        }
        Violation::WrongLength { min: None, max: Some(max) } => {
            describe(&Violation::TooLong { max: *max }, locale)
        }
        Violation::WrongLength { min: None, max: None } => {
            say("密码长度不符合要求", "The password has the wrong length", &[])
        }
        Violation::MatchesUsername => {
            say("密码不能与用户名相同", "The password must not be your username", &[])
        }
        Violation::ReversesUsername => {
            say("密码不能是用户名的倒写", "The password must not be your username spelled backwards", &[])
        }
        Violation::TooFewClasses { required, found, missing } => {
            let more = required.saturating_sub(*found);
            let names: Vec<String> = missing.iter().map(|class| class_name(class, locale)).collect();
            if names.len() <= more as usize {
                say("还需要包含{0}", "Add {0}", &[&locale.all_of(&names)])
            } else if more == 1 {
                say(
                    "还需要再包含一种字符：{0}",
                    "Add one more kind of character: {0}",
                    &[&locale.one_of(&names)],
                )
            } else {
                say(
                    "还需要再包含 {0} 种字符：{1}",
                    "Add {0} more kinds of character out of {1}",
                    &[&number(more), &locale.all_of(&names)],
                )
            }
        }
        Violation::UnsupportedCharacter => {
            say("含有不支持的字符", "It contains a character that is not supported", &[])
        }
        Violation::TooCommon => {
            say("该密码太常见，容易被猜到", "This password is too common and easy to guess", &[])
        }
        Violation::Reused => say("不能使用以前用过的密码", "Do not reuse an earlier password", &[]),
        Violation::TooRepetitive { max, count } => repetitive(*max, *count, locale),
        Violation::ContainsIdentity { fields } if fields.is_empty() => {
            say("密码中不能包含个人信息", "The password must not contain personal information", &[])
        }
        Violation::ContainsIdentity { fields } => {
            let names: Vec<String> = fields.iter().map(|field| field_name(field, locale)).collect();
            say("密码中不能包含{0}", "The password must not contain {0}", &[&locale.none_of(&names)])
        }
        Violation::NotAccepted { message } => match message.as_deref().map(str::trim) {
            None | Some("") => say(
                "密码未被接受，请换一个再试",
                "The password was not accepted; please try another one",
                &[],
            ),
            Some(words) => say("密码未被接受：{0}", "The password was not accepted: {0}", &[words]),
        },
    }
}

/// What a rule asks for, before anything is typed.
pub fn ask(rule: &Rule, locale: Locale) -> String {
    let say = |zh_cn, en, values: &[&str]| locale.say(zh_cn, en, values);
    match rule {
        Rule::Length(length) => {
            let unit = if length.unit == Unit::Byte { ("字节", "bytes") } else { ("字符", "characters") };
            let unit = say(unit.0, unit.1, &[]);
            match (length.min, length.max) {
                (Some(min), Some(max)) => {
                    say("{0}～{1} 个{2}", "{0} to {1} {2}", &[&number(min), &number(max), &unit])
                }
                (Some(min), None) => say("至少 {0} 个{1}", "At least {0} {1}", &[&number(min), &unit]),
                (None, Some(max)) => say("最多 {0} 个{1}", "At most {0} {1}", &[&number(max), &unit]),
                (None, None) => say("任意长度", "Any length", &[]),
            }
        }
        Rule::Charset(charset) => {
            let mut parts = Vec::new();
            match charset.letters {
                Letters::None => {}
                Letters::Ascii => parts.push(say("英文字母", "English letters", &[])),
                Letters::Any => parts.push(say("各种文字的字母", "letters of any script", &[])),
            }
            if charset.digits {
                parts.push(say("数字", "digits", &[]));
            }
            if charset.space {
                parts.push(say("空格", "spaces", &[]));
            }
            if charset.any_symbol() || charset.symbols.len() == 32 {
                parts.push(say("符号", "symbols", &[]));
            } else if !charset.symbols.is_empty() {
                parts.push(say("符号 {0}", "the symbols {0}", &[&charset.symbols]));
            }
            say("只使用{0}", "Only {0}", &[&locale.all_of(&parts)])
        }
        Rule::Composition(composition) => {
            let names: Vec<String> =
                composition.classes.iter().map(|class| class_name(*class, locale)).collect();
            let separator = say("、", ", ", &[]);
            let (listed, at_least) = (names.join(&separator), number(composition.at_least));
            if composition.each > 1 {
                say(
                    "{0}，至少包含其中 {1} 种，每种不少于 {2} 个",
                    "At least {1} of these, {2} or more of each: {0}",
                    &[&listed, &at_least, &number(composition.each)],
                )
            } else if composition.at_least as usize == names.len() {
                say("包含{0}", "Contains {0}", &[&locale.all_of(&names)])
            } else {
                say("{0}，至少包含其中 {1} 种", "At least {1} of these: {0}", &[&listed, &at_least])
            }
        }
        Rule::Username(username) => match (username.relation, username.reversed) {
            (Relation::Equal, false) => say("不与用户名相同", "Not your username", &[]),
            (Relation::Equal, true) => {
                say("不与用户名或其倒写相同", "Not your username, forwards or backwards", &[])
            }
            (Relation::Contains, false) => say("不包含用户名", "Does not contain your username", &[]),
            (Relation::Contains, true) => {
                say("不包含用户名或其倒写", "Does not contain your username, forwards or backwards", &[])
            }
        },
        Rule::Common(_) => say("不是常见的弱密码", "Not a commonly used password", &[]),
        Rule::History(_) => say("不是以前用过的密码", "Not a password you used before", &[]),
        Rule::Repetition(repetition) => {
            let max = number(repetition.max);
            match (repetition.count, repetition.max) {
                (Count::Run, 1) => say("没有连续的相同字符", "No character twice in a row", &[]),
                (Count::Run, _) => {
                    say("相同字符连续出现不超过 {0} 次", "No character more than {0} times in a row", &[&max])
                }
                (Count::Total, 1) => say("每个字符只出现一次", "No character twice", &[]),
                (Count::Total, _) => {
                    say("同一字符总共出现不超过 {0} 次", "No character more than {0} times in total", &[&max])
                }
            }
        }
        Rule::Identity(identity) => {
            let names: Vec<String> = identity.fields.iter().map(|field| field_name(*field, locale)).collect();
            say("不包含{0}", "Does not contain {0}", &[&locale.none_of(&names)])
        }
    }
}

/// The row of a refusal that no rule of the policy covers.
pub fn vendor_row(locale: Locale) -> String {
    locale.say("服务方接受该密码", "Accepted by the service", &[])
}

fn repetitive(max: Option<u32>, count: Option<Count>, locale: Locale) -> String {
    let times = max.map(number).unwrap_or_default();
    let (zh_cn, en) = match (max, count) {
        (Some(1), Some(Count::Run)) => ("相同字符不能连续出现", "No character may stand twice in a row"),
        (Some(1), Some(Count::Total)) => ("每个字符只能出现一次", "No character may stand twice"),
        (Some(_), Some(Count::Run)) => {
            ("相同字符最多连续出现 {0} 次", "No character may stand more than {0} times in a row")
        }
        (Some(_), Some(Count::Total)) => {
            ("同一字符最多出现 {0} 次", "No character may stand more than {0} times")
        }
        (Some(_), None) => {
            ("最大字符重复数不能超过 {0} 个", "No character may be repeated more than {0} times")
        }
        (None, _) => ("同一字符重复过多", "A character is repeated too often"),
    };
    locale.say(zh_cn, en, &[&times])
}

fn number(number: u32) -> String {
    decimal(number as usize)
}

const fn characters(count: u32) -> &'static str {
    if count == 1 { "character" } else { "characters" }
}

fn class_name(class: Class, locale: Locale) -> String {
    let (zh_cn, en) = match class {
        Class::Lower => ("小写字母", "lower-case letters"),
        Class::Upper => ("大写字母", "capital letters"),
        Class::Letter => ("字母", "letters"),
        Class::Digit => ("数字", "digits"),
        Class::Symbol => ("符号", "symbols"),
    };
    locale.say(zh_cn, en, &[])
}

fn field_name(field: IdentityField, locale: Locale) -> String {
    let (zh_cn, en) = match field {
        IdentityField::Username => ("用户名", "your username"),
        IdentityField::Phone => ("手机号", "your phone number"),
        IdentityField::EmailPrefix => ("邮箱前缀", "the first part of your e-mail address"),
        IdentityField::NamePinyin => ("姓名拼音", "your name in pinyin"),
        IdentityField::Words => ("公司相关词语", "words of your company"),
    };
    locale.say(zh_cn, en, &[])
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
    use crate::{Policy, Product};

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
                "Add one more kind of character: capital letters or symbols",
            ),
            (
                classes(3, 1, &[Lower, Upper, Symbol]),
                "还需要再包含 2 种字符：小写字母、大写字母、符号",
                "Add 2 more kinds of character out of lower-case letters, capital letters, and symbols",
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
                "No character may stand more than 2 times in a row",
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

    #[test]
    fn languages_have_tags() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::from_tag("fr"), None);
    }
}
