//! The required number of character classes (EIAM `PWD.0005`; Feishu 字母、数字和符号，至少三选二).

use std::sync::Arc;

use serde::Serialize;

use crate::document::{Class, ClassSet, DocumentError, Fault, Field, Record, Shape, WordList};
use crate::identity::{Identity, Person};
use crate::matching::{Category, Sort};
use crate::phrases::{Sentence, Values};
use crate::policy::rules::{Check, RuleKind, Scratch, Verdict, shape};
use crate::text::strings::numbered;
use crate::text::{Span, Text};
use crate::verdict::{Code, PackedViolation};

/// Requires a minimum number of the listed classes.
///
/// The class of a visible ASCII character is certain. The vendors' pages do not classify any other (a space,
/// a Han character, a full-width form, an emoji, a letter or digit of another script): a vendor may ignore
/// them, or count them as symbols, or as the letters or digits that they are, but counts all of one kind
/// alike. The rule is met if every such reading finds enough classes, and unmet if none does. Otherwise only
/// the vendor knows, and the row is unsure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Composition {
    /// The classes to choose from. `letter` contains `lower` and `upper`, so it excludes them.
    #[cfg_attr(feature = "schema", schemars(length(min = 1)))]
    #[cfg_attr(feature = "schema", schemars(with = "Vec<Class>"))]
    pub classes: WordList<Class>,
    /// The number of classes that are required.
    #[cfg_attr(feature = "schema", schemars(range(min = 1)))]
    pub at_least: u32,
    /// The number of characters that a class needs in order to count. The default is 1.
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

/// The number of characters of each disjoint class: lower, upper, digit, symbol.
type Counts = [u32; 4];
const LOWER: usize = 0;
const UPPER: usize = 1;
const DIGIT: usize = 2;
const SYMBOL: usize = 3;

/// The number of characters that the pages do not classify, by what each kind may count as, apart from
/// symbols and nothing. All characters of one kind are read alike.
#[derive(Default)]
struct Open {
    lower: u32,
    upper: u32,
    /// Letters without case, which count as lower or as upper.
    letters: u32,
    digits: u32,
    others: u32,
}

impl Open {
    /// The number of ways to read them.
    const READINGS: u32 = 1 << 5;

    const fn add(&mut self, category: Category) {
        let counter = match category {
            Category::Lower => &mut self.lower,
            Category::Upper => &mut self.upper,
            Category::Letter => &mut self.letters,
            Category::Digit => &mut self.digits,
            Category::Symbol | Category::Unseen => &mut self.others,
        };
        *counter = counter.saturating_add(1);
    }

    /// Adds these characters to the counts by one reading. A bit of the reading says whether a kind counts as
    /// symbols; bit 3, whether letters without case count as lower.
    fn read(&self, mut counts: Counts, reading: u32) -> Counts {
        let is = |bit: u32| reading & 1_u32.wrapping_shl(bit) != 0;
        for (symbols, own, many) in [
            (is(0), LOWER, self.lower),
            (is(1), UPPER, self.upper),
            (is(2), if is(3) { LOWER } else { UPPER }, self.letters),
            (is(4), DIGIT, self.digits),
            (true, SYMBOL, self.others),
        ] {
            if let Some(count) = counts.get_mut(if symbols { SYMBOL } else { own }) {
                *count = count.saturating_add(many);
            }
        }
        counts
    }
}

impl Composition {
    /// The rule restricted to characters of these classes.
    pub(crate) fn within(&self, classes: ClassSet) -> Self {
        Self { classes: self.classes.only(classes), ..self.clone() }
    }

    /// The classes with too few characters.
    pub(crate) fn missing(&self, counts: Counts) -> ClassSet {
        let [lower, upper, digit, symbol] = counts;
        let is_missing = |class: &Class| {
            let count = match *class {
                Class::Lower => lower,
                Class::Upper => upper,
                Class::Letter => lower.saturating_add(upper),
                Class::Digit => digit,
                Class::Symbol => symbol,
            };
            count < self.each
        };
        self.classes.iter().filter(is_missing).collect()
    }

