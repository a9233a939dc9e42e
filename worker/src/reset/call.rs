//! One password call, whichever vendor's: read from a caller, sent to the vendor.

use passgate_core::{Identity, Locale, Product, Secret};
use passgate_wire::eiam::{self, ChangePassword, RestPassword};
use passgate_wire::feishu::{self, ResetPassword};
use passgate_wire::{Answer, BadInput, Reader, Reply, Request};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::base::action::Action;
use crate::callers::account::Account;
use crate::callers::caller::CallerClass;
use crate::callers::ticket::Proof;
use crate::reset::breaches::Searched;

/// A password call that has been read and is well formed.
pub enum PasswordCall {
    /// Feishu's reset.
    Reset(ResetPassword),
    /// EIAM's change.
    Change(ChangePassword),
    /// EIAM's reset by the vendor.
    Rest(RestPassword),
}

/// A password call as it came over HTTP, but for its body.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// Which call.
    pub action: Action,
    /// The account as it stands in the path, where it does, still encoded.
    pub account: String,
    /// The query without its `?`.
    pub query: String,
    /// The content type.
    pub content_type: Option<String>,
}

impl PasswordCall {
    /// Reads the call, strictly.
    ///
    /// # Errors
    /// The field that is wrong.
    pub fn read(head: &Head, body: &[u8]) -> Result<Self, BadInput> {
        let content_type = head.content_type.as_deref();
        match head.action {
            Action::Reset => feishu::read_reset(&head.query, content_type, body).map(Self::Reset),
            Action::ChangePassword => {
                eiam::read_change(&head.account, &head.query, content_type, body).map(Self::Change)
            }
            Action::RestPassword => eiam::read_rest(&head.account, &head.query, body).map(Self::Rest),
        }
    }

    /// Whose password it changes.
    pub fn account(&self) -> Account {
        match self {
            Self::Reset(call) => Account {
                product: Product::Feishu,
                user_id_type: Some(call.user_id_type.name().to_owned()),
                user_id: call.user_id.as_str().to_owned(),
            },
            Self::Change(ChangePassword { user_id, .. }) | Self::Rest(RestPassword { user_id, .. }) => {
                Account { product: Product::Eiam, user_id_type: None, user_id: user_id.as_str().to_owned() }
            }
        }
    }

    /// The new password, where the caller chooses it.
    pub const fn password(&self) -> Option<&Secret> {
        match self {
            Self::Reset(call) => Some(&call.password),
            Self::Change(call) => Some(&call.password),
            Self::Rest(_) => None,
        }
    }

    /// The request to the vendor.
    pub fn request(&self, token: &Secret) -> Request {
        match self {
            Self::Reset(call) => call.request(token),
            Self::Change(call) => call.request(token),
            Self::Rest(call) => call.request(token),
        }
    }

    /// What the vendor's reply means; the person is whose password it is, as far as that is known.
    pub fn answer(&self, reply: &Reply, person: &Identity) -> Answer {
        match self {
            Self::Reset(call) => call.answer(reply, person),
            Self::Change(call) => call.answer(reply, person),
            Self::Rest(call) => call.answer(reply),
        }
    }
}

/// What the Worker hands to the account's Durable Object. The body travels on as it came: a
/// password has no second form in this crate.
#[derive(Serialize, Deserialize)]
pub struct Job {
    /// The call.
    pub head: Head,
    /// Who asks, for the ledger.
    pub actor: String,
    /// In whose name, for the account's rate.
    pub class: CallerClass,
    /// The ticket that is to be consumed, if it is by a ticket.
    pub ticket: Option<Proof>,
    /// The request's id.
    pub request_id: String,
    /// The language that its caller prefers, where it named one that there is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Locale>,
    /// The key by which a repeat of the request is known, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// What came of the search for the password among breached ones, where there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searched: Option<Searched>,
    /// What is known of the person, so that nothing of it is taken for the vendor's own words.
    #[serde(default)]
    pub person: Identity,
}

impl Job {
    /// Whom the answer is for.
    pub fn reader(&self) -> Reader<'_> {
        Reader { request_id: &self.request_id, language: self.language }
    }

    /// The job in one line of JSON, then the body.
    ///
    /// # Errors
    /// When the job cannot be written as JSON, which its types rule out.
    pub fn frame(&self, body: &[u8]) -> Result<Zeroizing<Vec<u8>>, serde_json::Error> {
        let head = serde_json::to_vec(self)?;
        // Sized at once: growing would leave copies of the password behind.
        let size = head.len().saturating_add(body.len()).saturating_add(1);
        let mut framed = Zeroizing::new(Vec::with_capacity(size));
        framed.extend_from_slice(&head);
        framed.push(b'\n');
        framed.extend_from_slice(body);
        Ok(framed)
    }

    /// The job and the body again.
    pub fn unframe(framed: &[u8]) -> Option<(Self, &[u8])> {
        let newline = framed.iter().position(|byte| *byte == b'\n')?;
        let (head, body) = framed.split_at_checked(newline)?;
        Some((serde_json::from_slice(head).ok()?, body.get(1..)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_arrives_as_it_left() {
        let job = Job {
            head: Head {
                action: Action::ChangePassword,
                account: "a%20b".to_owned(),
                query: String::new(),
                content_type: Some("application/json".to_owned()),
            },
            actor: "user:王\n小明".to_owned(),
            class: CallerClass::Owner,
            ticket: Some(Proof { secret_hash: [7; 32], browser_hash: [8; 32] }),
            request_id: "r".to_owned(),
            language: Some(Locale::En),
            idempotency_key: None,
            searched: Some(Searched::NotBreached),
            person: Identity { phones: Some(vec!["13800138000".to_owned()]), ..Identity::default() },
        };
        let framed = job.frame(b"{\n\"password\":\"x\"}\n").unwrap();
        let (again, body) = Job::unframe(&framed).unwrap();
        assert!(again.head == job.head);
        assert_eq!(again.actor, job.actor);
        assert_eq!((again.reader().request_id, again.reader().language), ("r", Some(Locale::En)));
        assert_eq!(again.ticket, job.ticket);
        assert_eq!(again.searched, job.searched);
        assert!(again.person == job.person);
        assert_eq!(body, b"{\n\"password\":\"x\"}\n");
        assert!(Job::unframe(b"no newline").is_none());
    }

    #[test]
    fn each_call_knows_its_account_and_its_password() {
        let read = |action, account: &str, query: &str, body: &str| {
            let head = Head {
                action,
                account: account.to_owned(),
                query: query.to_owned(),
                content_type: Some("application/json".to_owned()),
            };
            PasswordCall::read(&head, body.as_bytes()).unwrap()
        };
        let reset = read(
            Action::Reset,
            "",
            "user_id_type=union_id",
            r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"on_1"}"#,
        );
        assert_eq!(reset.account().user_id_type.as_deref(), Some("union_id"));
        assert_eq!(reset.password().map(Secret::expose), Some("abcd*efg"));
        let change = read(Action::ChangePassword, "u%2D1", "", r#"{"password":"P@ssw0rd123"}"#);
        assert_eq!(change.account().user_id, "u-1");
        let rest = read(Action::RestPassword, "u-1", "send_mode=SMS", "");
        assert!(rest.password().is_none());
        assert!(rest.account() == change.account());
    }
}
