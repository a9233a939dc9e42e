//! Verifies that the databases, audit logs and ledgers of a backup are consistent.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Context as _, Result};
use passgate_audit::{Event, Kind, Verifier, What};
use passgate_runtime::{LOG_FOLDER, SUBJECT_FOLDER};
use passgate_wire::Outcome;
use passgate_worker::reset::disposition::Cause;
use rusqlite::Row;

use super::files_of;
use super::manifest::LogEnd;
use crate::audit::{LogFile, now_ms};
use crate::database;

/// What the verification found.
#[derive(Default)]
pub struct Verified {
    /// The findings, one line each.
    pub findings: Vec<String>,
    /// The attempts that only an audit log has, by log.
    lost: Vec<(LogFile, Vec<Event>)>,
}

/// Verifies the copies in a folder.
///
/// # Errors
/// When a file cannot be read.
pub fn verify(copies: &Path, ends: &[LogEnd]) -> Result<Verified> {
    let mut verified = Verified::default();
    for path in files_of(copies)? {
        if let Some(damage) = database::damage(&path)? {
            verified.find(&path, &damage);
        }
    }
    // A damaged database cannot be verified further.
    if !verified.findings.is_empty() {
        return Ok(verified);
    }
    let logs = LogFile::open_all(&copies.join(LOG_FOLDER))?;
    for log in &logs {
        verified.findings.extend(chain(log)?);
    }
    let found = logs.iter().map(LogFile::end).collect::<Result<Vec<LogEnd>>>()?;
    for end in ends.iter().filter(|end| !found.contains(end)) {
        verified.findings.push(format!("the audit log {} does not end with row {}", end.product, end.rows));
    }
    let mut unsettled = BTreeSet::new();
    for account in database::objects_in(&copies.join(SUBJECT_FOLDER))? {
        let ledger = Ledger::read(&account)?;
        for event in ledger.missing_from(&logs)? {
            verified.find(&account, &format!("its ledger has {event}, and the audit log does not"));
        }
        unsettled.extend(ledger.unsettled());
    }
    for log in logs {
        let mut lost = log.open_intents()?;
        lost.retain(|intent| !unsettled.contains(&intent.request_id));
        if !lost.is_empty() {
            verified.lost.push((log, lost));
        }
    }
    Ok(verified)
}

impl Verified {
    fn find(&mut self, path: &Path, what: &str) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        self.findings.push(format!("{name}: {what}"));
    }

    /// Writes the outcome `unknown` to the audit log for each attempt that began after its account was copied,
    /// as the edge does for an interrupted attempt. Returns the number of attempts.
    ///
    /// # Errors
    /// When a log cannot be written.
    pub fn settle(self) -> Result<usize> {
        let now_ms = now_ms();
        let mut settled = 0_usize;
        for (log, intents) in self.lost {
            settled = settled.saturating_add(intents.len());
            log.append(intents.iter().map(|intent| unknown(intent, now_ms)).collect())?;
        }
        Ok(settled)
    }
}

fn unknown(intent: &Event, now_ms: u64) -> Event {
    let Event { product, request_id, actor, account, action, .. } = intent;
    Event {
        account: account.clone(),
        action: action.clone(),
        ..Event::new(Kind::Outcome, product, request_id, actor, now_ms)
    }
    .outcome(Outcome::Unknown.name())
    .detail(Cause::Interrupted.name())
}

/// The findings of the hash chain. An intent without an outcome is no finding, because it gets one.
fn chain(log: &LogFile) -> Result<Vec<String>> {
    let mut verifier = Verifier::new(None);
    log.lines(0, &mut |line| {
        verifier.line(line);
        Ok(())
    })?;
    let report = verifier.finish();
    let findings =
        report.findings.iter().filter(|finding| !matches!(finding.what, What::IntentWithoutOutcome { .. }));
    let mut found: Vec<String> =
        findings.map(|finding| format!("audit log {}: {finding}", log.product)).collect();
    found.extend(
        log.rows_that_differ()?
            .iter()
            .map(|seq| format!("audit log {}: the columns of row {seq} differ from its line", log.product)),
    );
    Ok(found)
}

