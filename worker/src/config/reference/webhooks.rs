//! The members of the webhooks.

use super::Need::{Binding, Optional, Required};
use super::members::member;
use super::{Member, Shape};
use crate::config::WebhookEvent;
use crate::config::webhooks::MAX_WEBHOOKS;

pub const WEBHOOKS: &[Member] = &[member(
    "webhooks",
    Shape::Objects(WEBHOOK, MAX_WEBHOOKS),
    Optional,
    "nothing is sent",
    "receivers of the audit log's rows or of single events, at most 8",
)];

const WEBHOOK: &[Member] = &[
    member(
        "url",
        Shape::Address,
        Required,
        "required without `service`",
        "where messages are sent: an https address without a query (http only on loopback)",
    ),
    member(
        "service",
        Shape::Text,
        Binding,
        "the binding `WEBHOOK_1` for the first webhook, and so on; then the URL's own host",
        "service binding that leads to the receiver; not in a configuration file",
    ),
    member(
        "name",
        Shape::Id,
        Optional,
        "the host of the URL",
        "name in the metrics and in the log. The position of the receiver in the audit log belongs to this name: keep it when the URL changes",
    ),
    member(
        "secret",
        Shape::Secret,
        Required,
        "required",
        "the [secret](#secrets) that signs the messages: `whsec_` and 24 to 64 random bytes in base64. `passgate secret --webhook` makes one",
    ),
    member(
        "events",
        Shape::List(&Shape::Word(&WebhookEvent::NAMES), 1, usize::MAX),
        Optional,
        "`[\"audit.rows\"]`",
        "what is sent: `audit.rows` alone, or any of `audit.head`, `ticket.minted`, `password.changed`, `outcome.unknown` and `drift` ([meaning](audit.md#webhooks))",
    ),
    member(
        "deliver",
        Shape::Flag,
        Optional,
        "`false`",
        "with the event `ticket.minted`: its message contains the link and the account's id, so that the receiver can send the link to the person ([how](audit.md#deliver-links))",
    ),
];
