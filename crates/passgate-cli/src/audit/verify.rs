//! `passgate audit verify`: verifies an exported log.

use std::fs::File;
use std::io::{BufRead, BufReader, stdin};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use passgate_audit::{Anchor, Hash, Report, Verifier};

use crate::args::VerifyRequest;

/// Parses `ROWS:HASH`, the form in which the edge's log writes a head.
pub fn anchor(text: &str) -> Result<Anchor> {
    let read = || {
        let (rows, hash) = text.split_once(':')?;
        Some(Anchor { rows: rows.parse().ok()?, head: Hash::parse(hash)? })
    };
    read().with_context(|| format!("`{text}` is not a head: expected ROWS:HASH"))
}

/// Prints the findings, and succeeds if there are none.
pub fn verify(options: &VerifyRequest) -> Result<ExitCode> {
    let report = report(&options.file, options.head, options.from)?;
    for finding in &report.findings {
        println!("{finding}");
    }
    let under_way = match report.under_way {
        0 => String::new(),
        many => format!(", {many} in progress"),
    };
    let head = report.head.as_ref();
    let head = head.map_or(String::new(), |head| format!("\nhead {}:{}", head.rows, head.head));
    println!("{} rows{under_way}, {} findings{head}", report.rows, report.findings.len());
    if options.head.is_none() {
        println!("not compared with a stored head (--head): a truncated log would pass");
    }
    Ok(if report.findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn report(file: &Path, anchor: Option<Anchor>, from: Option<Anchor>) -> Result<Report> {
    let unreadable = || format!("could not read {}", file.display());
    let opened: Box<dyn BufRead> = if file == Path::new("-") {
        Box::new(stdin().lock())
    } else {
        Box::new(BufReader::new(File::open(file).with_context(unreadable)?))
    };
    let mut verifier = Verifier::new(anchor).from(from);
    for line in opened.split(b'\n') {
        // A line that is not UTF-8 is a malformed row: a finding and not an error.
        verifier.line(&String::from_utf8_lossy(&line.with_context(unreadable)?));
    }
    let report = verifier.finish();
    if report.rows == 0 && report.head.is_none() {
        bail!("{} is not an audit log: it has neither a row nor a head", file.display());
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use passgate_audit::{Event, Head, Kind, Row, What};

    use super::*;

    /// A minted ticket, then a successful reset.
    fn log() -> Vec<String> {
        let event = |kind, request: &str| Event::new(kind, "eiam", request, "client:hr", 1_000);
        let events = [
            event(Kind::TicketMinted, "r1"),
            event(Kind::Intent, "r2"),
            event(Kind::Outcome, "r2").outcome("done"),
        ];
        let (mut hash, mut lines) = (Hash::of_log("eiam"), Vec::new());
        for (event, seq) in events.into_iter().zip(1..) {
            let row = Row::follow(hash, seq, event);
            hash = row.hash;
            lines.push(row.line().unwrap());
        }
        let head = Head { log: "eiam".to_owned(), rows: 3, head: hash, at_ms: 10_000_000 };
        lines.push(serde_json::to_string(&head).unwrap());
        lines
    }

    fn findings(lines: &[String], anchor: Option<Anchor>) -> Vec<What> {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("audit.ndjson");
        std::fs::write(&file, lines.join("\n")).unwrap();
        report(&file, anchor, None).unwrap().findings.into_iter().map(|finding| finding.what).collect()
    }

    #[test]
    fn each_kind_of_damage_is_found_in_a_file() {
        assert_eq!(findings(&log(), None), []);
        let damaged = |damage: fn(&mut Vec<String>)| {
            let mut lines = log();
            damage(&mut lines);
            findings(&lines, None)
        };
        let changed = damaged(|lines| lines[2] = lines[2].replace("done", "refused"));
        assert_eq!(changed, [What::Changed { seq: 3 }]);
        assert_eq!(damaged(|lines| drop(lines.remove(0))), [What::Missing { from: 1, to: 1 }]);
        assert!(damaged(|lines| lines.swap(0, 1)).contains(&What::Reordered { seq: 1 }));
        assert_eq!(damaged(|lines| lines.truncate(3)), [What::NoHead]);
        let without_outcome = damaged(|lines| drop(lines.remove(2)));
        let lost = What::IntentWithoutOutcome { seq: 2, request_id: "r2".to_owned() };
        assert_eq!(without_outcome, [What::HeadDiffers, lost]);
    }

    #[test]
    fn a_stored_head_must_be_in_the_log() {
        let row: Row = serde_json::from_str(&log()[1]).unwrap();
        let noted = anchor(&format!("2:{}", row.hash)).unwrap();
        assert_eq!(findings(&log(), Some(noted)), []);
        let other = Anchor { rows: 1, head: row.hash };
        assert_eq!(findings(&log(), Some(other)), [What::AnchorNotFound { rows: 1 }]);
        for text in ["", "2", "2:xyz", "x:00", ":"] {
            assert!(anchor(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_file_that_is_not_a_log_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("audit.ndjson");
        assert!(report(&file, None, None).is_err());
        std::fs::write(&file, b"{\"error\":1}\n\xff").unwrap();
        assert!(report(&file, None, None).is_err());
    }
}
