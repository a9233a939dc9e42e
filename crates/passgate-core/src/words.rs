//! The sentences, in every language, side by side: a violation or a rule without one does not
//! compile. A language is added as a variant of [`Locale`] and a column of the tables.
//!
//! A sentence is a template: `{0}` and `{1}` are numbers, `{s}` ends a plural, `{t}` is a text as it
//! is, and what joins words stands for the words: `{and}`, `{or}`, `{,}`, `{、}`, `{或}`.

use serde::{Deserialize, Serialize};

use crate::document::push_number;
use crate::finding::RuleName;
use crate::packed::Packed;
use crate::rules::{Letters, Relation, Rule, Unit};
use crate::violation::{Count, Violation};
use crate::vocabulary::{Word, part};

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

    const fn sentences(self) -> &'static str {
        match self {
            Self::ZhCn => ZH_CN,
            Self::En => EN,
        }
    }
}

/// Makes one text of the sentences of each language, one on a line, and a name for each line.
macro_rules! sentences {
    ($($name:ident: $zh_cn:literal, $en:literal;)+) => {
        /// Which line of the sentences.
        #[derive(Clone, Copy)]
        #[expect(dead_code, reason = "words of a vocabulary are reached by number")]
        enum Sentence {
            $($name),+
        }

        const ZH_CN: &str = concat!($($zh_cn, "\n"),+);
        const EN: &str = concat!($($en, "\n"),+);
    };
}

sentences! {
    // Why a password is refused.
    Empty: "请输入密码", "Enter a password";
    TooShort: "至少需要 {0} 个字符", "Use at least {0} character{s}";
    TooLong: "不能超过 {0} 个字符", "Use at most {0} character{s}";
    Between: "长度须为 {0}～{1} 个字符", "Use {0} to {1} characters";
    WrongLength: "密码长度不符合要求", "The password has the wrong length";
    MatchesUsername: "密码不能与用户名相同", "The password must not be your username";
    ReversesUsername: "密码不能是用户名的倒写", "The password must not be your username spelled backwards";
    MissingClasses: "还需要包含{、}", "Add {and}";
    OneMoreClass: "还需要再包含一种字符：{或}", "Add one more kind of character: {or}";
    MoreClasses: "还需要再包含 {0} 种字符：{、}", "Add {0} more kinds of character out of {and}";
    UnsupportedCharacter: "含有不支持的字符", "It contains a character that is not supported";
    TooCommon: "该密码太常见，容易被猜到", "This password is too common and easy to guess";
    Reused: "不能使用以前用过的密码", "Do not reuse an earlier password";
    RunOfOne: "相同字符不能连续出现", "No character may stand twice in a row";
    Run: "相同字符最多连续出现 {0} 次", "No character may stand more than {0} times in a row";
    TotalOfOne: "每个字符只能出现一次", "No character may stand twice";
    Total: "同一字符最多出现 {0} 次", "No character may stand more than {0} times";
    Repeats: "最大字符重复数不能超过 {0} 个", "No character may be repeated more than {0} times";
    TooRepetitive: "同一字符重复过多", "A character is repeated too often";
    ContainsIdentity: "密码中不能包含{、}", "The password must not contain {or}";
    ContainsAnything: "密码中不能包含个人信息", "The password must not contain personal information";
    NotAccepted: "密码未被接受，请换一个再试", "The password was not accepted; please try another one";
    NotAcceptedBecause: "密码未被接受：{t}", "The password was not accepted: {t}";

    // What a rule asks for.
    AskBetween: "{0}～{1} 个{、}", "{0} to {1} {,}";
    AskMin: "至少 {0} 个{、}", "At least {0} {,}";
    AskMax: "最多 {0} 个{、}", "At most {0} {,}";
    AskCharset: "只使用{、}", "Only {and}";
    AskEach: "{、}，至少包含其中 {0} 种，每种不少于 {1} 个", "At least {0} of these, {1} or more of each: {,}";
    AskAll: "包含{、}", "Contains {and}";
    AskSome: "{、}，至少包含其中 {0} 种", "At least {0} of these: {,}";
    AskNotUsername: "不与用户名相同", "Not your username";
    AskNotReversed: "不与用户名或其倒写相同", "Not your username, forwards or backwards";
    AskWithoutUsername: "不包含用户名", "Does not contain your username";
    AskWithoutReversed: "不包含用户名或其倒写", "Does not contain your username, forwards or backwards";
    AskCommon: "不是常见的弱密码", "Not a commonly used password";
    AskHistory: "不是以前用过的密码", "Not a password you used before";
    AskRunOfOne: "没有连续的相同字符", "No character twice in a row";
    AskRun: "相同字符连续出现不超过 {0} 次", "No character more than {0} times in a row";
    AskTotalOfOne: "每个字符只出现一次", "No character twice";
    AskTotal: "同一字符总共出现不超过 {0} 次", "No character more than {0} times in total";
    AskIdentity: "不包含{、}", "Does not contain {or}";
    AskVendor: "服务方接受该密码", "Accepted by the service";

    // Words that are joined. The classes and the fields stand in the order of their types.
    Lower: "小写字母", "lower-case letters";
    Upper: "大写字母", "capital letters";
    Letter: "字母", "letters";
    Digit: "数字", "digits";
    Symbol: "符号", "symbols";
    AsciiLetters: "英文字母", "English letters";
    AnyLetters: "各种文字的字母", "letters of any script";
    Space: "空格", "spaces";
    TheseSymbols: "符号 {t}", "the symbols {t}";
    Characters: "字符", "characters";
    Bytes: "字节", "bytes";
    Username: "用户名", "your username";
    Phone: "手机号", "your phone number";
    EmailPrefix: "邮箱前缀", "the first part of your e-mail address";
    NamePinyin: "姓名拼音", "your name in pinyin";
    Words: "公司相关词语", "words of your company";
}