/// An attempt of an account.
struct Attempt {
    request_id: String,
    has_outcome: bool,
    /// Whether the account still delivers its events, so that the log may not have them yet.
    is_untold: bool,
}

/// The attempts of an account, and its other events that the audit log may not have yet.
struct Ledger {
    attempts: Vec<Attempt>,
    outbox: Vec<Event>,
}

impl Ledger {
    fn read(account: &Path) -> Result<Self> {
        let unreadable = || format!("could not read {}", account.display());
        let database = database::read(account)?;
        let read = || -> rusqlite::Result<(Vec<Attempt>, Vec<String>)> {
            if !database::has_table(&database, "ledger")? {
                return Ok(Default::default());
            }
            // Earlier versions have all events of an attempt in the outbox.
            let is_untold = if database::has_column(&database, "ledger", "told")? { "told = 0" } else { "0" };
            let query = format!("SELECT request_id, outcome IS NOT NULL, {is_untold} FROM ledger");
            let mut attempts = database.prepare(&query)?;
            let attempt = |row: &Row<'_>| {
                Ok(Attempt { request_id: row.get(0)?, has_outcome: row.get(1)?, is_untold: row.get(2)? })
            };
            let attempts = attempts.query_map([], attempt)?.collect::<Result<_, _>>()?;
            let mut events = database.prepare("SELECT event FROM outbox ORDER BY place")?;
            let events = events.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?;
            Ok((attempts, events))
        };
        let (attempts, events) = read().with_context(unreadable)?;
        let outbox = events.iter().map(|event| serde_json::from_str(event)).collect::<Result<_, _>>();
        Ok(Self { attempts, outbox: outbox.with_context(unreadable)? })
    }

    /// The events of its attempts that no log has and that the account does not deliver either.
    fn missing_from(&self, logs: &[LogFile]) -> Result<Vec<String>> {
        let mut missing = Vec::new();
        for Attempt { request_id, has_outcome, .. } in self.attempts.iter().filter(|one| !one.is_untold) {
            let outcome = has_outcome.then_some(Kind::Outcome);
            for kind in std::iter::once(Kind::Intent).chain(outcome) {
                let id = format!("{request_id}/{}", kind.name());
                let mut is_known = self.outbox.iter().any(|event| event.id == id);
                for log in logs {
                    is_known = is_known || log.has(&id)?;
                }
                if !is_known {
                    missing.push(id);
                }
            }
        }
        Ok(missing)
    }

    /// The requests whose outcome this account still reports.
    fn unsettled(&self) -> Vec<String> {
        let open = self.attempts.iter().filter(|attempt| !attempt.has_outcome || attempt.is_untold);
        let open = open.map(|attempt| &attempt.request_id);
        let outcomes = self.outbox.iter().filter(|event| event.kind == Kind::Outcome);
        open.chain(outcomes.map(|event| &event.request_id)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use passgate_audit::{Hash, Row as LogRow};
    use rusqlite::{Connection, params};
    use tempfile::TempDir;

    use super::*;

    /// Copies with a log of these events, and an account whose ledger has these attempts.
    fn copies(events: Vec<Event>, attempts: &[(&str, Option<&str>)]) -> TempDir {
        let folder = TempDir::new().unwrap();
        for kind in [LOG_FOLDER, SUBJECT_FOLDER] {
            fs::create_dir(folder.path().join(kind)).unwrap();
        }
        let log = Connection::open(folder.path().join(LOG_FOLDER).join("1.sqlite")).unwrap();
        log.execute_batch(
            "CREATE TABLE entry (seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, account TEXT,
             written_at_ms INTEGER NOT NULL, hash TEXT NOT NULL, line TEXT NOT NULL)",
        )
        .unwrap();
        let mut head = Hash::of_log("eiam");
        for (event, seq) in events.into_iter().zip(1..) {
            let row = LogRow::follow(head, seq, event);
            head = row.hash;
            log.execute(
                "INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)",
                params![seq, row.event.id, row.event.account, 0, head.to_string(), row.line().unwrap()],
            )
            .unwrap();
        }
        let account = Connection::open(folder.path().join(SUBJECT_FOLDER).join("2.sqlite")).unwrap();
        account
            .execute_batch(
                "CREATE TABLE ledger (request_id TEXT, outcome TEXT);
                 CREATE TABLE outbox (place INTEGER PRIMARY KEY, event TEXT)",
            )
            .unwrap();
        for attempt in attempts {
            account.execute("INSERT INTO ledger VALUES (?, ?)", params![attempt.0, attempt.1]).unwrap();
        }
        folder
    }

    fn event(kind: Kind, request: &str) -> Event {
        Event::new(kind, "eiam", request, "client:hr", 1_000).account("tag").action("change-password")
    }

    fn ends(copies: &TempDir) -> Vec<LogEnd> {
        let logs = LogFile::open_all(&copies.path().join(LOG_FOLDER)).unwrap();
        logs.iter().map(|log| log.end().unwrap()).collect()
    }

    /// The log was copied after the account: it has an intent that the account's copy lacks.
    #[test]
    fn an_attempt_that_only_the_log_has_is_settled_as_unknown() {
        let events = vec![event(Kind::Intent, "r1"), event(Kind::Intent, "r2")];
        let copies = copies(events, &[("r2", None)]);
        let before = ends(&copies);
        let verified = verify(copies.path(), &before).unwrap();
        assert_eq!(verified.findings, Vec::<String>::new());
        // The account itself reports the outcome of the other one.
        assert_eq!(verified.settle().unwrap(), 1);
        let after = ends(&copies);
        assert_eq!(after[0].rows, 3);
        let verified = verify(copies.path(), &after).unwrap();
        assert_eq!(verified.findings, Vec::<String>::new());
        assert_eq!(verified.settle().unwrap(), 0);
        let log = LogFile::open_all(&copies.path().join(LOG_FOLDER)).unwrap().remove(0);
        assert!(log.has("r1/outcome").unwrap() && !log.has("r2/outcome").unwrap());
        let mut last = String::new();
        log.lines(2, &mut |line| {
            last.push_str(line);
            Ok(())
        })
        .unwrap();
        assert!(last.contains("\"outcome\":\"unknown\"") && last.contains("interrupted"), "{last}");
    }

    #[test]
    fn a_ledger_that_has_more_than_the_log_is_a_finding() {
        let events = vec![event(Kind::Intent, "r1")];
        let copies = copies(events, &[("r1", Some("done")), ("r2", None)]);
        let found = verify(copies.path(), &ends(&copies)).unwrap().findings;
        assert_eq!(
            found,
            [
                "2.sqlite: its ledger has r1/outcome, and the audit log does not",
                "2.sqlite: its ledger has r2/intent, and the audit log does not"
            ]
        );
    }

    /// The account delivers the events of an attempt with `told = 0`, and no others.
    #[test]
    fn an_attempt_that_is_not_told_yet_is_no_finding() {
        let copies = copies(vec![event(Kind::Intent, "r3")], &[("r1", Some("done")), ("r2", None)]);
        let account = Connection::open(copies.path().join(SUBJECT_FOLDER).join("2.sqlite")).unwrap();
        account.execute_batch("ALTER TABLE ledger ADD COLUMN told INTEGER NOT NULL DEFAULT 0").unwrap();
        account.execute("INSERT INTO ledger VALUES ('r3', 'done', 0), ('r4', 'done', 1)", []).unwrap();
        let verified = verify(copies.path(), &ends(&copies)).unwrap();
        assert_eq!(
            verified.findings,
            [
                "2.sqlite: its ledger has r4/intent, and the audit log does not",
                "2.sqlite: its ledger has r4/outcome, and the audit log does not"
            ]
        );
        assert_eq!(verified.settle().unwrap(), 0, "the account itself reports the outcome of r3");
    }

    #[test]
    fn a_file_that_is_not_a_database_is_a_finding() {
        let copies = copies(vec![event(Kind::Intent, "r1")], &[]);
        fs::write(copies.path().join(SUBJECT_FOLDER).join("3.sqlite"), "x".repeat(5_000)).unwrap();
        let found = verify(copies.path(), &[]).unwrap().findings;
        assert!(found.len() == 1 && found[0].starts_with("3.sqlite: "), "{found:?}");
    }
}
