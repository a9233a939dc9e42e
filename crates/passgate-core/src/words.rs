//! The sentences, in every language, side by side: a violation or a rule without one does not
//! compile. A language is added as a variant of [`Locale`] and an argument of [`Locale::pick`].

use serde::{Deserialize, Serialize};

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

    fn pick(self, zh_cn: impl Into<String>, en: impl Into<String>) -> String {
        match self {
            Self::ZhCn => zh_cn.into(),
            Self::En => en.into(),
        }
    }

    fn join(self, parts: &[String]) -> String {
        match self {
            Self::ZhCn => parts.join("、"),
            Self::En => match parts.split_last() {
                Some((last, [])) => last.clone(),
                Some((last, [first])) => format!("{first} and {last}"),
                Some((last, rest)) => format!("{}, and {last}", rest.join(", ")),
                None => String::new(),
            },
        }
    }
}

/// Why a password is refused, in one sentence.
pub fn describe(violation: &Violation, locale: Locale) -> String {
    match violation {
        Violation::Empty => locale.pick("请输入密码", "Enter a password"),
        Violation::TooShort { min } => {
            locale.pick(format!("至少需要 {min} 个字符"), format!("Use at least {}", characters(*min)))
        }
        Violation::TooLong { max } => {
            locale.pick(format!("不能超过 {max} 个字符"), format!("Use at most {}", characters(*max)))
        }
        Violation::WrongLength { min, max } => match (min, max) {
            (Some(min), Some(max)) => {
                locale.pick(format!("长度须为 {min}～{max} 个字符"), format!("Use {min} to {max} characters"))
            }
            (Some(min), None) => describe(&Violation::TooShort { min: *min }, locale),
            (None, Some(max)) => describe(&Violation::TooLong { max: *max }, locale),
            (None, None) => locale.pick("密码长度不符合要求", "The password has the wrong length"),
        },
        Violation::MatchesUsername => {
            locale.pick("密码不能与用户名相同", "The password must not be your username")
        }
        Violation::ReversesUsername => {
            locale.pick("密码不能是用户名的倒写", "The password must not be your username spelled backwards")
        }
        Violation::TooFewClasses { required, found, missing } => {
            let more = required.saturating_sub(*found);
            let names = missing.iter().map(|class| class_name(class, locale)).collect::<Vec<_>>();
            let all = names.len() <= more as usize;
            let listed = locale.join(&names);
            match (all, more) {
                (true, _) => locale.pick(format!("还需要包含{listed}"), format!("Add {listed}")),
                (false, 1) => locale.pick(
                    format!("还需要再包含一种字符：{}", names.join("或")),
                    format!("Add one more kind of character: {}", either(&names)),
                ),
                (false, _) => locale.pick(
                    format!("还需要再包含 {more} 种字符：{listed}"),
                    format!("Add {more} more kinds of character out of {listed}"),
                ),
            }
        }
        Violation::UnsupportedCharacter => {
            locale.pick("含有不支持的字符", "It contains a character that is not supported")
        }
        Violation::TooCommon => {
            locale.pick("该密码太常见，容易被猜到", "This password is too common and easy to guess")
        }
        Violation::Reused => locale.pick("不能使用以前用过的密码", "Do not reuse an earlier password"),
        Violation::TooRepetitive { max, count } => repetitive(*max, *count, locale),
        Violation::ContainsIdentity { fields } => {
            let names: Vec<String> = fields.iter().map(|field| field_name(field, locale)).collect();
            if names.is_empty() {
                locale.pick("密码中不能包含个人信息", "The password must not contain personal information")
            } else {
                locale.pick(
                    format!("密码中不能包含{}", names.join("、")),
                    format!("The password must not contain {}", either(&names)),
                )
            }
        }
        Violation::NotAccepted { message } => {
            match message.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
                Some(text) => locale
                    .pick(format!("密码未被接受：{text}"), format!("The password was not accepted: {text}")),
                None => locale.pick(
                    "密码未被接受，请换一个再试",
                    "The password was not accepted; please try another one",
                ),
            }
        }
    }
}

