use super::*;

const T0: u64 = 1_700_000_000_000;

/// Three resets, the second refused, with a ticket before the third: seven rows and a head.
fn log() -> Vec<String> {
    let event = |kind, request: &str, at_ms| {
        Event::new(kind, "feishu", request, "client:hr", at_ms).account("tag").action("reset")
    };
    chain(vec![
        event(Kind::Intent, "r1", T0),
        event(Kind::Outcome, "r1", T0 + 10).outcome("done"),
        event(Kind::Intent, "r2", T0 + 20),
        event(Kind::Outcome, "r2", T0 + 30).outcome("refused").detail("password 1050022"),
        event(Kind::TicketMinted, "r3", T0 + 40),
        event(Kind::Intent, "r4", T0 + 50),
        event(Kind::Outcome, "r4", T0 + 60).outcome("unknown").detail("interrupted"),
    ])
}

fn chain(events: Vec<Event>) -> Vec<String> {
    let mut hash = Hash::of_log("feishu");
    let mut lines = Vec::new();
    for (event, seq) in events.into_iter().zip(1..) {
        let row = Row::follow(hash, seq, event);
        hash = row.hash;
        lines.push(row.line().unwrap());
    }
    let rows = lines.len() as u64;
    let head = Head { log: "feishu".to_owned(), rows, head: hash, at_ms: T0 + 1_000_000 };
    lines.push(serde_json::to_string(&head).unwrap());
    lines
}

fn report(lines: &[String], anchor: Option<Anchor>) -> Report {
    let mut verifier = Verifier::new(anchor);
    lines.iter().for_each(|line| verifier.line(line));
    verifier.finish()
}

fn findings(lines: &[String]) -> Vec<(u64, What)> {
    report(lines, None).findings.into_iter().map(|finding| (finding.line, finding.what)).collect()
}

fn row_of(line: &str) -> Row {
    match Line::parse(line) {
        Some(Line::Row(row)) => *row,
        other => panic!("{other:?}"),
    }
}

fn anchor_of(line: &str) -> Anchor {
    let row = row_of(line);
    Anchor { rows: row.seq, head: row.hash }
}

#[test]
fn a_complete_log_has_no_findings() {
    let report = report(&log(), None);
    assert_eq!((report.rows, report.under_way, report.findings), (7, 0, Vec::new()));
    assert_eq!(report.head.unwrap().rows, 7);
}

#[test]
fn an_empty_log_has_no_findings() {
    assert_eq!(findings(&chain(Vec::new())), []);
    assert_eq!(findings(&[]), [(1, What::NoHead)]);
}

#[test]
fn a_changed_row() {
    for member in ["client:hr", "refused", "tag", "1050022"] {
        let mut lines = log();
        lines[3] = lines[3].replacen(member, "changed", 1);
        assert_eq!(findings(&lines), [(4, What::Changed { seq: 4 })], "{member}");
    }
}

#[test]
fn a_changed_row_with_a_recomputed_hash() {
    let mut lines = log();
    let mut row = row_of(&lines[3]);
    row.event.outcome = Some("done".to_owned());
    lines[3] = Row::follow(row.prev, row.seq, row.event).line().unwrap();
    assert_eq!(findings(&lines), [(5, What::NotLinked { seq: 5 })]);
}

#[test]
fn a_missing_row_is_found_at_any_position() {
    for gone in 0..7_u64 {
        let mut lines = log();
        lines.remove(gone as usize);
        let found = findings(&lines);
        let seq = gone + 1;
        let expected =
            if seq == 7 { (7, What::HeadDiffers) } else { (seq, What::Missing { from: seq, to: seq }) };
        assert!(found.contains(&expected), "{gone}: {found:?}");
    }
}

#[test]
fn several_missing_rows_are_one_finding() {
    let mut lines = log();
    lines.drain(2..5);
    let found = findings(&lines);
    assert_eq!(found[0], (3, What::Missing { from: 3, to: 5 }));
    assert_eq!(found.len(), 1);
}

#[test]
fn reordered_rows() {
    for (one, other) in [(0, 1), (2, 3), (4, 5), (0, 6)] {
        let mut lines = log();
        lines.swap(one, other);
        let found = findings(&lines);
        assert!(found.iter().any(|(_, what)| matches!(what, What::Reordered { .. })), "{found:?}");
    }
}

#[test]
fn a_duplicate_row() {
    let mut lines = log();
    lines.insert(2, lines[1].clone());
    let found = findings(&lines);
    assert!(found.contains(&(3, What::Reordered { seq: 2 })), "{found:?}");
    assert!(found.contains(&(3, What::Repeated { seq: 2 })), "{found:?}");
}

#[test]
fn a_chained_duplicate_event() {
    let mut events: Vec<Event> = log().iter().take(4).map(|line| row_of(line).event).collect();
    events.push(events[1].clone());
    assert_eq!(findings(&chain(events)), [(5, What::Repeated { seq: 5 })]);
}

#[test]
fn a_truncated_or_extended_log() {
    let mut lines = log();
    lines.truncate(5);
    assert_eq!(findings(&lines), [(6, What::NoHead)]);
    let mut lines = log();
    lines.remove(6);
    lines.remove(5);
    assert_eq!(findings(&lines), [(6, What::HeadDiffers)]);
    let mut lines = log();
    lines.push(lines[0].clone());
    assert_eq!(findings(&lines), [(9, What::AfterHead)]);
}

