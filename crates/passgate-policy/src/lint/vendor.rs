//! Rules by which a policy is looser than its vendor's page. The shipped policy of the product represents the page.
//!
//! If the page leaves a number open, the shipped policy has a default, and the tenant sets the number. Then another
//! number is no mistake, but a policy without the rule is one.

use passgate_core::{Policy, PolicyRule, RuleName};

use super::{Finding, Kind, rule_of};
use crate::diff::{Difference, one_way};

/// What the policy accepts although the vendor's page says that it is refused.
pub fn looser(policy: &Policy) -> Vec<Finding> {
    let shipped = Policy::shipped(policy.product());
    let mut findings = Vec::new();
    for difference in one_way(policy, &shipped).differences {
        let Some((_, stated)) = rule_of(&shipped, difference.rule) else { continue };
        let own = rule_of(policy, difference.rule);
        let has_own_numbers = stated.is_assumed() && own.is_some_and(|(_, entry)| !entry.advice());
        if !has_own_numbers {
            findings.push(finding(&difference, own, stated));
        }
    }
    // `history` refuses nothing here, but its row tells people that the vendor refuses earlier passwords.
    if let Some((_, stated)) = rule_of(&shipped, RuleName::History)
        && rule_of(policy, RuleName::History).is_none()
    {
        let problem = format!("has no rule `history`, which the vendor's page states: {}", source(stated));
        findings.push(Finding::new(Kind::Looser, "rules".to_owned(), problem));
    }
    findings
}

fn finding(difference: &Difference, own: Option<(usize, &PolicyRule)>, stated: &PolicyRule) -> Finding {
    let rule = difference.rule;
    let (path, problem) = match own {
        None => ("rules".to_owned(), format!("has no rule `{rule}`, which the vendor's page states")),
        Some((index, entry)) if entry.advice() => (
            format!("rules[{index}].advice"),
            format!("`{rule}` only advises, and the vendor's page states it"),
        ),
        Some((index, _)) => {
            let member = difference.member.map(|member| format!(".{member}"));
            let refused =
                difference.refuses.clone().unwrap_or_else(|| format!("what breaks “{}”", difference.asks));
            let path = format!("rules[{index}]{}", member.unwrap_or_default());
            (path, format!("accepts {refused}, which the vendor's page says is refused"))
        }
    };
    let problem = format!("{problem}: {}", source(stated));
    Finding { witness: difference.witness.clone(), ..Finding::new(Kind::Looser, path, problem) }
}

fn source(stated: &PolicyRule) -> &str {
    stated.source().unwrap_or_default()
}
