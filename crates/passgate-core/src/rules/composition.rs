//! How many kinds of character (EIAM `PWD.0005`; Feishu 字母、数字和符号，至少三选二).

use serde::Serialize;

use crate::document::{DocumentError, Fault};
use crate::fields::{Field, Shape};
use crate::finding::Span;
use crate::reason::{Code, Reason};
use crate::record::Record;
use crate::rules::{Check, Scratch, Verdict, shape};
use crate::strings::numbered;
use crate::text::Text;
use crate::violation::{Class, ClassSet};
use crate::word_list::WordList;

/// At least so many of the listed classes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Composition {
    /// The classes to choose from; `letter` cannot stand beside `lower` or `upper`, which it contains.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Class>"))]
    pub classes: WordList<Class>,
    /// How many of them are needed.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub at_least: u32,
    /// How many characters a class needs to count; 1 where absent.
    #[serde(skip_serializing_if = "is_one")]
    #[cfg_attr(feature = "schema", schemars(range(min = 1), default = "one"))]
    pub each: u32,
}

#[cfg(feature = "schema")]
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
    pub(crate) const SHAPE: Shape = shape(&[Field::Classes, Field::AtLeast], &[Field::Each]);

    pub(crate) fn read(record: &Record<'_>) -> Self {
        Self {
            classes: record.words(Field::Classes),
            at_least: record.count(Field::AtLeast),
            each: record.number(Field::Each).unwrap_or(1),
        }
    }

    pub(crate) fn validate(&self) -> Result<(), Fault> {
        let there = self.classes.packed().bits();
        let has = |class| there & 1_u32.wrapping_shl(class as u32) != 0;
        if has(Class::Letter) && (has(Class::Lower) || has(Class::Upper)) {
            return Err(DocumentError::new(
                "classes",
                &["`letter` contains `lower` and `upper`: give one or the other"],
            ));
        }
        let (wanted, there) = (self.at_least, self.classes.len() as u32);
        if wanted > there {
            let message = numbered("# of # classes cannot be had", &[wanted, there]);
            return Err(DocumentError::new("at_least", &[&message]));
        }
        Ok(())
    }
}

impl Check for Composition {
    fn judge(&self, text: &Text<'_>, _spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        let there = |class: &Class| {
            let each = self.each as usize;
            let units = text
                .units()
                .iter()
                .filter(|unit| u8::try_from(**unit).is_ok_and(|byte| class.has(char::from(byte))));
            units.take(each).count() >= each
        };
        let missing: ClassSet = self.classes.iter().filter(|class| !there(class)).collect();
        let found = self.classes.len().saturating_sub(missing.len()) as u32;
        if found >= self.at_least {
            Verdict::Met
        } else {
            let missing = u32::from(missing.bits());
            Verdict::Unmet(Reason::new(Code::TooFewClasses, [self.at_least, found, missing]))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::rules::table::{Verdict, judge, rule};
    use crate::violation::Violation;

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
                Verdict::Unmet(Violation::TooFewClasses {
                    required: *at_least,
                    found,
                    missing: missing.into_iter().collect(),
                })
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
            (r#"{"rule":"composition","classes":[],"at_least":1}"#, "classes"),
            (r#"{"rule":"composition","classes":["digit"],"at_least":2}"#, "at_least"),
            (r#"{"rule":"composition","classes":["digit"],"at_least":0}"#, "at_least"),
            (r#"{"rule":"composition","classes":["digit","digit"],"at_least":1}"#, "classes[1]"),
            (r#"{"rule":"composition","classes":["letter","upper"],"at_least":1}"#, "classes"),
            (r#"{"rule":"composition","classes":["digit","han"],"at_least":1}"#, "classes[1]"),
            (r#"{"rule":"composition","classes":["digit"],"at_least":1,"each":0}"#, "each"),
            (r#"{"rule":"composition","at_least":1}"#, "classes"),
        ] {
            assert_eq!(rule(json).unwrap_err().path, path, "{json}");
        }
    }
}
