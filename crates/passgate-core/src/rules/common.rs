//! Not a password many people use (EIAM `PWD.0006` 该密码为弱密码).

use serde::{Deserialize, Serialize};

use crate::candidate::Candidate;
use crate::finding::Span;
use crate::rules::{Check, Verdict};
use crate::violation::Violation;
use crate::weak;

/// A password on the weak list is refused; a variation of a listed word as the policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Common {
    /// What a pattern such as `Huawei@123` gets.
    #[serde(default)]
    pub patterns: Patterns,
}

/// What a variation of a listed word gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub enum Patterns {
    /// Advice: the row is unsure, and nothing is blocked.
    #[default]
    Advise,
    /// Refusal, as for a listed password.
    Refuse,
    /// Nothing: only listed passwords are looked at.
    Off,
}

impl Check for Common {
    fn judge(&self, candidate: &Candidate<'_>, spans: &mut Vec<Span>) -> Verdict {
        // Every entry is ASCII, so a text with any other character is on no list.
        let bytes =
            candidate.places().iter().map(|place| u8::try_from(place.folded).ok().filter(u8::is_ascii));
        let Some(text) = bytes.collect::<Option<Vec<u8>>>().map(zeroize::Zeroizing::new) else {
            return Verdict::Met;
        };
        if weak::is_listed(&text) {
            spans.push(candidate.whole());
            return Verdict::Unmet(Violation::TooCommon);
        }
        if self.patterns == Patterns::Off || !weak::is_pattern(&text) {
            return Verdict::Met;
        }
        spans.push(candidate.whole());
        match self.patterns {
            Patterns::Refuse => Verdict::Unmet(Violation::TooCommon),
            Patterns::Advise | Patterns::Off => Verdict::Unsure(Some(Violation::TooCommon)),
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
        let unmet = || Verdict::Unmet(Violation::TooCommon);
        let unsure = || Verdict::Unsure(Some(Violation::TooCommon));
        for (patterns, text, expected) in [
            ("advise", "1qaz2wsx", unmet()),
            ("advise", "Password1", unmet()),
            ("advise", "P@ssw0rd123", unsure()),
            ("refuse", "P@ssw0rd123", unmet()),
            ("off", "P@ssw0rd123", Verdict::Met),
            ("off", "1qaz2wsx", unmet()),
            ("advise", "Kx7#mQ2$vL9p", Verdict::Met),
            ("advise", "密码1qaz2wsx", Verdict::Met),
            ("advise", "", Verdict::Met),
        ] {
            let json = format!(r#"{{"rule":"common","patterns":"{patterns}"}}"#);
            let (verdict, spans) = judge(&rule(&json).unwrap(), &Identity::default(), text);
            assert_eq!(verdict, expected, "{patterns} {text}");
            assert_eq!(spans.is_empty(), verdict == Verdict::Met, "{text}");
        }
        assert_eq!(rule(r#"{"rule":"common","patterns":"maybe"}"#).unwrap_err().path, "patterns");
    }
}
