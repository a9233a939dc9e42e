//! Admission control: sheds a request that the vendor's queue would shed, before anything is written
//! for it. Writing a thousand ledgers to disk would delay the few requests whose turn it is.

use passgate_wire::EdgeAnswer;

use super::request::PasswordRequest;
use crate::edge::platform::clock;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::stub::Unreachable;
use crate::edge::stubs::gate;
use crate::gate::permit::Admission;
use crate::reset::budget::for_reservation;
use crate::reset::disposition::{Cause, Disposition};

/// Reserves a place in the product's queue for the account, if the vendor's rate is limited.
///
/// # Errors
/// The answer to a request that is shed; a repeat gets the answer of the first one.
pub async fn reserve(request: &PasswordRequest<'_>) -> Result<(), Outgoing> {
    if request.settings.rate.is_none() {
        return Ok(());
    }
    let budget_ms = for_reservation(request.incoming.started_ms, clock::now_ms());
    let admission = gate::reserve(request.product(), &request.account.tag, budget_ms, request.env).await;
    let (answer, cause) = match admission {
        Ok(Admission::Admitted) => return Ok(()),
        Ok(Admission::Throttled { retry_after_seconds }) => {
            (EdgeAnswer::TooManyRequests { retry_after_seconds }, Cause::QueueFull)
        }
        Ok(Admission::Closed { retry_after_seconds }) => {
            (EdgeAnswer::Closed { retry_after_seconds }, Cause::Closed)
        }
        Err(Unreachable) => (EdgeAnswer::NotSent, Cause::GateUnreachable),
    };
    Err(request.repeated().await.unwrap_or_else(|| request.refuse(&answer, cause)))
}

/// Releases a reservation that was not used by an attempt.
pub async fn release_unused(request: &PasswordRequest<'_>, disposition: &Disposition) {
    if request.settings.rate.is_some() && !disposition.is_attempt {
        gate::release(request.product(), &request.account.tag, request.env).await;
    }
}
