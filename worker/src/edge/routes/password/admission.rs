//! A crowd at the vendor's line is sent away before anything is written for it: a thousand
//! ledgers on the disk would hold up the few whose turn it is.

use passgate_core::Product;
use passgate_wire::EdgeAnswer;
use worker::Env;

use crate::config::ProductConfig;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::stub::Unreachable;
use crate::edge::platform::{clock, refusal};
use crate::edge::stubs::{account, gate};
use crate::gate::permit::Knock;
use crate::reset::budget::for_knock;
use crate::reset::call::Job;
use crate::reset::disposition::{Cause, Disposition};

/// Takes a place in the product's line for the account, where there is a line. The request came at
/// `came_at_ms`.
///
/// # Errors
/// The answer to whoever has to come back later; what was done under the same key is told first.
pub async fn knock(
    product: Product,
    settings: &ProductConfig,
    tag: &str,
    job: &Job,
    body: &[u8],
    came_at_ms: u64,
    env: &Env,
) -> Result<(), Outgoing> {
    if settings.rate.is_none() {
        return Ok(());
    }
    let (answer, cause) = match gate::knock(product, tag, for_knock(came_at_ms, clock::now_ms()), env).await {
        Ok(Knock::Come) => return Ok(()),
        Ok(Knock::Throttled { retry_after_seconds }) => {
            (EdgeAnswer::TooManyRequests { retry_after_seconds }, Cause::LineFull)
        }
        Ok(Knock::Closed { retry_after_seconds }) => {
            (EdgeAnswer::Closed { retry_after_seconds }, Cause::Closed)
        }
        Err(Unreachable) => (EdgeAnswer::NotSent, Cause::GateUnreachable),
    };
    // "Nothing was changed" would be wrong for a repeat of what has been done.
    if job.idempotency_key.is_some()
        && let Ok(Some(outgoing)) = account::repeat(tag, job, body, env).await
    {
        return Err(outgoing);
    }
    Err(refusal::vendor(product, &answer, job.reader(), cause))
}

/// Gives the place up where it was not used: an attempt has come to the line.
pub async fn settle(product: Product, settings: &ProductConfig, tag: &str, told: &Disposition, env: &Env) {
    if settings.rate.is_some() && !told.is_attempt {
        gate::unknock(product, tag, env).await;
    }
}
