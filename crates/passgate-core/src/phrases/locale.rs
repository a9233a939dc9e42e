//! The languages, and which of them a language tag selects.

use crate::document::words;

words! {
    /// A language of the sentences, as its BCP 47 tag.
    Locale {
        /// Simplified Chinese.
        ZhCn = "zh-CN",
        /// Traditional Chinese of Taiwan.
        ZhTw = "zh-TW",
        /// English.
        En = "en",
    }
}

/// The positions of the subtags in a tag, in order (RFC 5646, section 2.1).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    Language,
    Script,
    Region,
    Variant,
    /// A singleton, which a subtag has to follow.
    Singleton,
    Extension,
    Private,
}

/// The subtags that select a language.
#[derive(Clone, Copy, Default)]
struct Tag<'t> {
    language: &'t str,
    script: &'t str,
    region: &'t str,
}

impl Locale {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        self.name()
    }

    /// The language for a BCP 47 tag; `None` if it is the tag of another language, or not a tag.
    ///
    /// ```
    /// use passgate_core::Locale;
    ///
    /// assert_eq!(Locale::from_tag("zh-Hant-HK"), Some(Locale::ZhTw));
    /// assert_eq!(Locale::from_tag("fr"), None);
    /// ```
    pub fn from_tag(tag: &str) -> Option<Self> {
        Tag::read(tag)?.locale()
    }

    /// Does the same, with English for every other language; `None` only if the text is not a tag.
    ///
    /// ```
    /// use passgate_core::Locale;
    ///
    /// assert_eq!(Locale::negotiate("zh"), Some(Locale::ZhCn));
    /// assert_eq!(Locale::negotiate("fr-CA"), Some(Locale::En));
    /// assert_eq!(Locale::negotiate("en_US"), None);
    /// ```
    pub fn negotiate(tag: &str) -> Option<Self> {
        Some(Tag::read(tag)?.locale().unwrap_or(Self::En))
    }
}

impl<'t> Tag<'t> {
    /// Parses a tag; `None` if it is not well-formed (RFC 5646, section 2.2.9).
    fn read(text: &'t str) -> Option<Self> {
        let mut subtags = text.split('-');
        let language = subtags.next().unwrap_or_default();
        // The irregular grandfathered tags that do not begin with `i`.
        if is_one_of(text, &["en-GB-oed", "sgn-BE-FR", "sgn-BE-NL", "sgn-CH-DE"]) {
            return Some(Self { language, ..Self::default() });
        }
        let mut place = match language.len() {
            // `x-…` is private use, and `i-…` a grandfathered tag.
            1 if is_one_of(language, &["x", "i"]) => Place::Singleton,
            2..=8 if is_alphabetic(language) => Place::Language,
            _ => return None,
        };
        let mut tag = Self { language, ..Self::default() };
        let mut is_private = language.len() == 1;
        // A language of two or three letters has up to three extended subtags.
        let mut extended: u8 = if language.len() > 3 { 3 } else { 0 };
        for subtag in subtags {
            let length = subtag.len();
            if !(1..=8).contains(&length) || !subtag.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
                return None;
            }
            let digits = subtag.bytes().take_while(u8::is_ascii_digit).count();
            place = match length {
                _ if is_private => Place::Private,
                1 if place == Place::Singleton => return None,
                1 => {
                    is_private = is_one_of(subtag, &["x"]);
                    Place::Singleton
                }
                _ if place >= Place::Singleton => Place::Extension,
                3 if place == Place::Language && extended < 3 && is_alphabetic(subtag) => {
                    extended = extended.wrapping_add(1);
                    Place::Language
                }
                4 if place < Place::Script && is_alphabetic(subtag) => {
                    tag.script = subtag;
                    Place::Script
                }
                2 | 3 if place < Place::Region && (digits == 3 || length == 2 && is_alphabetic(subtag)) => {
                    tag.region = subtag;
                    Place::Region
                }
                5.. => Place::Variant,
                4 if digits > 0 => Place::Variant,
                _ => return None,
            };
        }
        (place != Place::Singleton).then_some(tag)
    }

    fn locale(self) -> Option<Locale> {
        // `zh` means Mandarin, whose own code is `cmn`.
        if is_one_of(self.language, &["zh", "cmn"]) {
            let is_traditional = match self.script {
                "" => is_one_of(self.region, &["TW", "HK", "MO", "158", "344", "446"]),
                script => is_one_of(script, &["Hant"]),
            };
            return Some(if is_traditional { Locale::ZhTw } else { Locale::ZhCn });
        }
        is_one_of(self.language, &["en"]).then_some(Locale::En)
    }
}

