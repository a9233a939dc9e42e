//! Generated policies.

use arbitrary::Arbitrary;
use passgate_core::{Policy, Product};
use serde_json::{Value, json};

/// A policy: a shipped one, or one with any rules.
#[derive(Arbitrary, Debug)]
pub enum Document {
    Feishu,
    Eiam,
    Own(Vec<(Rule, bool)>),
}

#[derive(Arbitrary, Debug)]
pub enum Rule {
    Length { min: Option<u8>, max: Option<u8>, unit: Unit, reported: Option<(u8, u8)> },
    Charset { symbols: Option<String>, letters: Letters, digits: bool, space: bool },
    Composition { classes: u8, at_least: u8, each: u8 },
    Username { contains: bool, reversed: bool, case_sensitive: bool },
    Common { patterns: Patterns },
    History,
    Repetition { total: bool, max: u8, case_sensitive: bool, reported: Option<u8> },
    Identity { fields: u8, readings: Option<u8>, wider: Patterns },
}

macro_rules! words {
    ($name:ident { $($word:ident $text:literal),* }) => {
        #[derive(Arbitrary, Clone, Copy, Debug)]
        pub enum $name { $($word),* }

        impl $name {
            pub const fn text(self) -> &'static str {
                match self { $(Self::$word => $text),* }
            }
        }
    };
}

words!(Unit { Grapheme "grapheme", CodePoint "code-point", Utf16 "utf16", Byte "byte", Any "any" });
words!(Letters { None "none", Ascii "ascii", Any "any" });
words!(Patterns { Advise "advise", Refuse "refuse", Off "off" });

const CLASSES: [&str; 5] = ["lower", "upper", "digit", "symbol", "letter"];
const FIELDS: [&str; 4] = ["username", "phone", "email-prefix", "name-pinyin"];

impl Document {
    /// The policy; `None` if the rules are contradictory.
    pub fn policy(&self) -> Option<Policy> {
        match self {
            Self::Feishu => Some(Policy::shipped(Product::Feishu)),
            Self::Eiam => Some(Policy::shipped(Product::Eiam)),
            Self::Own(rules) => {
                let rules: Vec<Value> = rules.iter().map(|(rule, advice)| rule.document(*advice)).collect();
                Policy::from_value(json!({ "product": "eiam", "rules": rules })).ok()
            }
        }
    }
}

impl Rule {
    fn document(&self, advice: bool) -> Value {
        let mut document = match self {
            Self::Length { min, max, unit, reported } => {
                let reported = reported.map(|(min, max)| json!({ "min": min, "max": max }));
                json!({ "rule": "length", "min": min, "max": max, "unit": unit.text(), "reported": reported })
            }
            Self::Charset { symbols, letters, digits, space } => {
                let symbols = symbols.as_deref().unwrap_or("any");
                json!({ "rule": "charset", "symbols": symbols, "letters": letters.text(),
                    "digits": digits, "space": space })
            }
            Self::Composition { classes, at_least, each } => {
                json!({ "rule": "composition", "classes": chosen(&CLASSES, *classes),
                    "at_least": at_least, "each": each })
            }
            Self::Username { contains, reversed, case_sensitive } => {
                let relation = if *contains { "contains" } else { "equal" };
                json!({ "rule": "username", "match": relation, "reversed": reversed,
                    "case_sensitive": case_sensitive })
            }
            Self::Common { patterns } => json!({ "rule": "common", "patterns": patterns.text() }),
            Self::History => json!({ "rule": "history" }),
            Self::Repetition { total, max, case_sensitive, reported } => {
                let count = if *total { "total" } else { "run" };
                let reported = reported.map(|max| json!({ "max": max }));
                json!({ "rule": "repetition", "count": count, "max": max, "case_sensitive": case_sensitive,
                    "reported": reported })
            }
            Self::Identity { fields, readings, wider } => {
                json!({ "rule": "identity", "fields": chosen(&FIELDS, *fields), "readings": readings,
                    "wider": wider.text() })
            }
        };
        if let Value::Object(fields) = &mut document {
            fields.insert("advice".to_owned(), advice.into());
        }
        document
    }
}

fn chosen(words: &[&'static str], bits: u8) -> Vec<&'static str> {
    (0_u32..)
        .zip(words)
        .filter(|(place, _)| bits.wrapping_shr(*place) & 1 == 1)
        .map(|(_, word)| *word)
        .collect()
}
