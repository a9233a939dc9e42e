//! The report of one call from an account's object to the vendor's gate: whether the vendor answered,
//! how long it took, and what it refused. It contains nothing of the password. It contains the
//! account's tag only where a refusal teaches a limit.

use passgate_core::{Limit, Policy, RuleName, Secret, Violation};
use passgate_wire::{Answer, Outcome, Reason};
use serde::{Deserialize, Serialize};

use crate::gate::drift;
use crate::gate::limits::{Supporter, Taught};
use crate::reset::disposition::Cause;

/// The report of one call to the vendor, whether first or second try.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallReport {
    /// The result of the call.
    pub result: CallResult,
    /// The time from the first byte sent to the last byte read, in milliseconds.
    pub took_ms: u64,
}

/// The result of a call.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub enum CallResult {
    /// The password is changed.
    Done {
        /// The learned limits that forbid this password. The vendor does not have them, or no longer.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        disproved: Vec<Limit>,
    },
    /// The vendor refused a password that the policy in force had accepted.
    Drift {
        /// The reasons, without the vendor's message.
        violations: Vec<Violation>,
        /// The rules of the policy that are concerned.
        rules: Vec<RuleName>,
        /// The limits that the refusal states and that explain it.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        taught: Vec<Taught>,
    },
    /// The vendor refused for another reason.
    Refused {
        /// The outcome of the refusal.
        outcome: Outcome,
    },
    /// The vendor limits the rate of all calls.
    Throttled {
        /// The vendor's retry time, in seconds, if it states one.
        retry_after_seconds: Option<u32>,
    },
    /// The vendor answered, but not in the documented form.
    Unclear {
        /// What was wrong with the answer.
        cause: Cause,
    },
    /// No answer came.
    Silence,
}

/// The context of a call.
pub struct CallContext<'a> {
    /// The configured policy.
    pub policy: &'a Policy,
    /// The password, if the caller chose it. The policy in force had accepted it.
    pub password: Option<&'a Secret>,
    /// The account of the password.
    pub account: &'a Supporter,
    /// The learned limits at this moment.
    pub limits: &'a [Limit],
}

/// When the gate must know of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Urgency {
    /// Before the next call leaves or the next password is checked.
    First,
    /// At once, because calls without an answer open the circuit breaker.
    Soon,
    /// With the next message.
    None,
}

impl CallReport {
    /// The report of a call that was answered.
    pub fn of(answer: &Answer, asked: &CallContext<'_>, took_ms: u64) -> Self {
        let result = match answer {
            Answer::Done { .. } => CallResult::Done { disproved: asked.disproved() },
            Answer::Unknown(cause) => CallResult::Unclear { cause: cause.into() },
            Answer::Refused(refusal) => match (&refusal.reason, asked.password) {
                (Reason::Password(violations), Some(password)) => CallResult::Drift {
                    violations: violations.iter().map(without_words).collect(),
                    rules: drift::rules_of(asked.policy, password, violations),
                    taught: asked.taught(password, violations, &refusal.code),
                },
                (Reason::Throttled { retry_after_seconds }, _) => {
                    CallResult::Throttled { retry_after_seconds: *retry_after_seconds }
                }
                (reason, _) => CallResult::Refused { outcome: reason.outcome() },
            },
        };
        Self { result, took_ms }
    }

    /// The report of a call without an answer.
    pub const fn silence(took_ms: u64) -> Self {
        Self { result: CallResult::Silence, took_ms }
    }

    /// Whether the vendor answered, whatever the answer. The circuit breaker counts this.
    pub const fn answered(&self) -> bool {
        !matches!(self.result, CallResult::Silence | CallResult::Unclear { .. })
    }

    /// When the gate must know this.
    pub const fn urgency(&self) -> Urgency {
        match &self.result {
            CallResult::Throttled { .. } | CallResult::Drift { .. } => Urgency::First,
            CallResult::Done { disproved } if !disproved.is_empty() => Urgency::First,
            CallResult::Unclear { .. } | CallResult::Silence => Urgency::Soon,
            CallResult::Done { .. } | CallResult::Refused { .. } => Urgency::None,
        }
    }
}

