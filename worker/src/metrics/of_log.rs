//! Metrics counted from the rows of the audit log. The rows contain all of these numbers, so after a
//! crash they are counted from the rows again and never lost.

use passgate_audit::{Event, Kind};
use passgate_wire::Outcome;

use crate::metrics::counters::Counters;
use crate::metrics::family::Family;
use crate::reset::disposition::Disposition;

/// The prefix of the actor of a row by a ticket's holder.
const HOLDER: &str = "ticket:";

/// Counts one row, which was written at `written_at_ms`.
pub fn count_row(counters: &mut Counters, event: &Event, written_at_ms: u64) {
    let action = event.action.as_deref().unwrap_or_default();
    match event.kind {
        Kind::Intent => {
            counters.count(Family::Intents, &[action]);
            // An intent states the result of the search before it, if there was one.
            if event.detail.is_some() {
                counters.count(Family::BreachSearches, &[searched(event)]);
            }
        }
        Kind::Outcome => {
            let word = event.outcome.as_deref().unwrap_or_default();
            let outcome = Outcome::from_name(word);
            counters.count(Family::Resets, &[action, word]);
            if outcome != Some(Outcome::Done) {
                let cause = Disposition::cause_of(event.detail.as_deref());
                counters.count(Family::Failures, &[word, cause.name()]);
            }
            let is_consumed = outcome.is_some_and(Outcome::may_have_changed);
            if event.actor.starts_with(HOLDER) && is_consumed {
                counters.count(Family::Tickets, &[action, "consumed"]);
            }
        }
        Kind::TicketMinted => counters.count(Family::Tickets, &[action, "minted"]),
        Kind::TicketBound => counters.count(Family::Tickets, &[action, "claimed"]),
        Kind::LimitsReset => counters.count(Family::LimitsResets, &[]),
        Kind::LimitAdopted => counters.count(Family::LimitsAdopted, &[]),
        Kind::BreachSearch => counters.count(Family::BreachSearches, &[searched(event)]),
    }
    counters.took(Family::AuditDelaySeconds, &[], written_at_ms.saturating_sub(event.at_ms));
}

/// Counts a password call that did not lead to an attempt. An attempt is counted from its row.
pub fn count_early(counters: &mut Counters, action: &str, disposition: &Disposition) {
    if !disposition.is_attempt {
        counters
            .count(Family::WithoutAttempt, &[action, disposition.outcome.name(), disposition.cause.name()]);
    }
}

/// The result of the breach search that a row states.
fn searched(event: &Event) -> &str {
    event.detail.as_deref().filter(|detail| !detail.is_empty()).unwrap_or("other")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reset::disposition::Cause;

    fn event(kind: Kind, actor: &str) -> Event {
        Event::new(kind, "eiam", "r", actor, 1_000).account("tag").action("change-password")
    }

    #[test]
    fn audit_rows_are_counted() {
        let mut counters = Counters::default();
        let rows = [
            event(Kind::TicketMinted, "client:hr"),
            event(Kind::TicketBound, "ticket:abc"),
            event(Kind::Intent, "ticket:abc"),
            event(Kind::Outcome, "ticket:abc").outcome("refused-password").detail("PWD.0007"),
            event(Kind::Intent, "ticket:abc"),
            event(Kind::Outcome, "ticket:abc").outcome("done"),
            event(Kind::Intent, "client:hr").detail("not-breached"),
            event(Kind::BreachSearch, "client:hr").outcome("refused-password").detail("breached"),
            event(Kind::Outcome, "client:hr").outcome("unknown").detail("no-answer"),
            Event::new(Kind::LimitsReset, "eiam", "r", "operator:o", 1_000),
            Event::new(Kind::LimitAdopted, "eiam", "r", "operator:o", 1_000),
        ];
        rows.iter().for_each(|row| count_row(&mut counters, row, 1_400));
        let of =
            |family| counters.of(family).map(|(labels, many)| (labels.join(" "), many)).collect::<Vec<_>>();
        let named = |rows: &[(&str, u64)]| {
            rows.iter().map(|(name, many)| ((*name).to_owned(), *many)).collect::<Vec<_>>()
        };
        assert_eq!(of(Family::Intents), named(&[("change-password", 3)]));
        assert_eq!(
            of(Family::Resets),
            named(&[
                ("change-password done", 1),
                ("change-password refused-password", 1),
                ("change-password unknown", 1)
            ])
        );
        assert_eq!(of(Family::Failures), named(&[("refused-password vendor", 1), ("unknown no-answer", 1)]));
        assert_eq!(
            of(Family::Tickets),
            named(&[
                ("change-password claimed", 1),
                ("change-password consumed", 1),
                ("change-password minted", 1)
            ])
        );
        assert_eq!((counters.total(Family::LimitsResets), counters.total(Family::LimitsAdopted)), (1, 1));
        assert_eq!(of(Family::BreachSearches), named(&[("breached", 1), ("not-breached", 1)]));
        let delays = counters.durations(Family::AuditDelaySeconds);
        assert_eq!((delays.in_bucket.get(1), delays.sum_ms), (Some(&11), 4_400));
    }

    #[test]
    fn a_call_without_an_attempt_is_counted_by_its_cause() {
        let mut counters = Counters::default();
        let (too_often, refused) = (Outcome::TooOften, Outcome::RefusedPassword);
        for disposition in [
            Disposition::early(refused, Cause::RefusedHere),
            Disposition::early(too_often, Cause::QueueFull),
            Disposition::early(too_often, Cause::QueueFull),
            Disposition::early(Outcome::Done, Cause::Replayed),
            Disposition::attempt(Outcome::Done, Cause::Vendor, ""),
            Disposition::attempt(refused, Cause::Vendor, "PWD.0007"),
            Disposition::attempt(Outcome::NotSent, Cause::NotReached, ""),
        ] {
            count_early(&mut counters, "reset", &disposition);
        }
        let counted: Vec<_> = counters.of(Family::WithoutAttempt).collect();
        let expected = [
            (vec!["reset", "done", "replayed"], 1),
            (vec!["reset", "refused-password", "refused-here"], 1),
            (vec!["reset", "too-often", "line-full"], 2),
        ];
        assert_eq!(counted, expected);
    }
}
