//! Not a password many people use (EIAM `PWD.0006` 该密码为弱密码).

use serde::Serialize;
use zeroize::Zeroize as _;

use crate::document::{DocumentError, Fields, Word};
use crate::finding::Span;
use crate::rules::{Check, Scratch, Verdict};
use crate::text::{Text, without_case};
use crate::violation::Violation;
use crate::weak;

/// A password on the weak list is refused; a variation of a listed word as the policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(deny_unknown_fields))]
pub struct Common {
    /// What a pattern such as `Huawei@123` gets.
    #[cfg_attr(feature = "schema", schemars(default))]
    pub patterns: Patterns,
}

/// What a variation of a listed word gets.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
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

impl Word for Patterns {
    const ALL: &'static [(&'static str, Self)] =
        &[("advise", Self::Advise), ("refuse", Self::Refuse), ("off", Self::Off)];
}

/// Longer texts are on no list.
const LISTED_MAX: usize = 32;

impl Common {
    pub(crate) fn read(fields: &mut Fields) -> Result<Self, DocumentError> {
        Ok(Self { patterns: fields.word("patterns")?.unwrap_or_default() })
    }

    /// Whether the text is refused, and not only advised against.
    pub(crate) fn refuses(&self, units: &[u16]) -> bool {
        lower_case(units, |text| {
            weak::is_listed(text) || (self.patterns == Patterns::Refuse && weak::is_pattern(text))
        })
    }

    fn advises(&self, units: &[u16]) -> bool {
        self.patterns == Patterns::Advise && lower_case(units, weak::is_pattern)
    }
}

/// Asks about the text in lower-case ASCII; a text that is longer or has other characters is on no
/// list.
fn lower_case(units: &[u16], ask: impl FnOnce(&[u8]) -> bool) -> bool {
    let mut buffer = [0_u8; LISTED_MAX];
    let Some(text) = buffer.get_mut(..units.len()) else { return false };
    for (byte, unit) in text.iter_mut().zip(units) {
        match u8::try_from(without_case(*unit)) {
            Ok(ascii) if ascii.is_ascii() => *byte = ascii,
            _ => return false,
        }
    }
    let answer = ask(text);
    buffer.zeroize();
    answer
}

impl Check for Common {
    fn judge(&self, text: &Text<'_>, spans: &mut Vec<Span>, _scratch: &mut Scratch) -> Verdict {
        let refused = self.refuses(text.units());
        if !refused && !self.advises(text.units()) {
            return Verdict::Met;
        }
        spans.push(text.whole());
        if refused {
            Verdict::Unmet(Violation::TooCommon)
        } else {
            Verdict::Unsure(Some(Violation::TooCommon))
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
