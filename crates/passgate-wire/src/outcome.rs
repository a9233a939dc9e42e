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
    Done = "done", "The password was changed.";
    Granted = "granted", "A token was granted.";
    RefusedPassword = "refused-password", "The edge or the vendor refused the password; `violations` says why. Nothing was changed.";
    DailyLimit = "daily-limit", "The vendor refuses further changes of this account today. Nothing was changed.";
    NotEligible = "not-eligible", "The vendor does not allow this kind of reset for this account. Nothing was changed.";
    UserNotFound = "user-not-found", "The vendor has no such account. Nothing was changed. A person gets `forbidden` instead.";
    MissingMobile = "missing-mobile", "The account has no mobile number for the new password. Nothing was changed.";
    MissingEmail = "missing-email", "The account has no e-mail address for the new password. Nothing was changed.";
    SendMode = "send-mode", "The vendor does not support this way of sending. Nothing was changed.";
    DeliveryFailed = "delivery-failed", "The vendor made a new password but could not deliver it. The old password may no longer work.";
    Refused = "refused", "The vendor refused with an undocumented code. Nothing was changed.";
    NotSent = "not-sent", "The call was not sent, or did not reach the vendor. Nothing was changed; try again later.";
    Unknown = "unknown", "The call was sent, but its outcome is unknown: the password may have changed. Do not repeat the call.";
    TooOften = "too-often", "Too many requests for the edge or the vendor. Nothing was changed; wait `Retry-After` seconds.";
    Conflict = "conflict", "A request with the same `Idempotency-Key` is in progress. Repeat the request in a moment.";
    NoCredential = "no-credential", "The request has no credential.";
    Unauthenticated = "unauthenticated", "The credential is invalid.";
    TicketSpent = "ticket-spent", "Another request has used the ticket in the meantime. This request changed nothing.";
    Forbidden = "forbidden", "The caller is authenticated, but not allowed to do this. Nothing was changed.";
    SignInTooOld = "sign-in-too-old", "The sign-in is too old for this request: the caller must sign in again. Nothing was changed.";
    BadRequest = "bad-request", "The request is invalid. Nothing was changed.";
    NotFound = "not-found", "The path does not exist.";
    MethodNotAllowed = "method-not-allowed", "The path does not allow this method.";
    Unavailable = "unavailable", "A part that the edge needs did not answer in time. Nothing was changed; try again.";
    Misconfigured = "misconfigured", "The edge is not configured for this, or has failed. Nothing was changed; an operator must act.";
}

impl Outcome {
    /// The outcome of that word.
    ///
    /// ```
    /// use passgate_wire::Outcome;
    ///
    /// assert_eq!(Outcome::from_name("unknown"), Some(Outcome::Unknown));
    /// assert_eq!(Outcome::from_name("no such word"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|outcome| outcome.name() == name)
    }

    /// Whether the password is, or may be, another than before.
    ///
    /// ```
    /// use passgate_wire::Outcome;
    ///
    /// assert!(Outcome::Done.may_have_changed() && Outcome::Unknown.may_have_changed());
    /// assert!(!Outcome::RefusedPassword.may_have_changed());
    /// ```
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
