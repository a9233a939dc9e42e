//! One password call of any vendor: read from a caller, sent to the vendor.

use passgate_core::{Identity, Locale, Product};
use passgate_wire::{Action, BadInput, CallInput, FieldProblem, PasswordCall, Reader, Spec};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::callers::account::Account;
use crate::callers::caller::CallerClass;
use crate::callers::ticket::Proof;
use crate::reset::breaches::Searched;

/// A password call as it arrived over HTTP, without its body.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The product that is called.
    pub product: Product,
    /// The action of the call.
    pub action: Action,
    /// The account as the path contains it, still percent-encoded; empty where the path has none.
    pub account: String,
    /// The query without its `?`.
    pub query: String,
    /// The value of `Content-Type`.
    pub content_type: Option<String>,
}

impl Head {
    /// Reads the call strictly.
    ///
    /// # Errors
    /// The invalid field; the action, where the product does not have it.
    pub fn read(&self, body: &[u8]) -> Result<Box<dyn PasswordCall>, BadInput> {
        let call = Spec::of(self.product).call(self.action);
        let call = call.ok_or_else(|| BadInput::new("action", FieldProblem::Missing))?;
        (call.read)(&CallInput {
            account: &self.account,
            query: &self.query,
            content_type: self.content_type.as_deref(),
            body,
        })
    }

    /// The account whose password the call changes.
    pub fn account_of(&self, call: &dyn PasswordCall) -> Account {
        Account {
            product: self.product,
            user_id_type: call.user_id_type().map(str::to_owned),
            user_id: call.user_id().as_str().to_owned(),
        }
    }
}

/// What the Worker sends to the account's Durable Object. The body is forwarded unchanged, so that this
/// crate keeps no second copy of the password in another form.
#[derive(Serialize, Deserialize)]
pub struct Job {
    /// The call without its body.
    pub head: Head,
    /// The actor, for the ledger.
    pub actor: String,
    /// The class of the caller, for the account's rate limit.
    pub class: CallerClass,
    /// The ticket to consume, if the caller has one.
    pub ticket: Option<Proof>,
    /// The request's id.
    pub request_id: String,
    /// The language that the caller prefers, if the edge has it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Locale>,
    /// The `Idempotency-Key`, if the request has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// The result of the search among breached passwords, if there was one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub searched: Option<Searched>,
    /// What is known of the person, so that the vendor's message can be searched for personal data.
    #[serde(default)]
    pub person: Identity,
}

impl Job {
    /// The reader of the answer: the request id and the language.
    pub fn reader(&self) -> Reader<'_> {
        Reader { request_id: &self.request_id, language: self.language }
    }

    /// The job in one line of JSON, followed by the body.
    ///
    /// # Errors
    /// When the job cannot be serialized as JSON, which its types rule out.
    pub fn frame(&self, body: &[u8]) -> Result<Zeroizing<Vec<u8>>, serde_json::Error> {
        let head = serde_json::to_vec(self)?;
        // Allocated once: a buffer that grows would leave copies of the password in memory.
        let size = head.len().saturating_add(body.len()).saturating_add(1);
        let mut framed = Zeroizing::new(Vec::with_capacity(size));
        framed.extend_from_slice(&head);
        framed.push(b'\n');
        framed.extend_from_slice(body);
        Ok(framed)
    }

    /// Splits a frame into the job and the body.
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
    fn a_job_survives_framing() {
        let job = Job {
            head: Head {
                product: Product::Eiam,
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
    fn each_call_states_its_account_and_its_password() {
        let read = |product, action, account: &str, query: &str, body: &str| {
            let head = Head {
                product,
                action,
                account: account.to_owned(),
                query: query.to_owned(),
                content_type: Some("application/json".to_owned()),
            };
            let call = head.read(body.as_bytes()).unwrap();
            (head.account_of(call.as_ref()), call.password().map(|password| password.expose().to_owned()))
        };
        let (account, password) = read(
            Product::Lark,
            Action::Reset,
            "",
            "user_id_type=union_id",
            r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"on_1"}"#,
        );
        assert_eq!((account.product, account.user_id_type.as_deref()), (Product::Lark, Some("union_id")));
        assert_eq!(password.as_deref(), Some("abcd*efg"));
        let change = (Action::ChangePassword, "u%2D1", "", r#"{"password":"P@ssw0rd123"}"#);
        let (account, _) = read(Product::Eiam, change.0, change.1, change.2, change.3);
        assert_eq!(account.user_id, "u-1");
        assert!(read(Product::OneAccess, change.0, change.1, change.2, change.3).0 != account);
        let (of_rest, password) = read(Product::Eiam, Action::RestPassword, "u-1", "send_mode=SMS", "");
        assert!(password.is_none());
        assert!(of_rest == account);
    }

    #[test]
    fn an_action_that_the_product_does_not_have_is_an_error() {
        let head = Head {
            product: Product::OneAccess,
            action: Action::RestPassword,
            account: "u-1".to_owned(),
            query: "send_mode=SMS".to_owned(),
            content_type: None,
        };
        assert!(head.read(b"").is_err_and(|bad| bad.field == "action"));
    }
}
