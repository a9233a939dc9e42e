//! The search for a password among breached ones: the last part of step 2, if configured. Only five of
//! the forty hexadecimal digits of the SHA-1 are sent and nothing is stored. The audit log records each
//! search that ends a reset.

use js_sys::futures::JsFuture;
use js_sys::{Promise, Uint8Array};
use passgate_audit::{Event, Kind};
use passgate_core::{Policy, Secret};
use passgate_wire::breaches::{MAX_RANGE_BYTES, SHA1_BYTES, Sought};
use passgate_wire::{EdgeAnswer, Outcome};
use wasm_bindgen::prelude::*;
use worker::Env;
use zeroize::Zeroizing;

use super::request::PasswordRequest;
use crate::callers::caller::CallerClass;
use crate::config::Breaches;
use crate::edge::platform::bindings::{self, Bindings};
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::stub::Unreachable;
use crate::edge::platform::vendor::{self, Host};
use crate::edge::platform::{clock, counters};
use crate::edge::stubs::{audit_log, caller_rate};
use crate::reset::breaches::{self, Searched};
use crate::reset::disposition::Cause;

#[wasm_bindgen]
extern "C" {
    type Subtle;

    #[wasm_bindgen(thread_local_v2, js_namespace = crypto, js_name = subtle)]
    static SUBTLE: Subtle;

    /// The bytes belong to the module, and the call reads them before it returns, so there is no copy
    /// to overwrite.
    #[wasm_bindgen(method, catch)]
    fn digest(this: &Subtle, algorithm: &str, bytes: &[u8]) -> Result<Promise, JsValue>;
}

/// Searches for the password of a call, if the caller chose one and a host is configured.
///
/// # Errors
/// The answer to a reset that must stop.
pub async fn search(request: &PasswordRequest<'_>, policy: &Policy) -> Result<Option<Searched>, Outgoing> {
    let PasswordRequest { env, config, job, .. } = request;
    let (Some(password), Some(breaches)) = (request.call.password(), &config.breaches) else {
        return Ok(None);
    };
    let (product, tag) = (request.product(), &request.account.tag);
    // Clients and operators have been counted already. Owners are counted here, so that a script cannot
    // query the host at a high rate.
    if job.class == CallerClass::Owner {
        match caller_rate::take(&format!("breaches:{tag}"), config.rates.account, env).await {
            Ok(None) => {}
            Ok(Some(too_often)) => return Err(request.too_often(too_often, Cause::BreachesTooOften)),
            Err(Unreachable) => return Err(request.refuse(&EdgeAnswer::NotSent, Cause::RateUnreachable)),
        }
    }
    let searched = Searched::of(seen(password, breaches, env).await, breaches.threshold);
    if searched.passes(breaches.on_failure) {
        return Ok(Some(searched));
    }
    let is_refused = searched == Searched::Breached;
    let outcome = if is_refused { Outcome::RefusedPassword } else { Outcome::NotSent };
    let event = Event::new(Kind::BreachSearch, product.name(), &job.request_id, &job.actor, clock::now_ms())
        .account(tag)
        .action(job.head.action.name())
        .outcome(outcome.name())
        .detail(searched.name());
    // A log that is down does not change the answer.
    let _ = audit_log::record(&event, env).await;
    if !is_refused {
        return Err(request.refuse(&EdgeAnswer::NotSent, searched.into()));
    }
    let refusal = breaches::refusal(policy);
    let violations = refusal.reason.violations();
    counters::refused_here(product, violations);
    Err(request.refuse(&EdgeAnswer::Refused { refusal: &refusal, violations }, searched.into()))
}

/// How often the password was seen; `None` when that cannot be determined in time.
async fn seen(password: &Secret, breaches: &Breaches, env: &Env) -> Option<u64> {
    let sought = Sought::of(&*sha1(password).await?);
    let service = breaches.service.as_deref().and_then(|name| Bindings(env).service(name));
    let host = Host {
        service: service.unwrap_or_else(bindings::global),
        origin: breaches.origin().to_owned(),
        max_reply_bytes: MAX_RANGE_BYTES,
    };
    let reply = vendor::send_to(&host, &sought.request(), breaches.deadline_ms).await.ok()?;
    sought.seen(&reply).ok()
}

async fn sha1(password: &Secret) -> Option<Zeroizing<[u8; SHA1_BYTES]>> {
    let digesting = SUBTLE.with(|subtle| subtle.digest("SHA-1", password.expose().as_bytes())).ok()?;
    let digest = Uint8Array::new(&JsFuture::from(digesting).await.ok()?);
    let mut sha1 = Zeroizing::new([0; SHA1_BYTES]);
    if digest.length() as usize != SHA1_BYTES {
        return None;
    }
    digest.copy_to(&mut *sha1);
    digest.fill(0, 0, digest.length());
    Some(sha1)
}
