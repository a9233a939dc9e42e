//! How many of the admitted passwords a policy refuses to one person: counted for the rules about a person,
//! estimated from a sample for the others.

use fastrand::Rng;
use num_bigint::BigUint;
use passgate_core::{
    Checker, FieldSet, Identity, IdentityField, Policy, Relation, Rule, RuleName, Status, Treatment, inspect,
};

use crate::count::{PRINTABLE, bits, of_rules};
use crate::counted::{COUNTED, Counted, enforced};
use crate::words::Words;

/// How many admitted passwords of one length the rules about a person refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lost {
    /// This number.
    Exactly(BigUint),
    /// The number cannot be counted, for this reason.
    NotCounted(&'static str),
}

/// The effect of a rule that cannot be counted, estimated from a sample.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The rule.
    pub rule: RuleName,
    /// How many admitted passwords were drawn, uniformly.
    pub drawn: u32,
    /// How many of them the rule refuses.
    pub refused: u32,
    /// With a confidence of 95 %, the share that the rule refuses is at most this.
    pub at_most: f64,
}

/// The maximum number of letters of a user name for which every spelling in upper and lower case is tried.
const LETTERS_MAX: u32 = 16;
/// The size of a sample, and the maximum number of draws for it.
const SAMPLE: u32 = 20_000;
const DRAWS_MAX: u32 = 2_000_000;

/// The number of admitted texts of `length` printable ASCII characters that the enforced rules `username` and
/// `identity` refuse to this person.
pub fn lost(policy: &Policy, identity: &Identity, length: u32) -> Lost {
    let rules = Counted::of(policy);
    let (mut words, mut whole) = (Vec::new(), Vec::new());
    for (_, rule) in enforced(policy) {
        match rule {
            Rule::Identity(own) => {
                if own.wider == Treatment::Refuse {
                    return Lost::NotCounted("`wider` refuses variations, which only the checker knows");
                }
                let mut fields: FieldSet = own.fields.iter().collect();
                fields.insert(IdentityField::Words);
                let stated = inspect::stated(identity, fields, own.readings);
                words.push(Words::new(&stated, |character| inspect::typed(character as u16)));
            }
            Rule::Username(own) => {
                let spellings = own.spellings(identity);
                let read = |character: char| {
                    let same_case =
                        if own.case_sensitive { character } else { character.to_ascii_lowercase() };
                    Some(same_case as u16)
                };
                match own.relation {
                    Relation::Contains => words.push(Words::new(&spellings, read)),
                    Relation::Equal => {
                        whole.extend(spellings.into_iter().map(|text| (text, own.case_sensitive)))
                    }
                }
            }
            _ => {}
        }
    }
    let (Some(all), Some(left)) = (of_rules(&rules, length, &[]), of_rules(&rules, length, &words)) else {
        return Lost::NotCounted("these rules take too long to count together");
    };
    let mut equal = 0_u32;
    let mut seen = Vec::new();
    for (text, case_sensitive) in whole {
        let Some(texts) = spelled(&text, case_sensitive) else {
            return Lost::NotCounted("the user name is too long to try every letter case");
        };
        for text in texts {
            let is_counted = rules.accepts(&text) && !words.iter().any(|words| words.find(&text));
            if text.len() == length as usize && is_counted && !seen.contains(&text) {
                equal = equal.saturating_add(1);
                seen.push(text);
            }
        }
    }
    #[expect(clippy::arithmetic_side_effects, reason = "`left` counts a subset of what `all` counts")]
    let lost = all - left + equal;
    Lost::Exactly(lost)
}

