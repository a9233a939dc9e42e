//! `PUT /api/v2/tenant/users/{user_id}/rest-password?send_mode=`: sets a new random password and
//! delivers it to the person only.

use super::delivery::{Channel, Delivery, covered};
use super::refusal::Refusal;
use super::{authorize, done, require_content_type};
use crate::calls::Facts;
use crate::clock::rfc3339;
use crate::net::{Reply, Request};
use crate::random;
use crate::world::World;

pub(super) fn answer(world: &mut World, request: &Request, facts: &mut Facts) -> Result<Reply, Refusal> {
    authorize(world, request, facts)?;
    require_content_type(world, request)?;
    let user_id = facts.user_id.as_deref().unwrap_or_default();
    let account = world.users.by_eiam_id_mut(user_id).ok_or(Refusal::UserNotFound)?;
    let channel = request
        .head
        .parameter("send_mode")
        .and_then(|mode| Channel::from_send_mode(&mode))
        .ok_or(Refusal::SendMode)?;
    let (address, missing) = match channel {
        Channel::Sms => (&account.profile.phone, Refusal::MobileEmpty),
        Channel::Email => (&account.profile.email, Refusal::EmailEmpty),
    };
    let address = address.as_deref().filter(|address| !address.is_empty()).ok_or(missing)?;
    let eiam = &mut world.eiam;
    if eiam.policy.delivery_fails {
        if eiam.policy.delivery_failure_executes {
            account.eiam.passwords.change(&random::password());
            facts.executed = true;
        }
        return Err(Refusal::SendingFailed);
    }
    eiam.deliveries.push(Delivery {
        sequence: eiam.deliveries.len().saturating_add(1),
        at: rfc3339(world.clock.now()),
        user_id: user_id.to_owned(),
        username: account.profile.username.clone(),
        channel,
        to: covered(address),
    });
    account.eiam.passwords.change(&random::password());
    account.eiam.must_modify = None;
    Ok(done(&eiam.policy, user_id, &account.profile.username))
}