#[test]
fn an_intent_without_an_outcome() {
    let mut events: Vec<Event> = log().iter().take(7).map(|line| row_of(line).event).collect();
    events.remove(3);
    let lost = What::IntentWithoutOutcome { seq: 3, request_id: "r2".to_owned() };
    assert_eq!(findings(&chain(events)), [(3, lost)]);
}

#[test]
fn a_recent_intent_may_still_be_in_progress() {
    let mut events: Vec<Event> = log().iter().take(2).map(|line| row_of(line).event).collect();
    let head_at_ms = T0 + 1_000_000;
    events.push(Event::new(Kind::Intent, "feishu", "r9", "client:hr", head_at_ms - UNDER_WAY_MS));
    let young = report(&chain(events.clone()), None);
    assert_eq!((young.under_way, young.findings), (1, Vec::new()));
    events[2].at_ms -= 1;
    let lost = What::IntentWithoutOutcome { seq: 3, request_id: "r9".to_owned() };
    assert_eq!(findings(&chain(events)), [(3, lost)]);
}

#[test]
fn an_outcome_without_an_intent() {
    let mut events: Vec<Event> = log().iter().take(7).map(|line| row_of(line).event).collect();
    events.remove(2);
    let lost = What::OutcomeWithoutIntent { seq: 3, request_id: "r2".to_owned() };
    assert_eq!(findings(&chain(events.clone())), [(3, lost)]);
    // An outcome before its intent has no intent, and does not settle it.
    let mut events: Vec<Event> = log().iter().take(2).map(|line| row_of(line).event).collect();
    events.swap(0, 1);
    let found = findings(&chain(events));
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn a_row_of_another_log() {
    let mut events: Vec<Event> = log().iter().take(4).map(|line| row_of(line).event).collect();
    events[3].product = "eiam".to_owned();
    assert_eq!(findings(&chain(events)), [(4, What::OtherLog { seq: 4 })]);
    // The first row of another log has another initial hash before it.
    let lines: Vec<String> = log().iter().map(|line| line.replace("\"feishu\"", "\"eiam\"")).collect();
    assert!(findings(&lines).contains(&(1, What::NotLinked { seq: 1 })));
}

#[test]
fn a_malformed_line_is_reported() {
    let mut lines = log();
    lines[4] = "half a li".to_owned();
    let found = findings(&lines);
    assert_eq!(found, [(5, What::Unreadable), (6, What::Missing { from: 5, to: 5 })]);
}

#[test]
fn a_log_rewritten_as_a_whole_lacks_the_stored_head() {
    let noted = anchor_of(&log()[3]);
    assert_eq!(report(&log(), Some(noted)).findings, []);
    // All hashes were recomputed, so only the stored head detects the change.
    let mut events: Vec<Event> = log().iter().take(7).map(|line| row_of(line).event).collect();
    events[3].outcome = Some("done".to_owned());
    let rewritten = chain(events);
    assert_eq!(findings(&rewritten), []);
    let told = report(&rewritten, Some(noted)).findings;
    assert_eq!(told, [Finding { line: 9, what: What::AnchorNotFound { rows: 4 } }]);
    // A log that was truncated and got a new head is also detected.
    let cut = chain(log().iter().take(2).map(|line| row_of(line).event).collect());
    assert_eq!(findings(&cut), []);
    assert_eq!(report(&cut, Some(noted)).findings.len(), 1);
}

#[test]
fn each_finding_is_a_sentence() {
    let sentence = |what| Finding { line: 3, what }.to_string();
    assert_eq!(sentence(What::Missing { from: 2, to: 2 }), "line 3: row 2 is missing");
    assert_eq!(sentence(What::Missing { from: 2, to: 4 }), "line 3: rows 2 to 4 are missing");
    assert!(sentence(What::NoHead).contains("no head"));
}

#[test]
fn a_log_continues_after_a_head() {
    // A split in the middle of the first reset leaves its intent in the earlier file.
    for cut in [1, 2, 7] {
        let (before, behind) = (&log()[..cut], &log()[cut..]);
        let head = anchor_of(before.last().unwrap());
        let report = |from| {
            let mut verifier = Verifier::new(None).from(from);
            behind.iter().for_each(|line| verifier.line(line));
            verifier.finish()
        };
        assert_eq!(report(Some(head)).findings, [], "behind {cut}");
        assert_eq!(report(Some(head)).rows, 7 - cut as u64);
        assert_ne!(report(None).findings, [], "after {cut}, without the head");
        let other = Anchor { head: Hash::of_log("feishu"), ..head };
        assert_ne!(report(Some(other)).findings, [], "after another head");
        let elsewhere = Anchor { rows: head.rows + 1, ..head };
        assert_ne!(report(Some(elsewhere)).findings, [], "after another row number");
    }
    // A later outcome without an intent is still a finding.
    let cut = &log()[..5];
    let mut verifier = Verifier::new(None).from(Some(anchor_of(cut.last().unwrap())));
    let late = |kind, at_ms| Event::new(kind, "feishu", "r9", "client:hr", at_ms);
    let first = Row::follow(row_of(&cut[4]).hash, 6, late(Kind::TicketMinted, T0));
    let second = Row::follow(first.hash, 7, late(Kind::Outcome, T0 + 120_001).outcome("done"));
    verifier.line(&first.line().unwrap());
    verifier.line(&second.line().unwrap());
    let what = verifier.finish().findings.into_iter().map(|finding| finding.what).collect::<Vec<_>>();
    let lost = What::OutcomeWithoutIntent { seq: 7, request_id: "r9".to_owned() };
    assert_eq!(what, [lost, What::NoHead]);
}
