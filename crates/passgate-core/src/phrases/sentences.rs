//! The sentences in every language, side by side. A sentence without a translation does not compile. To add a
//! language, add a column to the table.
//!
//! A sentence is a template: `{0}` and `{1}` are numbers, `{s}` is an `s` unless the last number is 1, `{t}`
//! is a text that is inserted unchanged, `{c}` is what a length counts (characters or bytes), and a separator
//! stands for the list of words: `{and}`, `{or}`, `{,}`, `{、}`, `{或}`.

use super::Locale;
use crate::document::{CharacterKind, Class, IdentityField, Pattern, Word, WordList, WordSet};
use crate::text::strings::{add, add_number, cut, part};
use crate::verdict::RuleName;

/// Concatenates the sentences of each language, one per line, and gives each line a name.
macro_rules! sentences {
    ($($name:ident: $zh_cn:literal, $zh_tw:literal, $en:literal;)+) => {
        /// The line of a sentence.
        #[derive(Clone, Copy)]
        pub(crate) enum Sentence {
            $($name),+
        }

        const ZH_CN: &str = concat!($($zh_cn, "\n"),+);
        const ZH_TW: &str = concat!($($zh_tw, "\n"),+);
        const EN: &str = concat!($($en, "\n"),+);
    };
}

sentences! {
    // Why a password is refused.
    Empty: "请输入密码", "請輸入密碼", "Enter a password";
    TooShort: "至少需要 {0} 个{c}", "至少需要 {0} 個{c}", "Use at least {0} {c}";
    TooLong: "不能超过 {0} 个{c}", "不能超過 {0} 個{c}", "Use at most {0} {c}";
    Between: "长度须为 {0}～{1} 个{c}", "長度須為 {0}～{1} 個{c}", "Use {0} to {1} {c}";
    Exactly: "长度须为 {0} 个{c}", "長度須為 {0} 個{c}", "Use exactly {0} {c}";
    Documented: "{t}；文档规定：{、}", "{t}；文件規定：{、}", "{t}; the documented limits are {,}";
    WrongLength: "密码长度不符合要求", "密碼長度不符合要求", "The password has the wrong length";
    MatchesUsername: "密码不能与用户名相同", "密碼不能與使用者名稱相同", "The password must not be your username";
    ReversesUsername: "密码不能是用户名的倒写", "密碼不能是使用者名稱的倒寫", "The password must not be your username spelled backwards";
    MissingClasses: "还需要包含{、}", "還需要包含{、}", "Add {and}";
    OneMoreClass: "还需要再包含一种字符：{或}", "還需要再包含一種字元：{或}", "Add one more kind of character: {or}";
    MoreClasses: "还需要再包含 {0} 种字符：{、}", "還需要再包含 {0} 種字元：{、}", "Add {0} more kind{s} of character out of {and}";
    EachAtLeast: "{t}，每种不少于 {1} 个", "{t}，每種不少於 {1} 個", "{t}; at least {1} character{s} of each kind";
    MoreKinds: "还需要再包含 {0} 种字符", "還需要再包含 {0} 種字元", "Add {0} more kind{s} of character";
    WrongKinds: "字符种类不符合要求", "字元種類不符合要求", "It does not have the required kinds of character";
    // The kinds of character.
    UnsupportedCharacter: "含有不支持的字符", "含有不支援的字元", "It contains a character that is not supported";
    FullWidth: "含有全角字符或中文标点，请切换到英文半角输入", "含有全形字元或中文標點，請切換為英文半形輸入", "It contains a full-width character or Chinese punctuation; switch to half-width input";
    IdeographicSpace: "含有全角空格，请删除", "含有全形空格，請刪除", "It contains a full-width space; remove it";
    ZeroWidth: "含有看不见的零宽字符，请重新输入", "含有看不見的零寬字元，請重新輸入", "It contains an invisible character; type the password again";
    BidiControl: "含有看不见的文字方向标记，请重新输入", "含有看不見的文字方向標記，請重新輸入", "It contains an invisible mark of direction; type the password again";
    Control: "含有制表符、换行等控制字符，请重新输入", "含有定位字元、換行等控制字元，請重新輸入", "It contains a tab, a line break or the like; type the password again";
    Space: "含有空格，请删除", "含有空格，請刪除", "It contains a space; remove it";
    SmartPunctuation: "含有弯引号、破折号、省略号或间隔号，这类字符不支持", "含有彎引號、破折號、刪節號或間隔號，這類字元不支援", "It contains a curly quote, a dash, an ellipsis or a middle dot, which is not supported";
    OtherScript: "含有汉字等其他文字，这类字符不支持", "含有漢字等其他文字，這類字元不支援", "It contains a Han character or a letter of another script, which is not supported";
    Emoji: "含有表情或图形符号，请删除", "含有表情符號或圖形符號，請刪除", "It contains an emoji or another picture; remove it";
    // The reasons why a password is common.
    TooCommon: "该密码太常见，容易被猜到", "這組密碼太常見，容易被猜到", "This password is too common and easy to guess";
    Repetition: "重复的片段容易被猜到", "重複的片段容易被猜到", "A part repeated again and again is easy to guess";
    Sequence: "连续的字母或数字容易被猜到", "連續的字母或數字容易被猜到", "Letters or digits in sequence are easy to guess";
    KeyboardWalk: "键盘上相邻的按键容易被猜到", "鍵盤上相鄰的按鍵容易被猜到", "Neighbouring keys are easy to guess";
    Date: "年份或日期容易被猜到", "年份或日期容易被猜到", "A year or a date is easy to guess";
    HomophoneNumber: "谐音数字（如 520）容易被猜到", "諧音數字（如 520）容易被猜到", "Numbers that sound like words, such as 520, are easy to guess";
    ListedWord: "常用词稍作变化，仍容易被猜到", "常用詞稍作變化，仍容易被猜到", "A common word in disguise is easy to guess";
    PersonalWord: "姓名或账号稍作变化，仍容易被猜到", "姓名或帳號稍作變化，仍容易被猜到", "Your name or username in disguise is easy to guess";
    Breached: "该密码曾出现在数据泄露中，请换一个", "這組密碼曾出現在資料外洩事件中，請換一組", "This password has appeared in a data breach; choose another one";
    Reused: "不能使用以前用过的密码", "不能使用以前用過的密碼", "Do not reuse an earlier password";
    RunOfOne: "相同字符不能连续出现", "相同字元不能連續出現", "No character may appear twice in a row";
    Run: "相同字符最多连续出现 {0} 次", "相同字元最多連續出現 {0} 次", "No character may appear more than {0} time{s} in a row";
    TotalOfOne: "每个字符只能出现一次", "每個字元只能出現一次", "No character may appear twice";
    Total: "同一字符最多出现 {0} 次", "同一字元最多出現 {0} 次", "No character may appear more than {0} time{s}";
    Repeats: "最大字符重复数不能超过 {0} 个", "同一字元最多重複 {0} 次", "No character may be repeated more than {0} time{s}";
    TooRepetitive: "同一字符重复过多", "同一字元重複過多", "A character is repeated too often";
    ContainsIdentity: "密码中不能包含{、}", "密碼不能包含{、}", "The password must not contain {or}";
    ResemblesIdentity: "与{、}相近，可能不被接受", "與{、}相近，可能不被接受", "It is close to {or}; the service may refuse it";
    UnknownIdentity: "{、}缺失或不完整，无法在此核对，以服务方的结果为准", "{、}缺漏或不完整，無法在此檢查，以服務提供者的結果為準", "It cannot be checked against {or} here, because that information is missing or incomplete; the service decides";
    NotAccepted: "密码未被接受，请换一个再试", "密碼未被接受，請換一組再試", "The password was not accepted; please try another one";
    NotAcceptedBecause: "密码未被接受：{t}", "密碼未被接受：{t}", "The password was not accepted: {t}";

    // Rows that only the service can decide.
    OnlyService: "只有服务方能确认这一项", "只有服務提供者能確認這一項", "Only the service can confirm this";
    OnlyServiceHistory: "是否用过，只有服务方知道", "是否用過，只有服務提供者知道", "Only the service knows your earlier passwords";
    ServiceDecides: "{t}（以服务方的结果为准）", "{t}（以服務提供者的結果為準）", "{t} (the service decides)";

    // What a rule requires.
    AskBetween: "{0}～{1} 个{、}", "{0}～{1} 個{、}", "{0} to {1} {,}";
    AskExactly: "{0} 个{、}", "{0} 個{、}", "Exactly {0} {,}";
    AskMin: "至少 {0} 个{、}", "至少 {0} 個{、}", "At least {0} {,}";
    AskMax: "最多 {0} 个{、}", "最多 {0} 個{、}", "At most {0} {,}";
    AskCharset: "只使用{、}", "只使用{、}", "Only {and}";
    AskEach: "{、}，至少包含其中 {0} 种，每种不少于 {1} 个", "{、}，至少包含其中 {0} 種，每種不少於 {1} 個", "At least {0} of these, {1} or more of each: {,}";
    AskEachOfAll: "包含{、}，每种不少于 {1} 个", "包含{、}，每種不少於 {1} 個", "At least {1} of each: {,}";
    AskAll: "包含{、}", "包含{、}", "Contains {and}";
    AskSome: "{、}，至少包含其中 {0} 种", "{、}，至少包含其中 {0} 種", "At least {0} of these: {,}";
    AskNotUsername: "不与用户名相同", "不與使用者名稱相同", "Not your username";
    AskNotReversed: "不与用户名或其倒写相同", "不與使用者名稱或其倒寫相同", "Not your username, forwards or backwards";
    AskWithoutUsername: "不包含用户名", "不包含使用者名稱", "Does not contain your username";
    AskWithoutReversed: "不包含用户名或其倒写", "不包含使用者名稱或其倒寫", "Does not contain your username, forwards or backwards";
    AskCommon: "不是常见的弱密码", "不是常見的弱密碼", "Not a commonly used password";
    AskHistory: "不与历史密码相同", "不與以前用過的密碼相同", "Not a password you used before";
    AskRunOfOne: "没有连续的相同字符", "沒有連續的相同字元", "No character twice in a row";
    AskRun: "相同字符连续出现不超过 {0} 次", "相同字元連續出現不超過 {0} 次", "No character more than {0} time{s} in a row";
    AskTotalOfOne: "每个字符只出现一次", "每個字元只出現一次", "No character twice";
    AskTotal: "同一字符总共出现不超过 {0} 次", "同一字元總共出現不超過 {0} 次", "No character more than {0} time{s} in total";
    AskIdentity: "不包含{、}", "不包含{、}", "Does not contain {or}";
    AskVendor: "服务方接受该密码", "服務提供者接受這組密碼", "Accepted by the service";

    // Words that are joined in a list.
    LimitMin: "至少 {0} 个{c}", "至少 {0} 個{c}", "at least {0} {c}";
    LimitMax: "最多 {0} 个{c}", "最多 {0} 個{c}", "at most {0} {c}";
    LimitExactly: "{0} 个{c}", "{0} 個{c}", "exactly {0} {c}";
    LimitBoth: "{0}～{1} 个{c}", "{0}～{1} 個{c}", "{0} to {1} {c}";
    Lower: "小写字母", "小寫字母", "lowercase letters";
    Upper: "大写字母", "大寫字母", "uppercase letters";
    Letter: "字母", "字母", "letters";
    Digit: "数字", "數字", "digits";
    Symbol: "符号", "符號", "symbols";
    AsciiLetters: "英文字母", "英文字母", "English letters";
    AnyLetters: "各种文字的字母", "各種文字的字母", "letters of any script";
    Spaces: "空格", "空格", "spaces";
    TheseSymbols: "符号 {t}", "符號 {t}", "the symbols {t}";
    ThisSymbol: "符号 {t}", "符號 {t}", "the symbol {t}";
    Characters: "字符", "字元", "character{s}";
    Bytes: "字节", "位元組", "byte{s}";
    Username: "用户名", "使用者名稱", "your username";
    Phone: "手机号", "手機號碼", "your phone number";
    EmailPrefix: "邮箱前缀", "電子郵件 @ 前的部分", "the first part of your email address";
    NamePinyin: "姓名拼音", "姓名拼音", "your name in pinyin";
    Words: "公司相关词语", "公司相關詞語", "words of your company";
    PersonalDetails: "个人信息", "個人資料", "personal information";
}

