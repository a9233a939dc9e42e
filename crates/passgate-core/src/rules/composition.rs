//! How many kinds of character (EIAM `PWD.0005`; Feishu 字母、数字和符号，至少三选二).

use serde::{Deserialize, Serialize};

use crate::candidate::Candidate;
use crate::document::DocumentError;
use crate::finding::Span;
use crate::rules::{Check, Verdict};
use crate::violation::{Class, Violation};

/// At least so many of the listed classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Composition {
    /// The classes to choose from; `letter` cannot stand beside `lower` or `upper`, which it contains.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    pub classes: Vec<Class>,
    /// How many of them are needed.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub at_least: u32,
    /// How many characters a class needs to count; 1 where absent.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub each: u32,
}

const fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature serde asks for")]
const fn is_one(each: &u32) -> bool {
    *each == 1
}

impl Class {
    /// Whether one character is of this class.
    pub(crate) const fn has(self, character: char) -> bool {
        match self {
            Self::Lower => character.is_ascii_lowercase(),
            Self::Upper => character.is_ascii_uppercase(),
            Self::Letter => character.is_ascii_alphabetic(),
            Self::Digit => character.is_ascii_digit(),
            Self::Symbol => character.is_ascii_punctuation(),
        }
    }
}

impl Composition {
    pub(crate) fn validate(&self) -> Result<(), DocumentError> {
        for (index, class) in self.classes.iter().enumerate() {
            if self.classes.iter().take(index).any(|before| before == class) {
                return Err(DocumentError::new(format!("classes[{index}]"), "this class stands twice"));
            }
        }
        let has = |class| self.classes.contains(&class);
        if has(Class::Letter) && (has(Class::Lower) || has(Class::Upper)) {
            return Err(DocumentError::new(
                "classes",
                "`letter` contains `lower` and `upper`: give one or the other",
            ));
        }
        if self.at_least == 0 {
            return Err(DocumentError::new("at_least", "must be at least 1"));
        }
        if self.at_least as usize > self.classes.len() {
            return Err(DocumentError::new(
                "at_least",
                format!("{} of {} classes cannot be had", self.at_least, self.classes.len()),
            ));
        }
        if self.each == 0 {
            return Err(DocumentError::new("each", "must be at least 1"));
        }
        Ok(())
    }
}

impl Check for Composition {
    fn judge(&self, candidate: &Candidate<'_>, _spans: &mut Vec<Span>) -> Verdict {
        let there = |class: &Class| {
            let each = self.each as usize;
            candidate.places().iter().filter(|place| class.has(place.typed)).take(each).count() >= each
        };
        let missing: Vec<Class> = self.classes.iter().copied().filter(|class| !there(class)).collect();
        let found = self.classes.len().saturating_sub(missing.len()) as u32;
        if found >= self.at_least {
            Verdict::Met
        } else {
            Verdict::Unmet(Violation::TooFewClasses { required: self.at_least, found, missing })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::rules::table::{judge, rule};

    #[test]
    fn passwords() {
        let feishu = r#"{"rule":"composition","classes":["letter","digit","symbol"],"at_least":2}"#;
        let eiam = r#"{"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":3}"#;
        let twice = r#"{"rule":"composition","classes":["letter","digit"],"at_least":2,"each":2}"#;
        use Class::{Digit, Letter, Lower, Symbol, Upper};
        for (json, text, expected) in [
            (feishu, "1234abcd", None),
            (feishu, "abcd*efg", None),
            (feishu, "abcdEFGH", Some((1, vec![Digit, Symbol]))),
            (feishu, "密码密码密码密码", Some((0, vec![Letter, Digit, Symbol]))),
            (feishu, "abcd efg", Some((1, vec![Digit, Symbol]))),
            (feishu, "abcd　efg，é", Some((1, vec![Digit, Symbol]))),
            (eiam, "P@ssw0rd123", None),
            (eiam, "passw0rd", Some((2, vec![Upper, Symbol]))),
            (eiam, "", Some((0, vec![Lower, Upper, Digit, Symbol]))),
            (twice, "ab12", None),
            (twice, "abc1", Some((1, vec![Digit]))),
        ] {
            let rule = rule(json).unwrap();
            let Rule::Composition(Composition { at_least, .. }) = &rule else { panic!() };
            let wanted = expected.map_or(Verdict::Met, |(found, missing)| {
                Verdict::Unmet(Violation::TooFewClasses { required: *at_least, found, missing })
            });
            assert_eq!(judge(&rule, &Identity::default(), text).0, wanted, "{text:?}");
        }
    }

    use crate::rules::Rule;

    #[test]
    fn the_32_symbols() {
        let symbols: String = (' '..='~').filter(|c| Class::Symbol.has(*c)).collect();
        assert_eq!(symbols, "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");
    }

    #[test]
    fn impossible_documents() {
        for (json, path) in [
            (r#"{"rule":"composition","classes":[],"at_least":1}"#, "at_least"),
            (r#"{"rule":"composition","classes":["digit"],"at_least":2}"#, "at_least"),
            (r#"{"rule":"composition","classes":["digit"],"at_least":0}"#, "at_least"),
            (r#"{"rule":"composition","classes":["digit","digit"],"at_least":1}"#, "classes[1]"),
            (r#"{"rule":"composition","classes":["letter","upper"],"at_least":1}"#, "classes"),
            (r#"{"rule":"composition","classes":["digit","han"],"at_least":1}"#, "classes[1]"),
            (r#"{"rule":"composition","classes":["digit"],"at_least":1,"each":0}"#, "each"),
            (r#"{"rule":"composition","at_least":1}"#, ""),
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }
}