/// What a rule asks for, before anything is typed.
pub fn ask(rule: &Rule, locale: Locale) -> String {
    match rule {
        Rule::Length(length) => {
            let bytes = length.unit == Unit::Byte;
            match (length.min, length.max) {
                (Some(min), Some(max)) if bytes => {
                    locale.pick(format!("{min}～{max} 个字节"), format!("{min} to {max} bytes"))
                }
                (Some(min), Some(max)) => {
                    locale.pick(format!("{min}～{max} 个字符"), format!("{min} to {max} characters"))
                }
                (Some(min), None) => {
                    locale.pick(format!("至少 {min} 个字符"), format!("At least {}", characters(min)))
                }
                (None, Some(max)) => {
                    locale.pick(format!("最多 {max} 个字符"), format!("At most {}", characters(max)))
                }
                (None, None) => locale.pick("任意长度", "Any length"),
            }
        }
        Rule::Charset(charset) => {
            let mut parts = Vec::new();
            match charset.letters {
                Letters::None => {}
                Letters::Ascii => parts.push(locale.pick("英文字母", "English letters")),
                Letters::Any => parts.push(locale.pick("各种文字的字母", "letters of any script")),
            }
            if charset.digits {
                parts.push(locale.pick("数字", "digits"));
            }
            if charset.space {
                parts.push(locale.pick("空格", "spaces"));
            }
            if charset.any_symbol() || charset.symbols.len() == 32 {
                parts.push(locale.pick("符号", "symbols"));
            } else if !charset.symbols.is_empty() {
                parts.push(
                    locale.pick(
                        format!("符号 {}", charset.symbols),
                        format!("the symbols {}", charset.symbols),
                    ),
                );
            }
            locale.pick(format!("只使用{}", parts.join("、")), format!("Only {}", locale.join(&parts)))
        }
        Rule::Composition(composition) => {
            let names =
                composition.classes.iter().map(|class| class_name(*class, locale)).collect::<Vec<_>>();
            let all = composition.at_least as usize == names.len();
            let listed = locale.join(&names);
            let (at_least, each) = (composition.at_least, composition.each);
            match (all, each) {
                (true, 1) => locale.pick(format!("包含{listed}"), format!("Contains {listed}")),
                (false, 1) => locale.pick(
                    format!("{listed}，至少包含其中 {at_least} 种"),
                    format!("At least {at_least} of these: {}", names.join(", ")),
                ),
                (_, each) => locale.pick(
                    format!("{listed}，至少包含其中 {at_least} 种，每种不少于 {each} 个"),
                    format!("At least {at_least} of these, {each} or more of each: {}", names.join(", ")),
                ),
            }
        }
        Rule::Username(username) => match (username.relation, username.reversed) {
            (Relation::Equal, false) => locale.pick("不与用户名相同", "Not your username"),
            (Relation::Equal, true) => {
                locale.pick("不与用户名或其倒写相同", "Not your username, forwards or backwards")
            }
            (Relation::Contains, false) => locale.pick("不包含用户名", "Does not contain your username"),
            (Relation::Contains, true) => {
                locale.pick("不包含用户名或其倒写", "Does not contain your username, forwards or backwards")
            }
        },
        Rule::Common(_) => locale.pick("不是常见的弱密码", "Not a commonly used password"),
        Rule::History(_) => locale.pick("不是以前用过的密码", "Not a password you used before"),
        Rule::Repetition(repetition) => {
            let max = repetition.max;
            match (repetition.count, max) {
                (Count::Run, 1) => locale.pick("没有连续的相同字符", "No character twice in a row"),
                (Count::Run, max) => locale.pick(
                    format!("相同字符连续出现不超过 {max} 次"),
                    format!("No character more than {max} times in a row"),
                ),
                (Count::Total, 1) => locale.pick("每个字符只出现一次", "No character twice"),
                (Count::Total, max) => locale.pick(
                    format!("同一字符总共出现不超过 {max} 次"),
                    format!("No character more than {max} times in total"),
                ),
            }
        }
        Rule::Identity(identity) => {
            let names: Vec<String> = identity.fields.iter().map(|field| field_name(*field, locale)).collect();
            locale.pick(format!("不包含{}", names.join("、")), format!("Does not contain {}", either(&names)))
        }
    }
}

/// The row of a refusal that no rule of the policy covers.
pub fn vendor_row(locale: Locale) -> String {
    locale.pick("服务方接受该密码", "Accepted by the service")
}

fn repetitive(max: Option<u32>, count: Option<Count>, locale: Locale) -> String {
    match (max, count) {
        (Some(1), Some(Count::Run)) => {
            locale.pick("相同字符不能连续出现", "No character may stand twice in a row")
        }
        (Some(1), Some(Count::Total)) => locale.pick("每个字符只能出现一次", "No character may stand twice"),
        (Some(max), Some(Count::Run)) => locale.pick(
            format!("相同字符最多连续出现 {max} 次"),
            format!("No character may stand more than {max} times in a row"),
        ),
        (Some(max), Some(Count::Total)) => locale.pick(
            format!("同一字符最多出现 {max} 次"),
            format!("No character may stand more than {max} times"),
        ),
        (Some(max), None) => locale.pick(
            format!("最大字符重复数不能超过 {max} 个"),
            format!("No character may be repeated more than {max} times"),
        ),
        (None, _) => locale.pick("同一字符重复过多", "A character is repeated too often"),
    }
}

fn characters(count: u32) -> String {
    if count == 1 { "1 character".to_owned() } else { format!("{count} characters") }
}

fn either(names: &[String]) -> String {
    match names.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, [first])) => format!("{first} or {last}"),
        Some((last, rest)) => format!("{}, or {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn class_name(class: Class, locale: Locale) -> String {
    match class {
        Class::Lower => locale.pick("小写字母", "lower-case letters"),
        Class::Upper => locale.pick("大写字母", "capital letters"),
        Class::Letter => locale.pick("字母", "letters"),
        Class::Digit => locale.pick("数字", "digits"),
        Class::Symbol => locale.pick("符号", "symbols"),
    }
}

fn field_name(field: IdentityField, locale: Locale) -> String {
    match field {
        IdentityField::Username => locale.pick("用户名", "your username"),
        IdentityField::Phone => locale.pick("手机号", "your phone number"),
        IdentityField::EmailPrefix => locale.pick("邮箱前缀", "the first part of your e-mail address"),
        IdentityField::NamePinyin => locale.pick("姓名拼音", "your name in pinyin"),
        IdentityField::Words => locale.pick("公司相关词语", "words of your company"),
    }
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