impl CallContext<'_> {
    fn disproved(&self) -> Vec<Limit> {
        let Some(password) = self.password else { return Vec::new() };
        let is_disproved = |limit: &&Limit| self.policy.forbids(**limit, password.expose());
        self.limits.iter().filter(is_disproved).copied().collect()
    }

    fn taught(&self, password: &Secret, violations: &[Violation], code: &str) -> Vec<Taught> {
        let teaches = |violation: &Violation| {
            // Where a learned limit replaces the configured one, a refusal may teach the configured limit again.
            let beside = || {
                let mut tightened = self.limits.iter().map(|limit| self.policy.tightened(&[*limit]));
                tightened.find_map(|policy| policy.teaches(password.expose(), violation))
            };
            self.policy.teaches(password.expose(), violation).or_else(beside)
        };
        let limits = violations.iter().filter_map(teaches);
        let taught = |limit| Taught { limit, cause: code.to_owned(), account: self.account.clone() };
        limits.map(taught).collect()
    }
}

impl CallResult {
    /// The outcome of the call at the vendor.
    pub const fn outcome(&self) -> Outcome {
        match self {
            Self::Done { .. } => Outcome::Done,
            Self::Drift { .. } => Outcome::RefusedPassword,
            Self::Refused { outcome } => *outcome,
            Self::Throttled { .. } => Outcome::TooOften,
            Self::Unclear { .. } | Self::Silence => Outcome::Unknown,
        }
    }

    /// The cause of an unknown outcome.
    pub const fn cause(&self) -> Cause {
        match self {
            Self::Unclear { cause } => *cause,
            Self::Silence => Cause::NoAnswer,
            _ => Cause::Vendor,
        }
    }
}