    /// The number of classes that are found, if these are missing.
    pub(crate) const fn found(&self, missing: ClassSet) -> u32 {
        self.classes.len().saturating_sub(missing.len()) as u32
    }
}

impl RuleKind for Composition {
    const SHAPE: Shape = shape(&[Field::Classes, Field::AtLeast], &[Field::Each]);
    type Prepared = ();

    fn read(record: &Record<'_>) -> Result<Self, Fault> {
        Ok(Self {
            classes: record.words(Field::Classes),
            at_least: record.count(Field::AtLeast),
            each: record.number(Field::Each).unwrap_or(1),
        })
    }

    fn validate(&self) -> Result<(), Fault> {
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

    fn ask<'r>(&'r self, values: &mut Values<'r>) -> Sentence {
        values.numbers = [self.at_least, self.each];
        values.name_list(self.classes);
        if self.each > 1 && self.classes.len() == 1 {
            values.numbers = [self.each, 0];
            return Sentence::AskMin;
        }
        match (self.each > 1, self.at_least as usize == self.classes.len()) {
            (true, true) => Sentence::AskEachOfAll,
            (true, false) => Sentence::AskEach,
            (false, true) => Sentence::AskAll,
            (false, false) => Sentence::AskSome,
        }
    }

    fn prepare(&self, _: &Identity, _: &Arc<Person>) {}

    fn check<'c>(&'c self, (): &'c ()) -> &'c dyn Check {
        self
    }
}

