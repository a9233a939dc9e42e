//! Reconciliation: compares every attempt with the vendors' own log.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use passgate_stack::Stack;
use passgate_wire::Outcome;
use serde::Deserialize;
use serde_json::{Value, json};

use super::account::Account;
use super::attempt::{Act, Attempt, Reported};
use super::audit;
use super::chaos::Chaos;

/// The result of the comparison.
pub struct Reconciliation {
    /// Every attempt.
    pub attempts: Vec<Attempt>,
    /// The disturbances of the run.
    pub chaos: Chaos,
    /// The number of calls that reached the vendors.
    pub arrived: usize,
    /// The number of calls that the vendors executed.
    pub executed: usize,
    /// Attempts that were reported as done and were not executed.
    pub lost: Vec<String>,
    /// Attempts that were executed more than once.
    pub doubled: Vec<String>,
    /// Attempts that were reported as not changed and were executed.
    pub denied: Vec<String>,
    /// Executed calls that belong to no attempt.
    pub unattributed: Vec<String>,
    /// Attempts with an unexpected answer.
    pub unexpected: Vec<String>,
    /// The number of unknown and unanswered attempts that had been executed.
    pub unknown_executed: usize,
    /// The number of rows in the audit logs of both products.
    pub audit_rows: u64,
    /// The problems of the audit logs.
    pub audit_findings: Vec<String>,
    /// The number of passwords that were tried at the vendor at the end.
    pub tried: usize,
    /// The passwords that were not in force.
    pub not_in_force: Vec<String>,
}

/// A line of the vendors' log.
#[derive(Deserialize)]
struct Entry {
    call: String,
    at_ms: u64,
    user_id: Option<String>,
    executed: bool,
}

impl Reconciliation {
    /// The state before the comparison.
    fn open(attempts: Vec<Attempt>, chaos: Chaos) -> Self {
        Self {
            attempts,
            chaos,
            arrived: 0,
            executed: 0,
            lost: Vec::new(),
            doubled: Vec::new(),
            denied: Vec::new(),
            unattributed: Vec::new(),
            unexpected: Vec::new(),
            unknown_executed: 0,
            audit_rows: 0,
            audit_findings: Vec::new(),
            tried: 0,
            not_in_force: Vec::new(),
        }
    }

    /// Reads the vendors' log and compares it.
    pub fn of(stack: &Stack, accounts: &[Account], attempts: Vec<Attempt>, chaos: Chaos) -> Result<Self> {
        let mut found = Self::open(attempts, chaos);
        let entries = password_calls(stack)?;
        found.arrived = entries.len();
        found.executed = entries.iter().filter(|entry| entry.executed).count();
        found.compare(&entries);
        found.try_passwords(stack, accounts)?;
        for product in ["feishu", "eiam"] {
            let report =
                audit::verified(stack, product).with_context(|| format!("the audit log of {product}"))?;
            found.audit_rows = found.audit_rows.saturating_add(report.rows);
            found
                .audit_findings
                .extend(report.findings.iter().map(|finding| format!("{product}: {finding}")));
            if report.under_way > 0 {
                found.audit_findings.push(format!("{product}: {} without an outcome", report.under_way));
            }
        }
        Ok(found)
    }

    /// The problems, one sentence each; empty if there are none.
    pub fn faults(&self) -> Vec<String> {
        let lists = [
            ("lost", &self.lost),
            ("doubled", &self.doubled),
            ("changed though told otherwise", &self.denied),
            ("of no attempt", &self.unattributed),
            ("unexpected answer", &self.unexpected),
            ("not in force", &self.not_in_force),
            ("audit log", &self.audit_findings),
        ];
        let named =
            lists.into_iter().flat_map(|(what, list)| list.iter().map(move |one| format!("{what}: {one}")));
        named.collect()
    }

    /// Assigns each call to an attempt: an account has only one attempt at a time, so a call belongs to
    /// the last attempt that started before it.
    fn compare(&mut self, entries: &[Entry]) {
        let mut executed_of: BTreeMap<usize, u32> = BTreeMap::new();
        let mut of_account: BTreeMap<&str, Vec<(u64, usize)>> = BTreeMap::new();
        for (index, attempt) in self.attempts.iter().enumerate() {
            of_account.entry(&attempt.user_id).or_default().push((attempt.started_ms, index));
        }
        for list in of_account.values_mut() {
            list.sort_unstable();
        }
        for entry in entries.iter().filter(|entry| entry.executed) {
            let user_id = entry.user_id.as_deref().unwrap_or_default();
            let begun = of_account.get(user_id).and_then(|list| {
                list.iter().rev().find(|(started_ms, _)| *started_ms <= entry.at_ms).map(|(_, index)| *index)
            });
            let attempt = begun.and_then(|index| self.attempts.get(index).map(|attempt| (index, attempt)));
            match attempt {
                Some((index, attempt)) if attempt.act.call() == entry.call => {
                    let count = executed_of.entry(index).or_default();
                    *count = count.saturating_add(1);
                }
                _ => self.unattributed.push(format!("{} for {user_id} at {}", entry.call, entry.at_ms)),
            }
        }
        for (index, attempt) in self.attempts.iter().enumerate() {
            let executed = executed_of.get(&index).copied().unwrap_or(0);
            let named = || {
                let words = attempt.answers.iter().map(|word| word.map_or("no answer", Outcome::name));
                let words: Vec<&str> = words.collect();
                let Attempt { act, user_id, started_ms, .. } = attempt;
                format!("{} for {user_id} at {started_ms}, told {}", act.call(), words.join(", then "))
            };
            if executed > 1 {
                self.doubled.push(named());
            }
            match attempt.told {
                Reported::Done if executed == 0 => self.lost.push(named()),
                Reported::Refused | Reported::NotSent if executed > 0 => self.denied.push(named()),
                Reported::Unknown | Reported::Silence if executed > 0 => {
                    self.unknown_executed = self.unknown_executed.saturating_add(1);
                }
                Reported::Unexpected(status) => self.unexpected.push(format!("{status}: {}", named())),
                _ => {}
            }
        }
    }

