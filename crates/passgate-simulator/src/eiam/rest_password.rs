//! `PUT /api/v2/tenant/users/{user_id}/rest-password?send_mode=`: a new random password, told
//! to the person and to nobody else.

use super::delivery::{Channel, Delivery, covered};
use super::refusal::Refusal;
use super::{JSON, UserId, authorize};
use crate::calls::Facts;
use crate::clock::rfc3339;
use crate::net::{Reply, Request};
use crate::random;
use crate::world::World;

pub(super) fn answer(world: &mut World, request: &Request, facts: &mut Facts) -> Result<Reply, Refusal> {
    authorize(world, request, facts)?;
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
    Ok(Reply::json(200, JSON, &UserId { user_id }))
}
