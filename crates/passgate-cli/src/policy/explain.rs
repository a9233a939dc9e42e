//! `passgate policy explain`.

use std::process::ExitCode;

use anyhow::Result;
use passgate_core::{Checker, Identity, Locale, Policy, Rule, RuleName};
use passgate_policy::count::{PRINTABLE, admitted, bits};
use passgate_policy::loss::{Estimate, Lost, estimates, lost};
use serde_json::{Value, json};

use super::{Person, policy_of};
use crate::args::Format;

/// The lengths that are counted by default, with the shortest and the longest.
const USUAL: [u32; 2] = [12, 16];
/// The longest length that is counted by default.
const LONGEST: u32 = 64;

/// Prints the policy in each language, and the numbers.
pub fn run(name: &str, lengths: &[u32], person: &Person, format: Format) -> Result<ExitCode> {
    let policy = policy_of(name)?;
    let identity = person.identity()?;
    let explained = Explained::of(&policy, lengths, identity.as_ref());
    match format {
        Format::Json => println!("{}", explained.json(name)),
        Format::Text => print!("{}", explained.text(name)),
    }
    Ok(ExitCode::SUCCESS)
}

/// Everything that the command prints.
pub(super) struct Explained {
    checklists: Vec<(Locale, Vec<(RuleName, String)>)>,
    attribute: String,
    exact: bool,
    counts: Vec<Count>,
    /// The rules that cannot be counted, and why.
    others: Vec<(RuleName, &'static str)>,
}

/// The numbers of a length.
struct Count {
    length: u32,
    admitted: Option<num_bigint::BigUint>,
    lost: Option<Lost>,
    estimates: Option<Vec<Estimate>>,
}

impl Explained {
    pub(super) fn of(policy: &Policy, lengths: &[u32], identity: Option<&Identity>) -> Self {
        let anybody = Identity::default();
        let checker = Checker::new(policy, &anybody);
        let checklist = |locale| {
            let rows = checker.checklist(locale).into_iter().map(|row| (row.rule, row.text));
            (locale, rows.collect())
        };
        let lengths = if lengths.is_empty() { usual(policy) } else { lengths.to_vec() };
        let count = |length: u32| {
            let lost = identity.map(|identity| lost(policy, identity, length));
            // A rule that was counted, or that depends on an unknown person, is not estimated.
            let is_uncounted = matches!(lost, Some(Lost::NotCounted(_)));
            let wanted = |estimate: &Estimate| is_uncounted || estimate.rule == RuleName::Common;
            let estimates = estimates(policy, identity.unwrap_or(&anybody), length);
            let estimates = estimates.map(|all| all.into_iter().filter(wanted).collect());
            Count { length, admitted: admitted(policy, length), lost, estimates }
        };
        let rules = checker.password_rules();
        Self {
            checklists: Locale::ALL.into_iter().map(checklist).collect(),
            attribute: rules.attribute,
            exact: rules.exact,
            counts: lengths.into_iter().map(count).collect(),
            others: others(policy, identity.is_some()),
        }
    }

    pub(super) fn json(&self, name: &str) -> Value {
        let checklists: serde_json::Map<String, Value> = self
            .checklists
            .iter()
            .map(|(locale, rows)| {
                let rows: Vec<Value> =
                    rows.iter().map(|(rule, text)| json!({ "rule": rule.name(), "text": text })).collect();
                (locale.tag().to_owned(), Value::from(rows))
            })
            .collect();
        let counts: Vec<Value> = self.counts.iter().map(Count::json).collect();
        let others: Vec<Value> =
            self.others.iter().map(|(rule, why)| json!({ "rule": rule.name(), "why": why })).collect();
        json!({
            "policy": name,
            "checklists": checklists,
            "passwordrules": { "attribute": self.attribute, "exact": self.exact },
            "alphabet": PRINTABLE,
            "counts": counts,
            "not_counted": others,
        })
    }

