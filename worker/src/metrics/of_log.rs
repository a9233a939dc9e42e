//! What the audit log's rows say in numbers. Whoever has the rows has the numbers, so these are
//! counted again from the rows after a crash and never lost.

use passgate_audit::{Event, Kind};

use super::family::Family;
use super::tally::Tally;
use crate::outcome::Outcome;

/// A ticket's holder, as a row's actor begins.
const HOLDER: &str = "ticket:";
const NO_REASON: &str = "other";

/// Counts what one row tells, which was written at that moment.
pub fn count_row(tally: &mut Tally, event: &Event, written_at_ms: u64) {
    let action = event.action.as_deref().unwrap_or_default();
    match event.kind {
        Kind::Intent => {
            tally.count(Family::Intents, &[action]);
            // An intent says what came of the search before it, where there was one.
            if event.detail.is_some() {
                tally.count(Family::BreachSearches, &[reason(event)]);
            }
        }
        Kind::Outcome => {
            let outcome = event.outcome.as_deref().unwrap_or_default();
            tally.count(Family::Resets, &[action, outcome]);
            if outcome != Outcome::Done.name() {
                tally.count(Family::Failures, &[outcome, reason(event)]);
            }
            let is_consumed = Outcome::from_name(outcome).is_some_and(Outcome::consumes_ticket);
            if event.actor.starts_with(HOLDER) && is_consumed {
                tally.count(Family::Tickets, &[action, "consumed"]);
            }
        }
        Kind::TicketMinted => tally.count(Family::Tickets, &[action, "minted"]),
        Kind::TicketBound => tally.count(Family::Tickets, &[action, "claimed"]),
        Kind::LimitsReset => tally.count(Family::LimitsResets, &[]),
        Kind::LimitAdopted => tally.count(Family::LimitsAdopted, &[]),
        Kind::BreachSearch => tally.count(Family::BreachSearches, &[reason(event)]),
    }
    tally.took(Family::AuditDelaySeconds, &[], written_at_ms.saturating_sub(event.at_ms));
}

/// Counts a password call that came to no attempt, by what the log says of its answer; a reset's
/// outcome is counted by its row.
pub fn count_early(tally: &mut Tally, action: &str, note: &str) {
    let first = note.split(' ').next().unwrap_or_default();
    if note == "refused here" {
        tally.count(Family::WithoutAttempt, &[action, "refused-here"]);
    } else if Outcome::from_name(first).is_none() {
        tally.count(Family::WithoutAttempt, &[action, if first.is_empty() { NO_REASON } else { first }]);
    }
}

/// The first word of the detail is ours, what may follow is a vendor's code.
fn reason(event: &Event) -> &str {
    let first = event.detail.as_deref().and_then(|detail| detail.split(' ').next());
    first.filter(|word| !word.is_empty()).unwrap_or(NO_REASON)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(kind: Kind, actor: &str) -> Event {
        Event::new(kind, "eiam", "r", actor, 1_000).account("tag").action("change-password")
    }

    #[test]
    fn rows_in_numbers() {
        let mut tally = Tally::default();
        let rows = [
            event(Kind::TicketMinted, "client:hr"),
            event(Kind::TicketBound, "ticket:abc"),
            event(Kind::Intent, "ticket:abc"),
            event(Kind::Outcome, "ticket:abc").outcome("refused").detail("password PWD.0007"),
            event(Kind::Intent, "ticket:abc"),
            event(Kind::Outcome, "ticket:abc").outcome("done"),
            event(Kind::Intent, "client:hr").detail("not-breached"),
            event(Kind::BreachSearch, "client:hr").outcome("refused").detail("breached"),
            event(Kind::Outcome, "client:hr").outcome("unknown").detail("no-answer"),
            Event::new(Kind::LimitsReset, "eiam", "r", "operator:o", 1_000),
            Event::new(Kind::LimitAdopted, "eiam", "r", "operator:o", 1_000),
        ];
        rows.iter().for_each(|row| count_row(&mut tally, row, 1_400));
        let of = |family| tally.of(family).map(|(labels, many)| (labels.join(" "), many)).collect::<Vec<_>>();
        let named = |rows: &[(&str, u64)]| {
            rows.iter().map(|(name, many)| ((*name).to_owned(), *many)).collect::<Vec<_>>()
        };
        assert_eq!(of(Family::Intents), named(&[("change-password", 3)]));
        assert_eq!(
            of(Family::Resets),
            named(&[
                ("change-password done", 1),
                ("change-password refused", 1),
                ("change-password unknown", 1)
            ])
        );
        assert_eq!(of(Family::Failures), named(&[("refused password", 1), ("unknown no-answer", 1)]));
        assert_eq!(
            of(Family::Tickets),
            named(&[
                ("change-password claimed", 1),
                ("change-password consumed", 1),
                ("change-password minted", 1)
            ])
        );
        assert_eq!((tally.total(Family::LimitsResets), tally.total(Family::LimitsAdopted)), (1, 1));
        assert_eq!(of(Family::BreachSearches), named(&[("breached", 1), ("not-breached", 1)]));
        let delays = tally.durations(Family::AuditDelaySeconds);
        assert_eq!((delays.in_bucket.get(1), delays.sum_ms), (Some(&11), 4_400));
    }

    #[test]
    fn a_call_that_came_to_no_attempt_is_counted_by_why() {
        let mut tally = Tally::default();
        for note in
            ["refused here", "line-full", "line-full", "done", "refused password PWD.0007", "not-sent x", ""]
        {
            count_early(&mut tally, "reset", note);
        }
        let counted: Vec<_> = tally.of(Family::WithoutAttempt).collect();
        let expected = [
            (vec!["reset", "line-full"], 2),
            (vec!["reset", "other"], 1),
            (vec!["reset", "refused-here"], 1),
        ];
        assert_eq!(counted, expected);
    }
}