/// Every spelling of the text in upper and lower case, or only its own. None if it has other characters than
/// printable ASCII; `None` if there are too many.
fn spelled(units: &[u16], case_sensitive: bool) -> Option<Vec<String>> {
    let letter = |unit: &u16| char::from_u32(u32::from(*unit)).filter(|letter| (' '..='~').contains(letter));
    let Some(letters) = units.iter().map(letter).collect::<Option<Vec<char>>>() else {
        return Some(Vec::new());
    };
    if case_sensitive {
        return Some(vec![letters.into_iter().collect()]);
    }
    let many = letters.iter().filter(|letter| letter.is_ascii_alphabetic()).count();
    if u32::try_from(many).unwrap_or(u32::MAX) > LETTERS_MAX {
        return None;
    }
    let mut texts = vec![String::new()];
    for letter in letters {
        let mut cases = vec![letter.to_ascii_lowercase(), letter.to_ascii_uppercase()];
        cases.dedup();
        texts = texts.iter().flat_map(|text| cases.iter().map(move |case| format!("{text}{case}"))).collect();
    }
    Some(texts)
}

/// The share of a sample of the admitted passwords that each rule refuses that cannot be counted. `None` if the
/// admitted texts are too rare to draw a sample.
pub fn estimates(policy: &Policy, identity: &Identity, length: u32) -> Option<Vec<Estimate>> {
    let rules = Counted::of(policy);
    let mut estimates: Vec<Estimate> = enforced(policy)
        .map(|(_, rule)| rule.name())
        .filter(|name| !COUNTED.contains(name) && *name != RuleName::History)
        .map(|rule| Estimate { rule, drawn: 0, refused: 0, at_most: 1.0 })
        .collect();
    let alphabet: Vec<char> = (' '..='~').filter(|character| rules.allows(*character)).collect();
    let admitted = of_rules(&rules, length, &[])?;
    let texts = f64::from(length) * f64::from(u32::try_from(alphabet.len()).unwrap_or(PRINTABLE)).log2();
    let share = 2.0_f64.powf(bits(&admitted) - texts);
    if share * f64::from(DRAWS_MAX) < f64::from(SAMPLE) {
        return None;
    }
    let checker = Checker::new(policy, identity);
    let (mut random, mut drawn) = (Rng::with_seed(1), 0_u32);
    for _ in 0..DRAWS_MAX {
        if drawn == SAMPLE {
            break;
        }
        let text: String = (0..length).filter_map(|_| random.choice(&alphabet)).collect();
        if !rules.accepts(&text) {
            continue;
        }
        drawn = drawn.saturating_add(1);
        if checker.accepts(&text) {
            continue;
        }
        for row in checker.check(&text).findings.iter().filter(|row| row.status == Status::Unmet) {
            for estimate in estimates.iter_mut().filter(|estimate| estimate.rule == row.rule) {
                estimate.refused = estimate.refused.saturating_add(1);
            }
        }
    }
    for estimate in &mut estimates {
        (estimate.drawn, estimate.at_most) = (drawn, upper_bound(estimate.refused, drawn));
    }
    Some(estimates)
}

/// The upper bound of the share at a confidence of 95 % (Chernoff), if `hits` of the sample have the property.
fn upper_bound(hits: u32, sample: u32) -> f64 {
    if sample == 0 {
        return 1.0;
    }
    let (seen, sample) = (f64::from(hits) / f64::from(sample), f64::from(sample));
    let limit = 20.0_f64.ln() / sample;
    let part = |seen: f64, share: f64| if seen > 0.0 { seen * (seen / share).ln() } else { 0.0 };
    let divergence = |share: f64| part(seen, share) + part(1.0 - seen, 1.0 - share);
    let (mut low, mut high) = (seen, 1.0);
    for _ in 0..60 {
        let middle = f64::midpoint(low, high);
        if divergence(middle) > limit { high = middle } else { low = middle }
    }
    high
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_of_a_sample_without_refusals_is_three_in_the_sample() {
        let bound = upper_bound(0, 20_000);
        assert!((bound * 20_000.0 - 3.0).abs() < 0.01, "{bound}");
        let half = upper_bound(10_000, 20_000);
        assert!(half > 0.5 && half < 0.51, "{half}");
        assert_eq!(upper_bound(0, 0), 1.0);
    }
}
