//! Step 1 of a reset: authenticate, limit the body's size and time, parse, authorize. The result is
//! computed once and passed on.

use std::rc::Rc;

use passgate_core::Product;
use passgate_wire::{Action, BadInput, EdgeAnswer, PasswordCall};
use worker::Env;
use zeroize::Zeroizing;

use crate::callers::account::TaggedAccount;
use crate::callers::authorise::{Denied, may_act};
use crate::callers::caller::Caller;
use crate::callers::unproven::Unproven;
use crate::config::{Config, ProductConfig};
use crate::edge::auth::authenticate::authenticate;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::policy_cache::InForce;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::{failpoint, refusal};
use crate::edge::stubs::{account as account_stub, effective_policy};
use crate::gate::limits::Supporter;
use crate::rates::gcra::TooOften;
use crate::reset::call::{Head, Job};
use crate::reset::disposition::Cause;
use crate::reset::idempotency;

/// A password call of an authorized caller.
pub struct PasswordRequest<'a> {
    /// The HTTP request.
    pub incoming: &'a Incoming,
    /// The bindings.
    pub env: &'a Env,
    /// The configuration.
    pub config: &'a Config,
    /// The configuration of the call's product.
    pub settings: &'a ProductConfig,
    /// The authenticated caller.
    pub caller: Caller,
    /// The parsed call.
    pub call: Box<dyn PasswordCall>,
    /// The account whose password it changes.
    pub account: TaggedAccount,
    /// The call as it is sent to the account's object.
    pub job: Job,
    /// The body, unchanged.
    pub body: Zeroizing<Vec<u8>>,
}

impl<'a> PasswordRequest<'a> {
    /// Reads the request. Authentication comes first: the body of an unauthenticated request is not
    /// read.
    ///
    /// # Errors
    /// The answer to a request that must stop.
    pub async fn read(
        product: Product,
        action: Action,
        account_in_path: String,
        incoming: &'a Incoming,
        env: &'a Env,
        config: &'a Config,
    ) -> Result<Self, Outgoing> {
        let reader = incoming.reader();
        let refuse = |answer: &EdgeAnswer<'_>, cause| refusal::vendor(product, answer, reader, cause);
        let bad_input = |bad: BadInput| refuse(&EdgeAnswer::BadInput(&bad), Cause::BadInput);
        let settings = config.products.get(&product);
        let settings = settings.ok_or_else(|| refuse(&EdgeAnswer::NotFound, Cause::NotConfigured))?;
        let caller = authenticate(incoming, product, env, config).await;
        let caller = caller.map_err(|unproven| unauthenticated(unproven, refuse))?;
        let body = incoming.body().await;
        let body = body.map_err(|error| refusal::unreadable(product, error, false, reader))?;
        let head = Head {
            product,
            action,
            account: account_in_path,
            query: incoming.query.clone(),
            content_type: incoming.header("Content-Type"),
        };
        let call = head.read(&body).map_err(bad_input)?;
        let key = incoming.header(idempotency::HEADER).map(idempotency::check).transpose();
        let idempotency_key = key.map_err(bad_input)?;
        let account = head.account_of(call.as_ref());
        may_act(&caller, action, &account, config).map_err(|denied| forbidden(denied, refuse))?;
        failpoint::at("1-authorised").await;
        let job = Job {
            head,
            actor: caller.actor(Some(&account)),
            class: caller.class(),
            ticket: match &caller {
                Caller::Holder(holder) => Some(holder.proof),
                Caller::Client(_) | Caller::User(_) => None,
            },
            request_id: incoming.request_id.clone(),
            language: reader.language,
            idempotency_key,
            searched: None,
            person: caller.identity_of(&account),
        };
        let account = account.tagged(&config.keys);
        Ok(Self { incoming, env, config, settings, caller, call, account, job, body })
    }

    /// The product of the call.
    pub const fn product(&self) -> Product {
        self.account.account.product
    }

    /// The account of a ticket's holder. The form shows the holder the policy in force for this
    /// account.
    pub const fn holder(&self) -> Option<&Supporter> {
        match self.caller {
            Caller::Holder(_) => Some(&self.account.supporter),
            Caller::Client(_) | Caller::User(_) => None,
        }
    }

    /// The policy in force for the account.
    pub async fn policy(&self) -> Rc<InForce> {
        effective_policy::policy_of(&self.account.supporter, self.product(), self.settings, self.env).await
    }

    /// The answer to a request that does not become an attempt.
    pub fn refuse(&self, answer: &EdgeAnswer<'_>, cause: Cause) -> Outgoing {
        refusal::vendor(self.product(), answer, self.job.reader(), cause)
    }

    /// The answer to a request over a rate limit.
    pub fn too_often(&self, too_often: TooOften, cause: Cause) -> Outgoing {
        let TooOften { retry_after_seconds } = too_often;
        self.refuse(&EdgeAnswer::TooManyRequests { retry_after_seconds }, cause)
    }

    /// The answer to an earlier request with the same key, if there is one. A refusal here would be
    /// wrong for a repeat of a request that was executed.
    pub async fn repeated(&self) -> Option<Outgoing> {
        self.job.idempotency_key.as_ref()?;
        account_stub::repeat(&self.account.tag, &self.job, &self.body, self.env).await.ok().flatten()
    }
}

fn unauthenticated(unproven: Unproven, refuse: impl Fn(&EdgeAnswer<'_>, Cause) -> Outgoing) -> Outgoing {
    match unproven {
        Unproven::Absent => refuse(&EdgeAnswer::Unauthenticated { presented: false }, Cause::NoCredential),
        Unproven::Refused(why) => {
            refuse(&EdgeAnswer::Unauthenticated { presented: true }, Cause::NotProven).because(why)
        }
        Unproven::Unavailable => refuse(&EdgeAnswer::NotSent, Cause::CannotProve),
    }
}

fn forbidden(denied: Denied, refuse: impl Fn(&EdgeAnswer<'_>, Cause) -> Outgoing) -> Outgoing {
    let answer = match denied {
        Denied::SignInTooOld { sign_in_within } => EdgeAnswer::SignInTooOld { sign_in_within },
        _ => EdgeAnswer::Forbidden,
    };
    refuse(&answer, denied.into())
}