    pub(super) fn text(&self, name: &str) -> String {
        let mut lines = vec![name.to_owned()];
        for (locale, rows) in &self.checklists {
            lines.push(format!("\n{}", locale.tag()));
            lines.extend(rows.iter().map(|(rule, text)| format!("  {:<12} {text}", rule.name())));
        }
        let exact = if self.exact { "all that the policy says" } else { "not all that the policy says" };
        lines.push(format!("\npasswordrules ({exact})\n  {}", self.attribute));
        lines.push(format!(
            "\nPasswords of printable ASCII ({PRINTABLE} characters) that length, charset, composition and \
             repetition admit"
        ));
        lines.extend(self.counts.iter().map(Count::text));
        if !self.others.is_empty() {
            lines.push("\nNot in these numbers".to_owned());
            lines.extend(self.others.iter().map(|(rule, why)| format!("  {:<12} {why}", rule.name())));
        }
        lines.join("\n") + "\n"
    }
}

impl Count {
    fn json(&self) -> Value {
        let lost = self.lost.as_ref().map(|lost| match lost {
            Lost::Exactly(number) => json!({ "passwords": number.to_string() }),
            Lost::NotCounted(why) => json!({ "not_counted": why }),
        });
        let estimates = self.estimates.as_ref().map(|estimates| -> Vec<Value> {
            let of = |estimate: &Estimate| {
                json!({
                    "rule": estimate.rule.name(), "drawn": estimate.drawn, "refused": estimate.refused,
                    "share_at_most": estimate.at_most, "confidence": 0.95,
                })
            };
            estimates.iter().map(of).collect()
        });
        json!({
            "length": self.length,
            "admitted": self.admitted.as_ref().map(ToString::to_string),
            "bits": self.admitted.as_ref().map(bits).filter(|bits| bits.is_finite()),
            "person_loses": lost,
            "estimates": estimates,
        })
    }

    fn text(&self) -> String {
        let length = self.length;
        let Some(admitted) = &self.admitted else {
            return format!("  {length:>3} characters: not counted, because it would take too long");
        };
        if admitted.bits() == 0 {
            return format!("  {length:>3} characters: none");
        }
        let mut lines =
            vec![format!("  {length:>3} characters: {} ({:.1} bits)", grouped(admitted), bits(admitted))];
        match &self.lost {
            Some(Lost::Exactly(lost)) => {
                let share = if lost.bits() == 0 { 0.0 } else { (bits(lost) - bits(admitted)).exp2() };
                lines.push(format!("      of these the person loses {} ({})", grouped(lost), percent(share)));
            }
            Some(Lost::NotCounted(why)) => {
                lines.push(format!("      what the person loses is not counted: {why}"))
            }
            None => {}
        }
        for estimate in self.estimates.iter().flatten() {
            lines.push(format!(
                "      {} refuses {} of {} drawn at random: at most {} with 95 % confidence",
                estimate.rule.name(),
                estimate.refused,
                estimate.drawn,
                percent(estimate.at_most)
            ));
        }
        lines.join("\n")
    }
}

/// The shortest, the usual ones between, and the longest.
fn usual(policy: &Policy) -> Vec<u32> {
    let (mut min, mut max) = (1, None);
    for entry in policy.rules().iter().filter(|entry| !entry.advice()) {
        if let Rule::Length(length) = entry.rule() {
            (min, max) = (length.min.unwrap_or(1), length.max);
        }
    }
    let mut lengths: Vec<u32> = std::iter::once(min).chain(USUAL).chain(max).collect();
    lengths.retain(|length| *length >= min && max.is_none_or(|max| *length <= max) && *length <= LONGEST);
    lengths.sort_unstable();
    lengths.dedup();
    lengths
}

/// The rules that are not in the numbers of admitted passwords, and why.
fn others(policy: &Policy, has_person: bool) -> Vec<(RuleName, &'static str)> {
    let why = |rule: &Rule, advice: bool| match rule {
        _ if advice => Some("advice: it refuses nothing"),
        Rule::History(_) => Some("only the vendor knows earlier passwords; it refuses nothing here"),
        Rule::Common(_) => Some("depends on a list: estimated from a sample"),
        Rule::Username(_) | Rule::Identity(_) if has_person => Some("counted for the person"),
        Rule::Username(_) | Rule::Identity(_) => {
            Some("depends on the person: --person, --username, --phone, --email")
        }
        _ => None,
    };
    let of_rule = |entry: &passgate_core::PolicyRule| {
        why(entry.rule(), entry.advice()).map(|why| (entry.rule().name(), why))
    };
    policy.rules().iter().filter_map(of_rule).collect()
}

/// The number with its digits in groups of three.
fn grouped(number: &num_bigint::BigUint) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        let left = digits.len().saturating_sub(index);
        if index > 0 && left.is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A share, with enough digits to be seen.
fn percent(share: f64) -> String {
    let percent = share * 100.0;
    if percent == 0.0 || percent >= 0.01 { format!("{percent:.2} %") } else { format!("{percent:.1e} %") }
}
