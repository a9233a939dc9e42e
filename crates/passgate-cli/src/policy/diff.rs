//! `passgate policy diff`.

use std::process::ExitCode;

use anyhow::Result;
use passgate_core::{Checker, Identity, Locale, Policy, RuleName, Status};
use passgate_policy::diff::{Diff, OneWay, diff, sample_person};
use serde_json::{Value, json};

use super::{policy_of, success};
use crate::args::Format;

/// Prints the difference, and succeeds if there is none.
pub fn run(first: &str, second: &str, format: Format) -> Result<ExitCode> {
    let policies = [policy_of(first)?, policy_of(second)?];
    let [own, other] = &policies;
    let difference = diff(own, other);
    match format {
        Format::Json => println!("{}", json_of([first, second], &difference)),
        Format::Text => print!("{}", text([first, second], &policies, &difference)),
    }
    Ok(success(difference.is_same()))
}

pub(super) fn json_of([first, second]: [&str; 2], difference: &Diff) -> Value {
    json!({
        "same": difference.is_same(),
        "first": first,
        "second": second,
        "first_accepts": way_of(&difference.first_accepts),
        "second_accepts": way_of(&difference.second_accepts),
    })
}

fn way_of(way: &OneWay) -> Value {
    let differences: Vec<Value> = way
        .differences
        .iter()
        .map(|found| {
            json!({
                "rule": found.rule.name(), "path": found.path, "asks": found.asks, "refuses": found.refuses,
                "witness": found.witness, "of_sample_person": found.of_sample_person,
            })
        })
        .collect();
    let names = |rules: &[RuleName]| -> Vec<&str> { rules.iter().map(|rule| rule.name()).collect() };
    json!({ "differences": differences, "proved": names(&way.proved), "undecided": names(&way.undecided) })
}

pub(super) fn text([first, second]: [&str; 2], policies: &[Policy; 2], difference: &Diff) -> String {
    let [own, other] = policies;
    let mut text = one_way([first, second], other, &difference.first_accepts);
    text.push('\n');
    text.push_str(&one_way([second, first], own, &difference.second_accepts));
    if difference.is_same() {
        text.push_str("\nThey accept the same passwords.\n");
    }
    text
}

fn one_way([accepting, refusing]: [&str; 2], policy: &Policy, way: &OneWay) -> String {
    let mut lines = vec![format!("What {accepting} accepts and {refusing} refuses:")];
    for found in &way.differences {
        let reason = found.refuses.clone().unwrap_or_else(|| found.asks.clone());
        lines.push(format!("  {} {}: {reason}", found.path, found.rule));
        if let Some(witness) = &found.witness {
            let of = if found.of_sample_person { ", for 王小明 (wangxm2024, 13800138000)" } else { "" };
            lines.push(format!("    {}{of}: {}", quoted(witness), message(policy, found.rule, witness)));
        }
    }
    for rule in &way.undecided {
        lines.push(format!(
            "  {rule}: it refuses something, but each password that was tried is refused by {accepting} as well"
        ));
    }
    if way.differences.is_empty() && way.undecided.is_empty() {
        lines.push("  nothing".to_owned());
    }
    if !way.proved.is_empty() {
        let rules: Vec<&str> = way.proved.iter().map(|rule| rule.name()).collect();
        lines.push(format!(
            "  Proved: by {} {refusing} refuses nothing that {accepting} accepts.",
            listed(&rules)
        ));
    }
    let compared: Vec<&str> = policy
        .rules()
        .iter()
        .filter(|entry| !entry.advice())
        .map(|entry| entry.rule().name())
        .filter(|rule| matches!(rule, RuleName::Username | RuleName::Common | RuleName::Identity))
        .map(RuleName::name)
        .collect();
    if !compared.is_empty() {
        lines.push(format!("  Compared as documents: {}.", listed(&compared)));
    }
    lines.join("\n") + "\n"
}

fn listed(rules: &[&str]) -> String {
    match rules {
        [others @ .., last] if !others.is_empty() => format!("{} and {last}", others.join(", ")),
        rules => rules.join(""),
    }
}

/// The message of the rule about a text that it refuses.
fn message(policy: &Policy, rule: RuleName, text: &str) -> String {
    for person in [Identity::default(), sample_person()] {
        let report = Checker::new(policy, &person).check(text);
        let row = report.findings.into_iter().find(|row| row.rule == rule && row.status == Status::Unmet);
        if let Some(violation) = row.and_then(|row| row.violation) {
            return violation.describe(Locale::En);
        }
    }
    String::new()
}

/// The text in quotation marks. Invisible characters are escaped.
pub(super) fn quoted(text: &str) -> String {
    let shown = |character: char| match character {
        ' '..='~' => character.to_string(),
        // Letters and digits of every script are visible.
        _ if character.is_alphanumeric() => character.to_string(),
        _ => character.escape_unicode().to_string(),
    };
    format!("\"{}\"", text.chars().map(shown).collect::<String>())
}