/// The vendor's message is not needed for counting, so the report omits it.
fn without_words(violation: &Violation) -> Violation {
    match violation {
        Violation::NotAccepted { .. } => Violation::NotAccepted { message: None },
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use passgate_core::Product;
    use passgate_wire::{Message, Refusal, UnknownCause};

    use super::*;

    fn refused(reason: Reason) -> Answer {
        let refusal = Refusal {
            code: "x".to_owned(),
            message: Message::Vendor("words".to_owned()),
            ..Refusal::of(reason)
        };
        Answer::Refused(refusal)
    }

    fn wang() -> Supporter {
        Supporter { kind: String::new(), tag: "wang".to_owned() }
    }

    #[test]
    fn the_configured_limit_is_news_beside_one_that_took_its_place() {
        let (policy, account, password) =
            (Policy::shipped(Product::Eiam), wang(), Secret::new("Tz~5820kQ.Mb4w_Rw3hN8*"));
        let configured = Limit::Length { min: Some(8), max: Some(18) };
        let answer = refused(Reason::Password(vec![Violation::wrong_length(Some(8), Some(18))]));
        for (limits, expected) in [
            (vec![Limit::Length { min: Some(20), max: Some(30) }], vec![configured]),
            (vec![Limit::Length { min: Some(14), max: Some(18) }], vec![]),
            (vec![], vec![]),
        ] {
            let asked = CallContext {
                policy: &policy,
                password: Some(&password),
                account: &account,
                limits: &limits,
            };
            let CallResult::Drift { taught, .. } = CallReport::of(&answer, &asked, 7).result else {
                panic!("no drift")
            };
            assert_eq!(taught.iter().map(|taught| taught.limit).collect::<Vec<_>>(), expected);
        }
    }

    #[test]
    fn what_a_refusal_teaches_and_a_success_disproves() {
        let (policy, account) = (Policy::shipped(Product::Eiam), wang());
        let long = Limit::Length { min: Some(14), max: Some(18) };
        let limits = [long, Limit::Repetition { max: 1 }];
        let result_of = |answer: &Answer, password: &str| {
            let password = Secret::new(password);
            let asked = CallContext {
                policy: &policy,
                password: Some(&password),
                account: &account,
                limits: &limits,
            };
            let report = CallReport::of(answer, &asked, 7);
            assert!(!serde_json::to_string(&report).unwrap().contains(password.expose()));
            (report.result.clone(), report.urgency())
        };
        let length = |min, max| refused(Reason::Password(vec![Violation::wrong_length(min, max)]));
        for (answer, expected) in [
            (length(Some(14), Some(18)), vec![long]),
            (length(Some(9), Some(11)), vec![]),
            (length(None, None), vec![]),
        ] {
            let (CallResult::Drift { taught, .. }, Urgency::First) = result_of(&answer, "Tz~5820kQ1") else {
                panic!("{answer:?}")
            };
            assert_eq!(taught.iter().map(|taught| taught.limit).collect::<Vec<_>>(), expected);
            assert!(taught.iter().all(|taught| taught.cause == "x" && taught.account == account));
        }
        let done = Answer::Done { user_id: None };
        for (password, expected) in [
            ("Tz~5820kQ1", vec![long]),
            ("Tzz~5820kQ.Mb4", vec![Limit::Repetition { max: 1 }]),
            ("Tz~5820kQ.Mb4w", vec![]),
        ] {
            let urgency = if expected.is_empty() { Urgency::None } else { Urgency::First };
            assert_eq!(result_of(&done, password), (CallResult::Done { disproved: expected }, urgency));
        }
    }

    #[test]
    fn each_answer_gives_its_report() {
        let not_accepted =
            |message: Option<&str>| Violation::NotAccepted { message: message.map(Into::into) };
        let rows = [
            (
                Answer::Done { user_id: Some("u".to_owned()) },
                CallResult::Done { disproved: Vec::new() },
                true,
                Urgency::None,
            ),
            (
                refused(Reason::Password(vec![not_accepted(Some("words")), Violation::Reused])),
                CallResult::Drift {
                    violations: vec![not_accepted(None), Violation::Reused],
                    rules: vec![RuleName::History, RuleName::Vendor],
                    taught: Vec::new(),
                },
                true,
                Urgency::First,
            ),
            (
                refused(Reason::UserNotFound),
                CallResult::Refused { outcome: Outcome::UserNotFound },
                true,
                Urgency::None,
            ),
            (
                refused(Reason::Throttled { retry_after_seconds: Some(3) }),
                CallResult::Throttled { retry_after_seconds: Some(3) },
                true,
                Urgency::First,
            ),
            (
                Answer::Unknown(UnknownCause::ServerError(502)),
                CallResult::Unclear { cause: Cause::ServerError },
                false,
                Urgency::Soon,
            ),
        ];
        let (policy, password, account) = (Policy::shipped(Product::Eiam), Secret::new("Tz~5820kQ"), wang());
        let asked =
            CallContext { policy: &policy, password: Some(&password), account: &account, limits: &[] };
        for (answer, result, answered, urgency) in rows {
            let report = CallReport::of(&answer, &asked, 7);
            assert_eq!(report.result, result);
            assert_eq!((report.answered(), report.urgency()), (answered, urgency), "{result:?}");
            let text = serde_json::to_string(&report).unwrap();
            assert!(!text.contains("words") && !text.contains(password.expose()));
            assert_eq!(serde_json::from_str::<CallReport>(&text).unwrap(), report);
        }
        let silence = CallReport::silence(8_000);
        assert!(!silence.answered() && silence.urgency() == Urgency::Soon);
    }

    #[test]
    fn a_password_that_the_vendor_generated_causes_no_drift() {
        let answer = refused(Reason::Password(vec![Violation::Reused]));
        let (policy, account) = (Policy::shipped(Product::Eiam), wang());
        let asked = CallContext { policy: &policy, password: None, account: &account, limits: &[] };
        let report = CallReport::of(&answer, &asked, 7);
        assert_eq!(report.result, CallResult::Refused { outcome: Outcome::RefusedPassword });
    }
}
