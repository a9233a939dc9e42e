//! The `passwordrules` attribute: the policy as password managers read it.
//!
//! The language (Apple, "Customizing Password AutoFill Rules") cannot say everything: m of n
//! classes, the person's name, a total of repetitions. What is written is always sound: every
//! password the attribute allows satisfies the rules it speaks of.

use serde::Serialize;

use crate::checker::Checker;
use crate::document::decimal;
use crate::rules::{Charset, Composition, Rule};
use crate::violation::{Class, Count};

/// The attribute's value, and whether it says all that the policy says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PasswordRules {
    /// The value of the attribute.
    pub attribute: String,
    /// Whether it allows exactly what the policy accepts; otherwise it allows less, or leaves
    /// out what it cannot say.
    pub exact: bool,
}

impl Checker {
    /// The policy, as it stands now, in the language of the `passwordrules` attribute.
    pub fn password_rules(&self) -> PasswordRules {
        let rules: Vec<&Rule> = self.rules().collect();
        let charset = rules.iter().find_map(|rule| match rule {
            Rule::Charset(charset) => Some(charset),
            _ => None,
        });
        let mut parts: Vec<String> = Vec::new();
        let mut exact = true;
        for rule in &rules {
            match rule {
                Rule::Length(length) => {
                    parts.extend(length.min.map(|min| ["minlength: ", &decimal(min as usize)].concat()));
                    parts.extend(length.max.map(|max| ["maxlength: ", &decimal(max as usize)].concat()));
                }
                Rule::Composition(composition) => {
                    exact &= required(composition, charset, &mut parts);
                }
                Rule::Repetition(repetition) if repetition.count == Count::Run => {
                    parts.push(["max-consecutive: ", &decimal(repetition.max as usize)].concat());
                }
                Rule::Charset(_) => {}
                Rule::Repetition(_)
                | Rule::Username(_)
                | Rule::Common(_)
                | Rule::History(_)
                | Rule::Identity(_) => exact = false,
            }
        }
        let allowed = alphabet(charset);
        parts.push(["allowed: ", &classes_of(&allowed)].concat());
        // A charset that takes other scripts takes more than the attribute can say.
        exact &= charset.is_some_and(|charset| !charset.any_symbol());
        PasswordRules { attribute: [&parts.join("; "), ";"].concat(), exact }
    }
}

/// The visible ASCII characters a generated password may be made of.
pub(crate) fn alphabet(charset: Option<&Charset>) -> Vec<char> {
    ('!'..='~').filter(|character| charset.is_none_or(|charset| charset.allows(*character))).collect()
}

/// One `required` line per class that is asked for; returns whether that is all the rule says.
///
/// Of m of n classes, the last n - m + 1 are joined into one line: whichever of them is there,
/// m classes are.
fn required(composition: &Composition, charset: Option<&Charset>, parts: &mut Vec<String>) -> bool {
    let allowed = alphabet(charset);
    let reachable: Vec<Class> = composition
        .classes
        .iter()
        .copied()
        .filter(|class| allowed.iter().any(|character| class.has(*character)))
        .collect();
    let alone = (composition.at_least as usize).saturating_sub(1).min(reachable.len());
    let (single, joined) = reachable.split_at_checked(alone).unwrap_or((&[], &[]));
    let members = |classes: &[Class]| -> Vec<char> {
        allowed.iter().copied().filter(|c| classes.iter().any(|class| class.has(*c))).collect()
    };
    for class in single {
        parts.push(["required: ", &classes_of(&members(&[*class]))].concat());
    }
    if !joined.is_empty() {
        parts.push(["required: ", &classes_of(&members(joined))].concat());
    }
    composition.each == 1 && composition.at_least as usize == reachable.len()
}

/// Characters as the attribute's classes: the named ones where whole, the rest in brackets.
fn classes_of(characters: &[char]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (name, class) in [("lower", Class::Lower), ("upper", Class::Upper), ("digit", Class::Digit)] {
        if ('!'..='~').filter(|c| class.has(*c)).all(|c| characters.contains(&c)) {
            names.push(name.to_owned());
        }
    }
    let symbols: Vec<char> = characters.iter().copied().filter(|c| Class::Symbol.has(*c)).collect();
    if !symbols.is_empty() {
        // In a bracketed class `-` must come first and `]` last.
        let first = symbols.iter().filter(|c| **c == '-');
        let middle = symbols.iter().filter(|c| **c != '-' && **c != ']');
        let last = symbols.iter().filter(|c| **c == ']');
        names.push(["[", &first.chain(middle).chain(last).collect::<String>(), "]"].concat());
    }
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Identity, Policy, Product};

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
    fn exact_where_the_language_says_it_all() {
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