const fn text_of(locale: Locale) -> &'static str {
    match locale {
        Locale::ZhCn => ZH_CN,
        Locale::ZhTw => ZH_TW,
        Locale::En => EN,
    }
}

/// A word with a sentence of its own, or with a name that is used in sentences.
pub(crate) trait Phrased: Word {
    fn sentence(self) -> Sentence;
}

/// The sentence of each word of a vocabulary.
macro_rules! phrased {
    ($($Type:ident { $($Variant:ident => $Sentence:ident),+ $(,)? })+) => {
        $(impl Phrased for $Type {
            fn sentence(self) -> Sentence {
                match self {
                    $(Self::$Variant => Sentence::$Sentence,)+
                }
            }
        })+
    };
}

phrased! {
    Class { Lower => Lower, Upper => Upper, Letter => Letter, Digit => Digit, Symbol => Symbol }
    IdentityField {
        Username => Username,
        Phone => Phone,
        EmailPrefix => EmailPrefix,
        NamePinyin => NamePinyin,
        Words => Words,
    }
    CharacterKind {
        Other => UnsupportedCharacter,
        FullWidth => FullWidth,
        IdeographicSpace => IdeographicSpace,
        ZeroWidth => ZeroWidth,
        BidiControl => BidiControl,
        Control => Control,
        Space => Space,
        SmartPunctuation => SmartPunctuation,
        OtherScript => OtherScript,
        Emoji => Emoji,
    }
    Pattern {
        Repeat => Repetition,
        Sequence => Sequence,
        Walk => KeyboardWalk,
        Date => Date,
        Homophone => HomophoneNumber,
        Word => ListedWord,
        Identity => PersonalWord,
        Breached => Breached,
    }
}