fn is_alphabetic(subtag: &str) -> bool {
    subtag.bytes().all(|byte| byte.is_ascii_alphabetic())
}

/// Subtags are case-insensitive.
fn is_one_of(subtag: &str, these: &[&str]) -> bool {
    these.iter().any(|one| subtag.eq_ignore_ascii_case(one))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_tags() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
            assert_eq!(Locale::negotiate(locale.tag()), Some(locale));
        }
    }

    #[test]
    fn a_tag_finds_its_language() {
        for (tag, locale) in [
            ("zh", Locale::ZhCn),
            ("ZH", Locale::ZhCn),
            ("zh-158", Locale::ZhTw),
            ("zh-344", Locale::ZhTw),
            ("zh-446", Locale::ZhTw),
            ("zh-156", Locale::ZhCn),
            ("en-GB-oed", Locale::En),
            ("zh-cn", Locale::ZhCn),
            ("zh-Hans", Locale::ZhCn),
            ("zh-Hans-CN", Locale::ZhCn),
            ("zh-Hans-TW", Locale::ZhCn),
            ("zh-SG", Locale::ZhCn),
            ("zh-CN-x-Hant-TW", Locale::ZhCn),
            ("zh-CN-u-co-pinyin", Locale::ZhCn),
            ("cmn-Hans-CN", Locale::ZhCn),
            ("zh-TW", Locale::ZhTw),
            ("zh-tw", Locale::ZhTw),
            ("zh-HK", Locale::ZhTw),
            ("zh-MO", Locale::ZhTw),
            ("zh-Hant", Locale::ZhTw),
            ("zh-hant-cn", Locale::ZhTw),
            ("zh-Hant-TW", Locale::ZhTw),
            ("zh-cmn-Hant-TW", Locale::ZhTw),
            ("en", Locale::En),
            ("en-US", Locale::En),
            ("en-GB-oxendict", Locale::En),
            ("en-Latn-001", Locale::En),
        ] {
            assert_eq!(Locale::from_tag(tag), Some(locale), "{tag}");
            assert_eq!(Locale::negotiate(tag), Some(locale), "{tag}");
        }
    }

    #[test]
    fn another_language_gets_english() {
        for tag in [
            "fr",
            "fr-CA",
            "ja-JP",
            "yue-Hant-HK",
            "zho",
            "de-1996",
            "sl-rozaj-biske-1994",
            "de-CH-1901",
            "es-419",
            "ar-a-aaa-b-bbb",
            "x-whatever",
            "x-a",
            "i-klingon",
            "sr-Latn-RS-u-ca",
            "qaa-Qaaa-QM-x-southern",
            "abcdefgh",
            "gsw-u-sd-chzh",
            "sgn-BE-FR",
            "aa-bbb-ccc-ddd",
        ] {
            assert_eq!(Locale::from_tag(tag), None, "{tag}");
            assert_eq!(Locale::negotiate(tag), Some(Locale::En), "{tag}");
        }
    }

    #[test]
    fn malformed_tags() {
        for text in [
            "",
            "-",
            "e",
            "1",
            "x",
            "i",
            "en-",
            "-en",
            "en--US",
            "en_US",
            "zh_CN",
            "zh CN",
            "en-US ",
            "中文",
            "abcdefghi",
            "en-abcdefghi",
            "en-u",
            "en-x",
            "en-u-x-a",
            "en-Latn-Hans",
            "en-US-Latn",
            "en-US-GB",
            "de-419-DE",
            "a1",
            "e1-US",
            "en-a!",
            "*",
            "en-*",
            "undefined",
            "aa-bbb-ccc-ddd-eee",
            "abcd-efg",
            "en-1",
            "en-12",
        ] {
            assert_eq!(Locale::negotiate(text), None, "{text}");
            assert_eq!(Locale::from_tag(text), None, "{text}");
        }
    }
}
