//! The `passwordrules` attribute, which tells the policy to password managers.
//!
//! The language (Apple, "Customizing Password AutoFill Rules") cannot express everything: m of n classes, the
//! person's name, a total of repetitions. The attribute is always sound: every password that it allows
//! satisfies the rules that it covers.

use serde::Serialize;

use crate::checker::Checker;
use crate::document::{Class, Count, Letters};
use crate::policy::rules::{Charset, Composition, Rule};
use crate::text::VISIBLE;
use crate::text::strings::{add, add_number, joined};

/// The attribute's value, and whether it expresses the whole policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct PasswordRules {
    /// The value of the attribute.
    pub attribute: String,
    /// Whether it allows exactly what the policy accepts. Otherwise it allows less, or omits what it cannot
    /// express.
    pub exact: bool,
}

impl Checker {
    /// The current policy, with learned limits, in the language of the `passwordrules` attribute.
    ///
    /// ```
    /// use passgate_core::{Checker, Identity, Policy};
    ///
    /// let policy = r#"{"product":"eiam","rules":[{"rule":"length","min":8},{"rule":"charset","symbols":"!#"}]}"#;
    /// let checker = Checker::new(&Policy::from_json(policy)?, &Identity::default());
    /// let rules = checker.password_rules();
    /// assert_eq!(rules.attribute, "minlength: 8; allowed: lower, upper, digit, [!#];");
    /// assert!(rules.exact);
    /// # Ok::<(), passgate_core::DocumentError>(())
    /// ```
    pub fn password_rules(&self) -> PasswordRules {
        let mut charset = None;
        for rule in self.rules() {
            if let Rule::Charset(own) = rule {
                charset = Some(own);
            }
        }
        let mut attribute = Attribute { text: String::new(), charset, halves: false };
        for rule in self.rules() {
            // For this rule `aAa` is a run, but password managers compare case-sensitively. So the attribute
            // allows each letter in one case only.
            attribute.halves |= matches!(rule, Rule::Repetition(own) if !own.case_sensitive);
        }
        // A charset with other scripts or spaces allows more than the attribute can express.
        let mut exact = charset.is_some_and(|charset| {
            !charset.any_symbol() && charset.letters != Letters::Any && !charset.space
        });
        for rule in self.rules() {
            match rule {
                Rule::Length(length) => {
                    let (min, max) = length.strictest();
                    attribute.number("minlength: ", min);
                    attribute.number("maxlength: ", max);
                    exact &= length.reported.or(length.documented).is_none();
                }
                Rule::Composition(composition) => exact &= attribute.required(composition),
                Rule::Repetition(repetition) if repetition.count == Count::Run => {
                    attribute.number("max-consecutive: ", Some(repetition.strictest()));
                    exact &= repetition.reported.is_none() && repetition.case_sensitive;
                }
                Rule::Charset(_) => {}
                // The language cannot express it.
                _ => exact = false,
            }
        }
        let allowed = attribute.members(&Class::ALL);
        attribute.line("allowed: ", &allowed);
        // No space after the last semicolon.
        let end = attribute.text.len().saturating_sub(1);
        PasswordRules { attribute: joined(&[attribute.text.get(..end).unwrap_or_default()]), exact }
    }
}

/// The attribute under construction.
struct Attribute<'c> {
    text: String,
    charset: Option<&'c Charset>,
    /// Whether only `a` to `m` and `N` to `Z` may be used.
    halves: bool,
}

