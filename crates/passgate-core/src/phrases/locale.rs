//! The languages.

use crate::document::{Word as _, words};
use crate::text::units;

words! {
    /// A language the sentences are written in, as its BCP 47 tag.
    Locale {
        /// Simplified Chinese.
        ZhCn = "zh-CN",
        /// English.
        En = "en",
    }
}

impl Locale {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        self.name()
    }

    /// The language of that BCP 47 tag.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::of(Self::VOCABULARY.find(&units(tag))?)
    }

    /// The tags as a message lists them.
    pub fn listed() -> String {
        Self::VOCABULARY.listed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_have_tags() {
        for locale in Locale::ALL {
            assert_eq!(Locale::from_tag(locale.tag()), Some(locale));
        }
        assert_eq!(Locale::from_tag("fr"), None);
        assert_eq!(Locale::listed(), "`zh-CN`, `en`");
    }
}
