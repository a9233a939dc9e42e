//! What an account tells the vendor's gate of one call: whether the vendor answered, how long it
//! took, and what it refused. Nothing of the password, nothing of the account.

use passgate_core::Violation;
use passgate_wire::{Answer, Reason};
use serde::{Deserialize, Serialize};

/// One call to the vendor, first or second try alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// What came of it.
    pub seen: Seen,
    /// From the first byte sent to the last byte read, in milliseconds.
    pub took_ms: u64,
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
    /// Of a call that was answered.
    pub fn of(answer: &Answer, took_ms: u64) -> Self {
        let seen = match answer {
            Answer::Done { .. } => Seen::Done,
            Answer::Unknown(cause) => Seen::Unclear { cause: cause.name().to_owned() },
            Answer::Refused(refusal) => match &refusal.reason {
                Reason::Password(violations) => {
                    Seen::Drift { violations: violations.iter().map(without_words).collect() }
                }
                Reason::Throttled { retry_after_seconds } => {
                    Seen::Throttled { retry_after_seconds: *retry_after_seconds }
                }
                reason => Seen::Refused { reason: reason.name().to_owned() },
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

    /// Whether the gate must know before the next call leaves or the next password is judged.
    pub const fn is_urgent(&self) -> bool {
        matches!(self.seen, Seen::Throttled { .. } | Seen::Drift { .. })
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
                Seen::Drift { violations: vec![not_accepted(None), Violation::Reused] },
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
        for (answer, seen, answered, urgent) in rows {
            let observation = Observation::of(&answer, 7);
            assert_eq!(observation.seen, seen);
            assert_eq!((observation.answered(), observation.is_urgent()), (answered, urgent), "{seen:?}");
            let text = serde_json::to_string(&observation).unwrap();
            assert!(!text.contains("words"));
            assert_eq!(serde_json::from_str::<Observation>(&text).unwrap(), observation);
        }
        let silence = Observation::silence(8_000);
        assert!(!silence.answered() && !silence.is_urgent());
    }
}