impl Check for Composition {
    fn judge(&self, text: &Text<'_>, _spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        let (mut counts, mut open) = (Counts::default(), Open::default());
        for place in text.places() {
            let category = Sort::of(place.character).category;
            let class = match category {
                _ if !place.character.is_ascii_graphic() => None,
                Category::Lower => Some(LOWER),
                Category::Upper => Some(UPPER),
                Category::Digit => Some(DIGIT),
                _ => Some(SYMBOL),
            };
            match class.and_then(|class| counts.get_mut(class)) {
                Some(count) => *count = count.saturating_add(1),
                None => open.add(category),
            }
        }
        let missing = self.missing(counts);
        let found = self.found(missing);
        if found >= self.at_least {
            return Verdict::Met;
        }
        // An optional member is packed as its number plus 1, and as 0 if it is absent.
        let each = if self.each > 1 { self.each.saturating_add(1) } else { 0 };
        let members = [self.at_least, found, u32::from(missing.bits()), each];
        let violation = PackedViolation::of_members(Code::TooFewClasses, &members);
        let suffices = |reading| self.found(self.missing(open.read(counts, reading))) >= self.at_least;
        if (0..Open::READINGS).any(suffices) {
            Verdict::Unsure(Some(violation))
        } else {
            Verdict::Unmet(violation)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::identity::Identity;
    use crate::phrases::Locale;
    use crate::policy::rules::table::{Verdict, judge, rule};
    use crate::verdict::Violation;

    #[test]
    fn passwords() {
        let feishu = r#"{"rule":"composition","classes":["letter","digit","symbol"],"at_least":2}"#;
        let all = r#"{"rule":"composition","classes":["letter","digit","symbol"],"at_least":3}"#;
        let eiam = r#"{"rule":"composition","classes":["lower","upper","digit","symbol"],"at_least":3}"#;
        let cases = r#"{"rule":"composition","classes":["lower","upper"],"at_least":2}"#;
        let twice = r#"{"rule":"composition","classes":["letter","digit"],"at_least":2,"each":2}"#;
        use Class::{Digit, Letter, Lower, Symbol, Upper};
        use Expected::{Met, Unmet, Unsure};
        for (json, text, expected) in [
            (feishu, "1234abcd", Met),
            (feishu, "abcd*efg", Met),
            (feishu, "ab1密é　👍", Met),
            (feishu, "abcdEFGH", Unmet(1, vec![Digit, Symbol])),
            (feishu, "", Unmet(0, vec![Letter, Digit, Symbol])),
            // One kind of character is one class, whichever it is.
            (feishu, "密码密码密码密码", Unmet(0, vec![Letter, Digit, Symbol])),
            (feishu, "        ", Unmet(0, vec![Letter, Digit, Symbol])),
            (feishu, "，。、！？…“”", Unmet(0, vec![Letter, Digit, Symbol])),
            (feishu, "abcdefg ", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcd efg", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefg\t", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefgh，", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefgh’", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefg👍", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefg\u{200B}", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefg\u{FFFD}", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefg密", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefgé", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefg１", Unsure(1, vec![Digit, Symbol])),
            (feishu, "abcdefg٣", Unsure(1, vec![Digit, Symbol])),
            (feishu, "密码密码密码密1", Unsure(1, vec![Letter, Symbol])),
            (feishu, "1234567é", Unsure(1, vec![Letter, Symbol])),
            (feishu, "１２３４ＡＢＣＤ", Unsure(0, vec![Letter, Digit, Symbol])),
            (feishu, "密码密码密码，。", Unsure(0, vec![Letter, Digit, Symbol])),
            (all, "abcdefg ", Unmet(1, vec![Digit, Symbol])),
            (all, "abcd１234 ", Unsure(2, vec![Symbol])),
            (all, "密码密码１２３４", Unmet(0, vec![Letter, Digit, Symbol])),
            (all, "密码é１２３４", Unsure(0, vec![Letter, Digit, Symbol])),
            (eiam, "P@ssw0rd123", Met),
            (eiam, "passw0rd", Unmet(2, vec![Upper, Symbol])),
            (eiam, "", Unmet(0, vec![Lower, Upper, Digit, Symbol])),
            (eiam, "passw0rd ", Unsure(2, vec![Upper, Symbol])),
            (eiam, "passw0rd密", Unsure(2, vec![Upper, Symbol])),
            (eiam, "密码密码密码密1", Unmet(1, vec![Lower, Upper, Symbol])),
            (cases, "abcÉ", Unsure(1, vec![Upper])),
            (cases, "abcＡ", Unsure(1, vec![Upper])),
            (cases, "abc密", Unsure(1, vec![Upper])),
            (cases, "ABC密", Unsure(1, vec![Lower])),
            (cases, "abcé", Unmet(1, vec![Upper])),
            (cases, "ABCж", Unsure(1, vec![Lower])),
            (cases, "abcж", Unmet(1, vec![Upper])),
            (cases, "密码密码", Unmet(0, vec![Lower, Upper])),
            (cases, "abc ", Unmet(1, vec![Upper])),
            (twice, "ab12", Met),
            (twice, "abc1", Unmet(1, vec![Digit])),
            (twice, "abc1１", Unsure(1, vec![Digit])),
            (twice, "abc１", Unmet(1, vec![Digit])),
            (twice, "a密12", Unsure(1, vec![Letter])),
            (twice, "a 12", Unmet(1, vec![Letter])),
        ] {
            let rule = rule(json).unwrap();
            let Rule::Composition(Composition { at_least, each, .. }) = &rule else { panic!() };
            let violation = |found, missing: Vec<Class>| Violation::TooFewClasses {
                required: *at_least,
                found,
                missing: missing.into_iter().collect(),
                each: Some(*each).filter(|each| *each > 1),
            };
            let wanted = match expected {
                Met => Verdict::Met,
                Unmet(found, missing) => Verdict::Unmet(violation(found, missing)),
                Unsure(found, missing) => Verdict::Unsure(Some(violation(found, missing))),
            };
            assert_eq!(judge(&rule, &Identity::default(), text).0, wanted, "{json} {text:?}");
        }
    }

    #[test]
    fn sentences_for_the_rule() {
        for (least, each, asked) in [
            (2, 1, "Contains letters and digits"),
            (1, 1, "At least 1 of these: letters, digits"),
            (2, 2, "At least 2 of each: letters, digits"),
            (1, 2, "At least 1 of these, 2 or more of each: letters, digits"),
        ] {
            let json = format!(
                r#"{{"rule":"composition","classes":["letter","digit"],"at_least":{least},"each":{each}}}"#
            );
            assert_eq!(rule(&json).unwrap().ask(Locale::En), asked);
        }
    }

    enum Expected {
        Met,
        Unmet(u32, Vec<Class>),
        Unsure(u32, Vec<Class>),
    }

    use crate::policy::rules::Rule;

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