/// What a sentence is filled with.
#[derive(Default)]
struct Values<'a> {
    numbers: [u32; 2],
    text: &'a str,
    /// Words, as numbers of sentences counted from this one.
    from: u32,
    words: Packed,
}

impl Values<'_> {
    /// The words of a vocabulary, whose sentences begin there.
    fn name<T: Word>(&mut self, from: Sentence, words: impl Iterator<Item = T>) {
        self.from = from as u32;
        for word in words {
            self.words.push(word.number());
        }
    }

    fn say(&self, sentence: Sentence, locale: Locale) -> String {
        let mut text = String::new();
        self.write(&mut text, sentence as u32, locale);
        text
    }

    fn write(&self, text: &mut String, sentence: u32, locale: Locale) {
        let mut template = part(locale.sentences(), b'\n', sentence).chars();
        let [first, second] = self.numbers;
        while let Some(character) = template.next() {
            if character != '{' {
                text.push(character);
                continue;
            }
            match template.next() {
                Some('0') => push_number(text, first),
                Some('1') => push_number(text, second),
                Some('s') if first == 1 => {}
                Some('s') => text.push('s'),
                Some('t') => text.push_str(self.text),
                Some(joint) => self.join(text, joint, locale),
                None => {}
            }
            while template.next().is_some_and(|character| character != '}') {}
        }
    }

    /// `a, b, and c`; `a and b`; `a、b`.
    fn join(&self, text: &mut String, joint: char, locale: Locale) {
        let mut words = self.words;
        let many = words.len() > 2;
        let mut first = true;
        while let Some(word) = words.take() {
            if !first {
                let last = words.len() == 0;
                match joint {
                    'a' | 'o' if last => {
                        text.push_str(if many { ", " } else { " " });
                        text.push_str(if joint == 'a' { "and " } else { "or " });
                    }
                    'a' | 'o' | ',' => text.push_str(", "),
                    joint => text.push(joint),
                }
            }
            first = false;
            self.write(text, self.from.saturating_add(word), locale);
        }
    }
}

/// Why a password is refused, in one sentence.
pub fn describe(violation: &Violation, locale: Locale) -> String {
    let mut values = Values::default();
    let sentence = match violation {
        Violation::Empty => Sentence::Empty,
        Violation::TooShort { min } | Violation::WrongLength { min: Some(min), max: None } => {
            values.numbers = [*min, 0];
            Sentence::TooShort
        }
        Violation::TooLong { max } | Violation::WrongLength { min: None, max: Some(max) } => {
            values.numbers = [*max, 0];
            Sentence::TooLong
        }
        Violation::WrongLength { min: Some(min), max: Some(max) } => {
            values.numbers = [*min, *max];
            Sentence::Between
        }
        Violation::WrongLength { min: None, max: None } => Sentence::WrongLength,
        Violation::MatchesUsername => Sentence::MatchesUsername,
        Violation::ReversesUsername => Sentence::ReversesUsername,
        Violation::TooFewClasses { required, found, missing } => {
            let more = required.saturating_sub(*found);
            values.numbers = [more, 0];
            values.name(Sentence::Lower, missing.iter());
            if missing.len() <= more as usize {
                Sentence::MissingClasses
            } else if more == 1 {
                Sentence::OneMoreClass
            } else {
                Sentence::MoreClasses
            }
        }
        Violation::UnsupportedCharacter => Sentence::UnsupportedCharacter,
        Violation::TooCommon => Sentence::TooCommon,
        Violation::Reused => Sentence::Reused,
        Violation::TooRepetitive { max, count } => {
            values.numbers = [max.unwrap_or(0), 0];
            match (max, count) {
                (Some(1), Some(Count::Run)) => Sentence::RunOfOne,
                (Some(1), Some(Count::Total)) => Sentence::TotalOfOne,
                (Some(_), Some(Count::Run)) => Sentence::Run,
                (Some(_), Some(Count::Total)) => Sentence::Total,
                (Some(_), None) => Sentence::Repeats,
                (None, _) => Sentence::TooRepetitive,
            }
        }
        Violation::ContainsIdentity { fields } if fields.is_empty() => Sentence::ContainsAnything,
        Violation::ContainsIdentity { fields } => {
            values.name(Sentence::Username, fields.iter());
            Sentence::ContainsIdentity
        }
        Violation::NotAccepted { message } => {
            values.text = message.as_deref().unwrap_or_default().trim();
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
                (charset.space, Sentence::Space),
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
            values.name(Sentence::Lower, composition.classes.iter().copied());
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
            values.name(Sentence::Username, identity.fields.iter().copied());
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
    use crate::{Class, IdentityField, Policy, Product};

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