/// The values of a sentence's placeholders.
#[derive(Default)]
pub(crate) struct Values<'a> {
    pub numbers: [u32; 2],
    pub text: &'a str,
    /// Whether a length counts bytes, not characters.
    pub in_bytes: bool,
    /// The words that are joined, as the numbers of their sentences.
    pub words: Vec<u32>,
}

impl Values<'_> {
    /// Adds a word.
    pub(crate) fn name(&mut self, word: Sentence) {
        self.words.push(word as u32);
    }

    /// Adds the words of a list.
    pub(crate) fn name_list<T: Phrased>(&mut self, list: WordList<T>) {
        for word in list.iter() {
            self.name(word.sentence());
        }
    }

    /// Adds the words of a set, one bit each.
    pub(crate) fn name_set<T: Phrased>(&mut self, bits: u32) {
        for word in WordSet::<T>::of_bits(bits).iter() {
            self.name(word.sentence());
        }
    }

    /// Adds the fields of a set, one bit each; a general name if the set is empty.
    pub(crate) fn name_details(&mut self, bits: u32) {
        self.name_set::<IdentityField>(bits);
        if self.words.is_empty() {
            self.name(Sentence::PersonalDetails);
        }
    }

    pub(crate) fn say(&self, sentence: Sentence, locale: Locale) -> String {
        let mut text = String::new();
        self.write(&mut text, sentence as u32, locale, &mut 0);
        text
    }

    /// Writes a sentence. `last` is the last number that was written.
    fn write(&self, text: &mut String, sentence: u32, locale: Locale, last: &mut u32) {
        let mut template = part(text_of(locale), b'\n', sentence);
        let [first, second] = self.numbers;
        while !template.is_empty() {
            let (words, rest) = cut(template, b'{');
            let (key, after) = cut(rest, b'}');
            add(text, words);
            template = after;
            match key {
                "" => {}
                "0" | "1" => {
                    *last = if key == "0" { first } else { second };
                    add_number(text, *last);
                }
                "s" if *last == 1 => {}
                "s" => add(text, "s"),
                "t" => add(text, self.text),
                "c" => {
                    let counted = if self.in_bytes { Sentence::Bytes } else { Sentence::Characters };
                    self.write(text, counted as u32, locale, last);
                }
                joint => self.join(text, joint, locale, last),
            }
        }
    }

    /// Joins the words: `a, b, and c`; `a and b`; `a、b、c`; `a、b或c`.
    fn join(&self, text: &mut String, joint: &str, locale: Locale, last: &mut u32) {
        let mut words = self.words.as_slice();
        let many = words.len() > 2;
        let mut first = true;
        while let [word, others @ ..] = words {
            words = others;
            if !first {
                match joint {
                    "and" | "or" if words.is_empty() => {
                        for piece in [if many { ", " } else { " " }, joint, " "] {
                            add(text, piece);
                        }
                    }
                    "and" | "or" | "," => add(text, ", "),
                    "或" if !words.is_empty() => add(text, "、"),
                    joint => add(text, joint),
                }
            }
            first = false;
            self.write(text, *word, locale, last);
        }
    }
}

