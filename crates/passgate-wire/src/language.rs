//! The language of the edge's own answers (`Accept-Language`).

use passgate_core::Locale;

/// The maximum number of language ranges that are read from one header.
const MOST_RANGES: usize = 32;

/// A fixed text in both languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// In Simplified Chinese.
    pub zh_cn: &'static str,
    /// In English.
    pub en: &'static str,
}

impl Words {
    /// The text in this language.
    ///
    /// ```
    /// use passgate_core::Locale;
    /// use passgate_wire::Words;
    ///
    /// let words = Words { zh_cn: "没有权限", en: "Access denied" };
    /// assert_eq!(words.in_language(Locale::En), "Access denied");
    /// ```
    pub const fn in_language(self, language: Locale) -> &'static str {
        match language {
            Locale::ZhCn | Locale::ZhTw => self.zh_cn,
            Locale::En => self.en,
        }
    }
}

/// The recipient of an answer: the id of its request, and the language it prefers.
#[derive(Clone, Copy, Debug)]
pub struct Reader<'a> {
    /// The id of the request.
    pub request_id: &'a str,
    /// The language that the caller prefers, if the edge has it.
    pub language: Option<Locale>,
}

impl<'a> Reader<'a> {
    /// A reader without a preferred language, who gets the language of the vendor's page.
    pub const fn of(request_id: &'a str) -> Self {
        Self { request_id, language: None }
    }
}

/// The supported language that an `Accept-Language` header prefers (RFC 9110, section 12.5.4): by its
/// weight, then by its position. `None` if it names no supported language; `*` counts as none.
///
/// ```
/// use passgate_core::Locale;
/// use passgate_wire::preferred;
///
/// assert_eq!(preferred("fr, en;q=0.5, zh-CN;q=0.8"), Some(Locale::ZhCn));
/// assert_eq!(preferred("*"), None);
/// ```
pub fn preferred(accept_language: &str) -> Option<Locale> {
    let ranges = accept_language.split(',').take(MOST_RANGES);
    let mut best: Option<(u16, Locale)> = None;
    for (weight, language) in ranges.filter_map(range) {
        if weight > 0 && best.is_none_or(|(highest, _)| weight > highest) {
            best = Some((weight, language));
        }
    }
    best.map(|(_, language)| language)
}

/// A supported language with its weight in thousandths.
fn range(text: &str) -> Option<(u16, Locale)> {
    let (tag, weight) = match text.split_once(';') {
        Some((tag, parameter)) => (tag, thousandths(parameter.trim())?),
        None => (text, 1000),
    };
    // The edge answers in the languages of the vendors' pages, which know one Chinese.
    let language = match Locale::from_tag(tag.trim())? {
        Locale::ZhCn | Locale::ZhTw => Locale::ZhCn,
        Locale::En => Locale::En,
    };
    Some((weight, language))
}

/// The weight of `q=0.8` in thousandths. It has at most three decimals (RFC 9110, section 12.4.2).
fn thousandths(parameter: &str) -> Option<u16> {
    let value = parameter.strip_prefix("q=").or_else(|| parameter.strip_prefix("Q="))?;
    let (whole, decimals) = value.split_once('.').unwrap_or((value, ""));
    let is_short = decimals.len() <= 3 && decimals.bytes().all(|byte| byte.is_ascii_digit());
    let fraction = format!("{decimals:0<3}").parse().ok().filter(|_| is_short)?;
    match (whole, fraction) {
        ("0", fraction) => Some(fraction),
        ("1", 0) => Some(1000),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_preferred_language() {
        for (header, expected) in [
            ("zh-CN", Some(Locale::ZhCn)),
            ("zh", Some(Locale::ZhCn)),
            ("ZH-hans-cn", Some(Locale::ZhCn)),
            ("zh-TW,zh;q=0.9,en;q=0.8", Some(Locale::ZhCn)),
            ("en;q=0.4, zh-Hant-HK;q=0.5", Some(Locale::ZhCn)),
            ("en_US, zh;q=0.1", Some(Locale::ZhCn)),
            ("en-US,en;q=0.9", Some(Locale::En)),
            ("EN", Some(Locale::En)),
            ("fr-FR, en;q=0.3, zh;q=0.2", Some(Locale::En)),
            ("en;q=0.5,zh;q=0.501", Some(Locale::ZhCn)),
            ("zh;q=0.5,en;q=0.5", Some(Locale::ZhCn)),
            ("en ; q=1.000 , zh", Some(Locale::En)),
            ("zh;Q=0.1", Some(Locale::ZhCn)),
            ("zh;q=0", None),
            ("zh;q=0, en;q=0.001", Some(Locale::En)),
            // An invalid weight makes the range invalid.
            ("zh;q=2, en;q=0.1", Some(Locale::En)),
            ("zh;q=0.1234", None),
            ("zh;q=1.5", None),
            ("zh;q=", None),
            ("zh;level=1", None),
            ("*", None),
            ("fr", None),
            ("zho", None),
            ("", None),
            (",,;q=1,-", None),
        ] {
            assert_eq!(preferred(header), expected, "{header:?}");
        }
        let long = format!("{}zh", "fr,".repeat(MOST_RANGES));
        assert_eq!(preferred(&long), None);
        assert_eq!(preferred(long.trim_start_matches("fr,")), Some(Locale::ZhCn));
    }
}
