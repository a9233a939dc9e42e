//! The closed vocabularies of documents and verdicts. Codegen writes them into the browser package and its
//! types.

use super::WordSet;
use super::vocabulary::words;

words! {
    /// A product of a vendor, which has its own policy and its own table of error codes.
    ///
    /// Not a vendor, because the same `PWD.0002` is the length in EIAM and the reversed username in its
    /// sibling OneAccess.
    Product {
        /// Feishu enterprise mail (飞书企业邮箱).
        Feishu = "feishu",
        /// 竹云 EIAM (Bamboocloud Employee Identity).
        Eiam = "eiam",
        /// Lark business email: Feishu's API on another host.
        Lark = "lark",
        /// Huawei Cloud OneAccess (应用身份管理服务): EIAM's API with codes of its own.
        OneAccess = "oneaccess",
    }
}

words! {
    /// A class of characters that a composition rule counts. All are ASCII; it is unknown what other
    /// characters count as.
    Class {
        /// `a` to `z`.
        Lower = "lower",
        /// `A` to `Z`.
        Upper = "upper",
        /// `a` to `z` or `A` to `Z`.
        Letter = "letter",
        /// `0` to `9`.
        Digit = "digit",
        /// One of the 32 printable ASCII characters that are not a letter, a digit or a space.
        Symbol = "symbol",
    }
}

words! {
    /// The kind of an unsupported character, which helps a person to find it.
    CharacterKind {
        /// No other kind: an ASCII character that is not allowed, a rare symbol.
        Other = "other",
        /// A full-width letter, digit or symbol, or punctuation as a Chinese keyboard types it: `Ａ`, `１`,
        /// `，`, `《`.
        FullWidth = "full-width",
        /// The space of Chinese keyboards, U+3000.
        IdeographicSpace = "ideographic-space",
        /// A character without width or shape, such as U+200B.
        ZeroWidth = "zero-width",
        /// A bidirectional control, such as U+202E.
        BidiControl = "bidi-control",
        /// A control character, such as a tab or a line break.
        Control = "control",
        /// Any other space.
        Space = "space",
        /// A character that Chinese keyboards and smart punctuation produce instead of `"`, `'`, `-` and
        /// dots: `“`, `’`, `—`, `…`, `·`.
        SmartPunctuation = "smart-punctuation",
        /// A letter or a number that is not ASCII: a Han character, `é`, `٣`.
        OtherScript = "other-script",
        /// An emoji, an arrow, a star or a similar picture.
        Emoji = "emoji",
    }
}

words! {
    /// What a repetition rule counts.
    #[derive(Default)]
    Count {
        /// The same character in a row.
        #[default]
        Run = "run",
        /// The same character anywhere.
        Total = "total",
    }
}

words! {
    /// Why a password is common, if the reason has a name. If two apply, the later one is more specific.
    Pattern {
        /// A repeated block: `abcabcabc1`.
        Repeat = "repetition",
        /// `abcdefgh1`, `a1b2c3d4`.
        Sequence = "sequence",
        /// Neighbours on the keyboard: `1qaz@WSX`, `q1w2e3r4`.
        Walk = "keyboard-walk",
        /// A year or a date: `2024-01-31`.
        Date = "date",
        /// Numbers that sound like words: `woaini520`, `5201314!`.
        Homophone = "homophone-number",
        /// A disguised listed word: `Huawei@123`, `P@ssw0rd123`.
        Word = "listed-word",
        /// Disguised personal data: `Wang@20240101`.
        Identity = "personal-word",
        /// Found among the passwords that breaches have made public. No rule of this crate reports it; the
        /// edge does, if it looks passwords up.
        Breached = "breached",
    }
}

words! {
    /// Personal data that a password must not contain (EIAM `PWD.0009`: 用户名、手机号、邮箱前缀、姓名拼音).
    IdentityField {
        /// 用户名.
        Username = "username",
        /// 手机号.
        Phone = "phone",
        /// 邮箱前缀: the part before the `@`.
        EmailPrefix = "email-prefix",
        /// 姓名拼音.
        NamePinyin = "name-pinyin",
        /// A word of the company, such as its name or a product.
        Words = "words",
    }
}

words! {
    /// What counts as one character.
    #[derive(Default)]
    Unit {
        /// A user-perceived character (UAX #29, extended grapheme cluster).
        Grapheme = "grapheme",
        /// A Unicode code point.
        CodePoint = "code-point",
        /// A UTF-16 code unit, as `String.length` counts in Java and JavaScript.
        Utf16 = "utf16",
        /// A byte of UTF-8.
        Byte = "byte",
        /// Unknown. A text is met if it is within the limits in all four units, unmet if it is outside in all
        /// four, and otherwise unsure.
        #[default]
        Any = "any",
    }
}

words! {
    /// Which letters are allowed.
    #[derive(Default)]
    Letters {
        /// None at all.
        None = "none",
        /// `a` to `z` and `A` to `Z`.
        #[default]
        Ascii = "ascii",
        /// The letters of every script, including Han characters, and the digits of other scripts.
        Any = "any",
    }
}

words! {
    /// What is compared with the username.
    #[derive(Default)]
    Relation {
        /// The whole password.
        #[default]
        Equal = "equal",
        /// Any part of the password.
        Contains = "contains",
    }
}

words! {
    /// What a rule does about a password that it does not certainly forbid.
    #[derive(Default)]
    Treatment {
        /// Advice: the row is unsure and blocks nothing.
        #[default]
        Advise = "advise",
        /// Refusal, as for a password that the rule certainly forbids.
        Refuse = "refuse",
        /// Nothing: it is not checked.
        Off = "off",
    }
}

impl Treatment {
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
    pub(crate) fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// A set of [`Class`]es, in their order.
pub type ClassSet = WordSet<Class>;

/// A set of [`IdentityField`]s, in their order.
pub type FieldSet = WordSet<IdentityField>;