impl RuleName {
    /// The short name of the rule, for use within a sentence.
    ///
    /// ```
    /// use passgate_core::{Locale, RuleName};
    ///
    /// assert_eq!(RuleName::Common.label(Locale::En), "common passwords");
    /// ```
    pub const fn label(self, locale: Locale) -> &'static str {
        let (zh_cn, zh_tw, en) = match self {
            Self::Length => ("长度", "長度", "length"),
            Self::Charset => ("可用字符", "可用字元", "allowed characters"),
            Self::Composition => ("字符种类", "字元種類", "kinds of character"),
            Self::Username => ("用户名", "使用者名稱", "username"),
            Self::Common => ("常见密码", "常見密碼", "common passwords"),
            Self::History => ("历史密码", "歷史密碼", "earlier passwords"),
            Self::Repetition => ("重复字符", "重複字元", "repeated characters"),
            Self::Identity => ("个人信息", "個人資料", "personal details"),
            Self::Vendor => ("系统规则", "系統規則", "system rules"),
        };
        match locale {
            Locale::ZhCn => zh_cn,
            Locale::ZhTw => zh_tw,
            Locale::En => en,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_sentence_spans_two_lines() {
        let lines = Sentence::PersonalDetails as usize + 1;
        for text in [ZH_CN, ZH_TW, EN] {
            assert_eq!(text.lines().count(), lines);
            assert!(text.lines().all(|line| !line.is_empty()));
        }
    }

    #[test]
    fn each_rule_has_its_own_short_name() {
        assert_eq!(RuleName::Common.label(Locale::ZhCn), "常见密码");
        for locale in Locale::ALL {
            let labels: BTreeSet<&str> = RuleName::ALL.iter().map(|rule| rule.label(locale)).collect();
            assert_eq!(labels.len(), RuleName::ALL.len(), "{locale:?}");
            assert!(!labels.contains(""), "{locale:?}");
        }
    }

    #[test]
    fn words_are_joined() {
        let joined = |sentence, words: &[u32], locale| {
            let words = words.iter().filter_map(|word| Class::of(*word)).map(|class| class.sentence() as u32);
            let values = Values { words: words.collect(), ..Values::default() };
            values.say(sentence, locale)
        };
        assert_eq!(joined(Sentence::MissingClasses, &[0], Locale::En), "Add lowercase letters");
        assert_eq!(joined(Sentence::MissingClasses, &[3, 4], Locale::En), "Add digits and symbols");
        assert_eq!(
            joined(Sentence::MissingClasses, &[2, 3, 4], Locale::En),
            "Add letters, digits, and symbols"
        );
        assert_eq!(joined(Sentence::MissingClasses, &[3, 4], Locale::ZhCn), "还需要包含数字、符号");
        for (words, zh_cn, zh_tw, en) in [
            (&[3, 4][..], "数字或符号", "數字或符號", "digits or symbols"),
            (&[2, 3, 4], "字母、数字或符号", "字母、數字或符號", "letters, digits, or symbols"),
            (
                &[0, 1, 3, 4],
                "小写字母、大写字母、数字或符号",
                "小寫字母、大寫字母、數字或符號",
                "lowercase letters, uppercase letters, digits, or symbols",
            ),
        ] {
            for (locale, list) in [(Locale::ZhCn, zh_cn), (Locale::ZhTw, zh_tw), (Locale::En, en)] {
                let sentence = joined(Sentence::OneMoreClass, words, locale);
                let (_, end) = sentence.rsplit_once(['：', ':']).unwrap();
                assert_eq!(end.trim_start(), list);
            }
        }
    }
}