impl Attribute<'_> {
    /// Whether the character is in one of these classes and allowed.
    fn has(&self, byte: u8, classes: &[Class]) -> bool {
        let character = char::from(byte);
        classes.iter().any(|class| class.has(character))
            && self.charset.is_none_or(|charset| charset.allows(character))
            && !(self.halves && matches!(byte, b'n'..=b'z' | b'A'..=b'M'))
    }

    /// The allowed characters of these classes.
    fn members(&self, classes: &[Class]) -> Vec<u8> {
        VISIBLE.filter(|byte| self.has(*byte, classes)).collect()
    }

    fn number(&mut self, label: &str, number: Option<u32>) {
        if let Some(number) = number {
            add(&mut self.text, label);
            add_number(&mut self.text, number);
            add(&mut self.text, "; ");
        }
    }

    /// Writes the `required` lines, and returns whether they express the whole rule.
    ///
    /// For m of n classes, the last n - m + 1 classes are joined in one line: a password with a character of
    /// each line has m classes. If a class needs several characters, each of m classes has that many lines,
    /// each with a part of the class.
    fn required(&mut self, composition: &Composition) -> bool {
        let wanted = composition.at_least as usize;
        let mut reachable: Vec<Vec<u8>> = Vec::new();
        for class in composition.classes.iter() {
            let members = self.members(&[class]);
            if members.len() >= composition.each as usize {
                reachable.push(members);
            }
        }
        if composition.each > 1 {
            // Lines for fewer classes than the rule requires would allow passwords that it refuses.
            for class in reachable.iter().take(wanted).filter(|_| reachable.len() >= wanted) {
                for first in 0..composition.each as usize {
                    let part: Vec<u8> =
                        class.iter().copied().skip(first).step_by(composition.each as usize).collect();
                    self.line("required: ", &part);
                }
            }
            return false;
        }
        let mut rest = reachable.as_slice();
        for left in (1..=wanted).rev() {
            let line = if left > 1 { rest.get(..1) } else { Some(rest) }.unwrap_or_default();
            self.line("required: ", &line.concat());
            rest = rest.get(line.len()..).unwrap_or_default();
        }
        wanted == reachable.len()
    }

    /// Writes a line with these characters: whole classes by name, all others in brackets.
    fn line(&mut self, label: &str, characters: &[u8]) {
        let is_whole = |class: Class| {
            VISIBLE.filter(|byte| class.has(char::from(*byte))).all(|byte| characters.contains(&byte))
        };
        let mut named = Vec::new();
        for (class, name) in [(Class::Lower, "lower"), (Class::Upper, "upper"), (Class::Digit, "digit")] {
            if is_whole(class) {
                named.push((class, name));
            }
        }
        // In a bracketed class `-` must come first and `]` last.
        let (mut first, mut last, mut others) = ("[", "]", String::new());
        for byte in VISIBLE.filter(|byte| characters.contains(byte)) {
            match char::from(byte) {
                '-' => first = "[-",
                ']' => last = "]]",
                character if named.iter().any(|(class, _)| class.has(character)) => {}
                character => others.push(character),
            }
        }
        let mut separator = label;
        for (_, name) in named {
            add(&mut self.text, separator);
            add(&mut self.text, name);
            separator = ", ";
        }
        if first.len().saturating_add(last.len()).saturating_add(others.len()) > 2 {
            for piece in [separator, first, &others, last] {
                add(&mut self.text, piece);
            }
            separator = "";
        }
        if separator != label {
            add(&mut self.text, "; ");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, Limit, Policy, Product};

    fn of(policy: &Policy) -> PasswordRules {
        Checker::new(policy, &Identity::default()).password_rules()
    }

    #[test]
    fn shipped() {
        let feishu = of(&Policy::shipped(Product::Feishu));
        assert_eq!(
            feishu.attribute,
            "minlength: 8; required: lower, upper; required: digit, [-!\"#$%&'()*+,./:;<=>?@[\\^_`{|}~]]; \
             allowed: lower, upper, digit, [-!\"#$%&'()*+,./:;<=>?@[\\^_`{|}~]];"
        );
        assert!(!feishu.exact);
        let eiam = of(&Policy::shipped(Product::Eiam));
        assert_eq!(
            eiam.attribute,
            "minlength: 8; maxlength: 18; required: lower; required: upper; \
             required: digit, [-!#$%&*+,./:;<=>?@^_`~]; max-consecutive: 2; \
             allowed: lower, upper, digit, [-!#$%&*+,./:;<=>?@^_`~];"
        );
        assert!(!eiam.exact);
    }

    #[test]
    fn reported_limits_are_in_the_attribute() {
        let limits = [Limit::Length { min: Some(14), max: Some(16) }, Limit::Repetition { max: 1 }];
        let rules = of(&Policy::shipped(Product::Eiam).reporting(&limits));
        assert!(rules.attribute.starts_with("minlength: 14; maxlength: 16;"), "{}", rules.attribute);
        assert!(rules.attribute.contains("max-consecutive: 1;") && !rules.exact, "{}", rules.attribute);
    }

    #[test]
    fn rules_that_the_language_cannot_express_become_stricter() {
        let of = |rules: &str| {
            of(&Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#)).unwrap())
        };
        // Two digits: one from each half.
        let each = of(r#"{"rule":"length","min":8},{"rule":"charset","symbols":"!#","letters":"none"},
               {"rule":"composition","classes":["digit","symbol"],"at_least":1,"each":2}"#);
        assert_eq!(
            each.attribute,
            "minlength: 8; required: [02468]; required: [13579]; allowed: digit, [!#];"
        );
        assert!(!each.exact);
        // `aAa` is a run of three.
        let runs = of(
            r#"{"rule":"charset","symbols":""},{"rule":"composition","classes":["lower","upper"],"at_least":2},
               {"rule":"repetition","max":2,"case_sensitive":false}"#,
        );
        assert_eq!(
            runs.attribute,
            "required: [abcdefghijklm]; required: [NOPQRSTUVWXYZ]; max-consecutive: 2; \
             allowed: digit, [NOPQRSTUVWXYZabcdefghijklm];"
        );
        assert!(!runs.exact);
    }

    #[test]
    fn exact_if_the_language_expresses_the_policy() {
        let policy = r#"{"product":"eiam","rules":[
            {"rule":"length","min":8,"max":18},
            {"rule":"charset","symbols":"!#"},
            {"rule":"composition","classes":["letter","digit"],"at_least":2}]}"#;
        let rules = of(&Policy::from_json(policy).unwrap());
        assert_eq!(
            rules.attribute,
            "minlength: 8; maxlength: 18; required: lower, upper; required: digit; allowed: lower, upper, digit, [!#];"
        );
        assert!(rules.exact);
    }
}