    /// Checks that the last password reported as set is in force at the vendor.
    fn try_passwords(&mut self, stack: &Stack, accounts: &[Account]) -> Result<()> {
        let ids = accounts.iter().flat_map(|account| [account.feishu.as_str(), account.eiam.as_str()]);
        for user_id in ids {
            let mut own: Vec<&Attempt> =
                self.attempts.iter().filter(|attempt| attempt.user_id == user_id).collect();
            own.sort_unstable_by_key(|attempt| attempt.started_ms);
            let last = own
                .iter()
                .rev()
                .find(|attempt| !matches!(attempt.told, Reported::Refused | Reported::NotSent));
            let Some(Attempt { told: Reported::Done, act, password: Some(password), .. }) = last.copied()
            else {
                continue;
            };
            self.tried = self.tried.saturating_add(1);
            let body = json!({ "vendor": act.vendor(), "user": user_id, "password": password });
            let verified = stack.simulator().post("/_sim/users/verify", &body)?;
            if verified.get("matches") != Some(&Value::Bool(true)) {
                self.not_in_force.push(user_id.to_owned());
            }
        }
        Ok(())
    }
}

fn password_calls(stack: &Stack) -> Result<Vec<Entry>> {
    let mut entries = Vec::new();
    for act in [Act::Reset, Act::Change, Act::Rest] {
        let log = stack.simulator().get(&format!("/_sim/calls?call={}", act.call()))?;
        let list = log.get("entries").cloned().context("the vendors returned no log")?;
        entries.extend(serde_json::from_value::<Vec<Entry>>(list).context("the vendors' log")?);
    }
    Ok(entries)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soak::SoakOptions;
    use crate::soak::attempt::By;

    fn attempt(user_id: &str, started_ms: u64, told: Reported) -> Attempt {
        Attempt {
            user_id: user_id.to_owned(),
            act: Act::Change,
            by: By::Client,
            started_ms,
            answers: vec![None],
            keyed: false,
            told,
            password: None,
        }
    }

    fn entry(user_id: &str, at_ms: u64, executed: bool) -> Entry {
        Entry { call: "eiam.change-password".to_owned(), at_ms, user_id: Some(user_id.to_owned()), executed }
    }

    fn compared(attempts: Vec<Attempt>, entries: &[Entry]) -> Reconciliation {
        let mut found = Reconciliation::open(attempts, Chaos::new(&SoakOptions::default()));
        found.compare(entries);
        found
    }

    #[test]
    fn consistent_reports_give_no_findings() {
        let attempts = vec![
            attempt("a", 100, Reported::Done),
            attempt("a", 200, Reported::Refused),
            attempt("b", 100, Reported::Unknown),
            attempt("b", 300, Reported::NotSent),
        ];
        let entries = [entry("a", 150, true), entry("a", 250, false), entry("b", 101, true)];
        let found = compared(attempts, &entries);
        assert_eq!(found.faults(), Vec::<String>::new());
        assert_eq!(found.unknown_executed, 1);
    }

    #[test]
    fn every_kind_of_false_report_is_found() {
        let lost = compared(vec![attempt("a", 100, Reported::Done)], &[entry("a", 150, false)]);
        assert_eq!(lost.lost.len(), 1);
        let doubled = compared(
            vec![attempt("a", 100, Reported::Done)],
            &[entry("a", 150, true), entry("a", 160, true)],
        );
        assert_eq!(doubled.doubled.len(), 1);
        let denied = compared(vec![attempt("a", 100, Reported::NotSent)], &[entry("a", 150, true)]);
        assert_eq!(denied.denied.len(), 1);
        let early = compared(
            vec![attempt("a", 100, Reported::Refused)],
            &[entry("a", 50, true), entry("x", 150, true)],
        );
        assert_eq!(early.unattributed.len(), 2);
        let odd = compared(vec![attempt("a", 100, Reported::Unexpected(418))], &[]);
        assert_eq!(odd.faults().len(), 1);
    }
}
