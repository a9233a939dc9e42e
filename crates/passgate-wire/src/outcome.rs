//! One word for what happened: answers, forms, metrics, the audit log and the Worker's log use it.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Each outcome with its word and what it says: the one place where these stand.
macro_rules! outcomes {
    ($($outcome:ident = $word:literal, $says:literal;)+) => {
        /// What happened to a request.
        ///
        /// The word says what a caller does next; a vendor's code or a finer cause stands beside it
        /// where there is one. Words are added and never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
        pub enum Outcome {
            $(#[doc = $says] #[serde(rename = $word)] $outcome,)+
        }

        impl Outcome {
            /// Every outcome.
            pub const ALL: [Self; [$($word),+].len()] = [$(Self::$outcome),+];

            /// The word.
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$outcome => $word,)+
                }
            }

            /// What it says, in a sentence or two.
            pub const fn says(self) -> &'static str {
                match self {
                    $(Self::$outcome => $says,)+
                }
            }
        }
    };
}

outcomes! {
    Done = "done", "The password is changed.";
    Granted = "granted", "A token was granted.";
    RefusedPassword = "refused-password", "The password is refused, here or by the vendor; `violations` says why. Nothing was changed.";
    DailyLimit = "daily-limit", "The vendor refuses more changes of this account today. Nothing was changed.";
    NotEligible = "not-eligible", "The vendor does not reset this account this way. Nothing was changed.";
    UserNotFound = "user-not-found", "The vendor knows no such account. Nothing was changed. A person is told `forbidden`.";
    MissingMobile = "missing-mobile", "The account has no mobile number to send to. Nothing was changed.";
    MissingEmail = "missing-email", "The account has no e-mail address to send to. Nothing was changed.";
    SendMode = "send-mode", "The vendor does not send this way. Nothing was changed.";
    DeliveryFailed = "delivery-failed", "The vendor made a password and could not deliver it. The old one may no longer work.";
    Refused = "refused", "The vendor refuses with a code that no page documents. Nothing was changed.";
    NotSent = "not-sent", "Nothing was sent, or the vendor was not reached. Nothing was changed; try again later.";
    Unknown = "unknown", "The call was sent and nobody knows what came of it: the password may be changed. Do not repeat it.";
    TooOften = "too-often", "Too often or too many at once, here or at the vendor. Nothing was changed; wait `Retry-After` seconds.";
    Conflict = "conflict", "A request with the same `Idempotency-Key` is under way. Repeat it in a moment.";
    NoCredential = "no-credential", "The request has no credential.";
    Unauthenticated = "unauthenticated", "The credential does not hold.";
    TicketSpent = "ticket-spent", "Another request has used the ticket up meanwhile. This one has changed nothing.";
    Forbidden = "forbidden", "The caller is known and may not do this. Nothing was changed.";
    SignInTooOld = "sign-in-too-old", "The caller may do this after a new sign-in. Nothing was changed.";
    BadRequest = "bad-request", "The request cannot be used as it is. Nothing was changed.";
    NotFound = "not-found", "Nothing is there.";
    MethodNotAllowed = "method-not-allowed", "Something is there, for other methods.";
    Unavailable = "unavailable", "Something that the edge needs did not answer in time. Nothing was changed; try again.";
    Misconfigured = "misconfigured", "The edge is not set up for this, or has failed; an operator must act. Nothing was changed.";
}

impl Outcome {
    /// The outcome of that word.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// Whether the password is, or may be, another than before.
    pub const fn may_have_changed(self) -> bool {
        matches!(self, Self::Done | Self::Unknown | Self::DeliveryFailed)
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn a_word_is_what_serde_writes_and_names_one_outcome() {
        let words: BTreeSet<&str> = Outcome::ALL.into_iter().map(Outcome::name).collect();
        assert_eq!(words.len(), Outcome::ALL.len());
        for outcome in Outcome::ALL {
            assert_eq!(serde_json::to_value(outcome).unwrap(), outcome.name());
            assert_eq!(Outcome::from_name(outcome.name()), Some(outcome));
            assert_eq!(outcome.to_string(), outcome.name());
            let word = outcome.name();
            assert!(word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{word}");
        }
        assert_eq!(Outcome::from_name("password"), None);
    }

    #[test]
    fn whoever_is_told_that_nothing_was_changed_is_told_the_truth() {
        for outcome in Outcome::ALL {
            let unchanged = outcome.says().contains("Nothing was changed");
            assert!(!(unchanged && outcome.may_have_changed()), "{outcome}");
        }
    }
}
