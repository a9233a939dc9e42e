//! What an account tells the vendor's gate of one call: whether the vendor answered, how long it
//! took, and what it refused. Nothing of the password, nothing of the account.

use passgate_core::{Policy, RuleName, Secret, Violation};
use passgate_wire::{Answer, Reason};
use serde::{Deserialize, Serialize};

use crate::drift;
use crate::metrics::{Family, Tally};

/// One call to the vendor, first or second try alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What came of it.
    pub seen: Seen,
    /// From the first byte sent to the last byte read, in milliseconds.
    pub took_ms: u64,
}

/// An observation on its way to the gate, with what was counted where it comes from.
#[derive(Serialize, Deserialize)]
pub struct Told {
    /// The call.
    pub observation: Observation,
    /// What has nothing to do with it.
    pub counted: Tally,
}

/// What came of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum Seen {
    /// The password is changed.
    Done,
    /// The vendor refused a password that the policy in force had accepted.
    Drift {
        /// Why, without the vendor's words.
        violations: Vec<Violation>,
        /// The policy's rules that it concerns.
        rules: Vec<RuleName>,
    },
    /// The vendor refused for another reason.
    Refused {
        /// The name of the reason.
        reason: String,
    },
    /// The vendor asks everybody to wait.
    Throttled {
        /// How long, in seconds, where it says so.
        retry_after_seconds: Option<u32>,
    },
    /// It answered, but not as its page says.
    Unclear {
        /// The name of the cause.
        cause: String,
    },
    /// No answer came.
    Silence,
}

impl Observation {
    /// Of a call that was answered; `password` is the one that this policy had accepted, where
    /// the caller chose one.
    pub fn of(answer: &Answer, policy: &Policy, password: Option<&Secret>, took_ms: u64) -> Self {
        let seen = match answer {
            Answer::Done { .. } => Seen::Done,
            Answer::Unknown(cause) => Seen::Unclear { cause: cause.name().to_owned() },
            Answer::Refused(refusal) => match (&refusal.reason, password) {
                (Reason::Password(violations), Some(password)) => Seen::Drift {
                    violations: violations.iter().map(without_words).collect(),
                    rules: drift::rules_of(policy, password, violations),
                },
                (Reason::Throttled { retry_after_seconds }, _) => {
                    Seen::Throttled { retry_after_seconds: *retry_after_seconds }
                }
                (reason, _) => Seen::Refused { reason: reason.name().to_owned() },
            },
        };
        Self { seen, took_ms }
    }

    /// Of a call without an answer.
    pub const fn silence(took_ms: u64) -> Self {
        Self { seen: Seen::Silence, took_ms }
    }

    /// Whether the vendor is there, whatever it said: what the breaker counts.
    pub const fn answered(&self) -> bool {
        !matches!(self.seen, Seen::Silence | Seen::Unclear { .. })
    }

    /// Counts the call, and what of it the vendor refused.
    pub fn count(&self, tally: &mut Tally) {
        tally.count(Family::VendorCalls, &[self.seen.name()]);
        tally.took(Family::VendorCallSeconds, &[], self.took_ms);
    }

    /// Whether the gate must know before the next call leaves or the next password is judged.
    pub const fn is_urgent(&self) -> bool {
        matches!(self.seen, Seen::Throttled { .. } | Seen::Drift { .. })
    }
}

impl Seen {
    /// The name in the metrics.
    const fn name(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Drift { .. } => "password-refused",
            Self::Refused { .. } => "refused",
            Self::Throttled { .. } => "throttled",
            Self::Unclear { .. } => "unclear",
            Self::Silence => "silence",
        }
    }
}

/// A vendor's words are not counted, so they do not travel.
fn without_words(violation: &Violation) -> Violation {
    match violation {
        Violation::NotAccepted { .. } => Violation::NotAccepted { message: None },
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use passgate_core::Product;
    use passgate_wire::{Refusal, UnknownCause};

    use super::*;

    fn refused(reason: Reason) -> Answer {
        let refusal =
            Refusal { reason, status: 400, code: "x".to_owned(), message: "words".to_owned(), log_id: None };
        Answer::Refused(refusal)
    }

    #[test]
    fn an_observation_of_each_answer() {
        let not_accepted =
            |message: Option<&str>| Violation::NotAccepted { message: message.map(Into::into) };
        let rows = [
            (Answer::Done { user_id: Some("u".to_owned()) }, Seen::Done, true, false),
            (
                refused(Reason::Password(vec![not_accepted(Some("words")), Violation::Reused])),
                Seen::Drift {
                    violations: vec![not_accepted(None), Violation::Reused],
                    rules: vec![RuleName::Composition, RuleName::History],
                },
                true,
                true,
            ),
            (
                refused(Reason::UserNotFound),
                Seen::Refused { reason: "user-not-found".to_owned() },
                true,
                false,
            ),
            (
                refused(Reason::Throttled { retry_after_seconds: Some(3) }),
                Seen::Throttled { retry_after_seconds: Some(3) },
                true,
                true,
            ),
            (
                Answer::Unknown(UnknownCause::ServerError(502)),
                Seen::Unclear { cause: "server-error".to_owned() },
                false,
                false,
            ),
        ];
        let (policy, password) = (Policy::shipped(Product::Eiam), Secret::new("Tz~5820kQ"));
        let mut tally = Tally::default();
        for (answer, seen, answered, urgent) in rows {
            let observation = Observation::of(&answer, &policy, Some(&password), 7);
            assert_eq!(observation.seen, seen);
            assert_eq!((observation.answered(), observation.is_urgent()), (answered, urgent), "{seen:?}");
            let text = serde_json::to_string(&observation).unwrap();
            assert!(!text.contains("words") && !text.contains(password.expose()));
            assert_eq!(serde_json::from_str::<Observation>(&text).unwrap(), observation);
            observation.count(&mut tally);
        }
        let silence = Observation::silence(8_000);
        assert!(!silence.answered() && !silence.is_urgent());
        silence.count(&mut tally);
        assert!(tally.of(Family::VendorCalls).all(|(_, many)| many == 1));
        let known: Vec<&str> =
            Family::VendorCalls.known().iter().flat_map(|labels| *labels).copied().collect();
        assert!(tally.of(Family::VendorCalls).all(|(labels, _)| known.contains(&labels[0])));
        assert_eq!((tally.total(Family::VendorCalls), known.len()), (6, 6));
    }

    #[test]
    fn a_password_that_the_vendor_made_was_not_accepted_here() {
        let answer = refused(Reason::Password(vec![Violation::Reused]));
        let observation = Observation::of(&answer, &Policy::shipped(Product::Eiam), None, 7);
        assert_eq!(observation.seen, Seen::Refused { reason: "password".to_owned() });
    }
}
