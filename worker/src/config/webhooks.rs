//! The webhooks: where the rows of the audit log, or single events, are sent.

use serde_json::Value;

use crate::base::fields::Fields;
use crate::base::webhook_secret::WebhookSecret;
use crate::base::words;
use crate::config::environment::{Environment, read_secret};
use crate::config::origins::{self, ADDRESS, is_address};
use crate::config::texts;

/// The maximum number of webhooks. Each has a position in every audit log.
pub(super) const MAX_WEBHOOKS: usize = 8;

/// A receiver.
pub struct Webhook {
    /// Its name in the metrics, in the log and in the stored position. It identifies the receiver when its
    /// URL changes.
    pub name: String,
    /// The URL that the messages are sent to.
    pub url: String,
    /// The service binding that leads to it, if it is bound; otherwise the runtime's own network does.
    pub service: String,
    /// The key of the signatures.
    pub secret: WebhookSecret,
    /// What it is sent.
    pub sends: Sends,
}

/// What a receiver is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sends {
    /// Every row of the audit log, several in one message.
    Rows,
    /// Single events, one in each message.
    Events {
        /// These.
        of: Vec<WebhookEvent>,
        /// Whether a minted ticket's message contains the link, for the receiver to send it to the person.
        with_links: bool,
    },
}

impl Webhook {
    /// Whether it is sent the links of minted tickets.
    pub const fn is_sent_links(&self) -> bool {
        matches!(self.sends, Sends::Events { with_links: true, .. })
    }
}

words! {
    /// The type of a message.
    WebhookEvent {
        /// Rows of the audit log.
        AuditRows = "audit.rows",
        /// The head of the audit log at the end of a day.
        AuditHead = "audit.head",
        /// A ticket was minted.
        TicketMinted = "ticket.minted",
        /// A password was changed.
        PasswordChanged = "password.changed",
        /// Whether a password was changed is unknown.
        OutcomeUnknown = "outcome.unknown",
        /// The vendor refused a password that the edge had accepted.
        Drift = "drift",
    }
}

/// The binding of the webhook at this place, counted from 0, where `service` names no other.
pub fn webhook_binding(place: usize) -> String {
    format!("WEBHOOK_{}", place.saturating_add(1))
}

pub(super) fn read(
    fields: &mut Fields<'_>,
    environment: &dyn Environment,
    own: Option<&str>,
) -> Vec<Webhook> {
    let values = match fields.optional("webhooks") {
        None => return Vec::new(),
        Some(Value::Array(values)) if values.len() <= MAX_WEBHOOKS => values,
        Some(_) => {
            fields.blame("webhooks", &format!("must be a list of at most {MAX_WEBHOOKS}"));
            return Vec::new();
        }
    };
    let mut webhooks: Vec<Webhook> = Vec::new();
    for (place, value) in values.into_iter().enumerate() {
        let path = fields.path_of(&format!("webhooks[{place}]"));
        let Some(mut entry) = Fields::of(value, &path, fields.wrong()) else {
            continue;
        };
        let webhook = read_one(&mut entry, place, environment, own);
        if let Some(webhook) = &webhook
            && webhooks.iter().any(|other| other.name == webhook.name)
        {
            entry.blame("name", "is the name of an earlier webhook; by default it is the host: set another");
        }
        entry.finish();
        webhooks.extend(webhook);
    }
    webhooks
}

fn read_one(
    entry: &mut Fields<'_>,
    place: usize,
    environment: &dyn Environment,
    own: Option<&str>,
) -> Option<Webhook> {
    let service = entry.optional_text("service");
    if service.as_deref().is_some_and(|name| !environment.has_service(name)) {
        entry.blame("service", "is not the name of a bound service");
    }
    let url = entry.optional_text("url");
    match &url {
        Some(url) if !is_address(url) => entry.blame("url", ADDRESS),
        None if service.is_none() => entry.blame("url", "is missing, and no service is configured"),
        _ => {}
    }
    origins::refuse_own(entry, "url", url.as_deref(), own);
    let secret = read_secret(entry, "secret", environment);
    let parsed = secret.as_ref().and_then(WebhookSecret::parse);
    if secret.is_some() && parsed.is_none() {
        entry.blame(
            "secret",
            "must be whsec_ followed by 24 to 64 random bytes in base64: make one with \
             `passgate secret --webhook`",
        );
    }
    let sends = read_sends(entry);
    let name = if entry.names().iter().any(|name| name == "name") { texts::id(entry, "name") } else { None };
    // A bound service receives the request whatever the URL says.
    let bound = service.as_ref().map(|service| format!("http://{}/", service.to_ascii_lowercase()));
    let url = url.or(bound)?;
    Some(Webhook {
        name: name.unwrap_or_else(|| host_of(&url).to_owned()),
        service: service.unwrap_or_else(|| webhook_binding(place)),
        url,
        secret: parsed?,
        sends: sends?,
    })
}

fn read_sends(entry: &mut Fields<'_>) -> Option<Sends> {
    let with_links = entry.flag("deliver");
    let sends = read_events(entry, with_links)?;
    let is_sent_tickets =
        matches!(&sends, Sends::Events { of, .. } if of.contains(&WebhookEvent::TicketMinted));
    if with_links && !is_sent_tickets {
        entry.blame("deliver", "has no effect without the event ticket.minted");
        return None;
    }
    Some(sends)
}

fn read_events(entry: &mut Fields<'_>, with_links: bool) -> Option<Sends> {
    if !entry.names().iter().any(|name| name == "events") {
        return Some(Sends::Rows);
    }
    let events = entry.list_of("events", &WebhookEvent::ALL.map(|event| (event.name(), event)))?;
    match events.as_slice() {
        [] => entry.blame("events", "must contain at least one event"),
        [WebhookEvent::AuditRows] => return Some(Sends::Rows),
        all if all.contains(&WebhookEvent::AuditRows) => {
            entry.blame("events", "must contain audit.rows alone: the rows already report the other events");
        }
        _ => return Some(Sends::Events { of: events, with_links }),
    }
    None
}

/// The host and port of a URL.
fn host_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split_once('/').map_or(rest, |(host, _)| host)
}

#[cfg(test)]
mod tests {
    use passgate_core::Secret;
    use serde_json::json;

    use super::*;

    struct Bound;

    impl Environment for Bound {
        fn secret(&self, name: &str) -> Option<Secret> {
            match name {
                "GOOD" => Some(Secret::new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")),
                "CHOSEN" => Some(Secret::new("whsec_hunter2")),
                _ => None,
            }
        }

        fn has_service(&self, name: &str) -> bool {
            name == "SIEM"
        }
    }

    fn read_from(webhooks: Value) -> (Vec<Webhook>, Vec<String>) {
        let mut wrong = Vec::new();
        let mut fields = Fields::of(json!({ "webhooks": webhooks }), "", &mut wrong).unwrap();
        let webhooks = read(&mut fields, &Bound, Some("https://reset.example.com"));
        (webhooks, wrong.iter().map(|w| format!("{} {}", w.field, w.problem)).collect())
    }

    #[test]
    fn a_webhook_is_named_by_its_host_unless_it_has_a_name() {
        let secret = json!({ "env": "GOOD" });
        let (webhooks, wrong) = read_from(json!([
            { "url": "https://siem.example.com:8443/passgate", "secret": secret },
            { "service": "SIEM", "secret": secret, "events": ["audit.rows"] },
            { "url": "https://hr.example.com/hook", "name": "hr", "secret": secret,
              "events": ["password.changed", "drift"] },
            { "url": "http://127.0.0.1:9000/", "secret": secret, "events": ["ticket.minted"], "deliver": true },
        ]));
        assert_eq!(wrong, Vec::<String>::new());
        let names: Vec<&str> = webhooks.iter().map(|webhook| webhook.name.as_str()).collect();
        assert_eq!(names, ["siem.example.com:8443", "siem", "hr", "127.0.0.1:9000"]);
        let services: Vec<&str> = webhooks.iter().map(|webhook| webhook.service.as_str()).collect();
        assert_eq!(services, ["WEBHOOK_1", "SIEM", "WEBHOOK_3", "WEBHOOK_4"]);
        assert_eq!(webhooks[1].url, "http://siem/");
        assert_eq!((&webhooks[0].sends, &webhooks[1].sends), (&Sends::Rows, &Sends::Rows));
        let events = |of: &[WebhookEvent], with_links| Sends::Events { of: of.to_vec(), with_links };
        let changes = [WebhookEvent::PasswordChanged, WebhookEvent::Drift];
        assert_eq!(webhooks[2].sends, events(&changes, false));
        assert_eq!(webhooks[3].sends, events(&[WebhookEvent::TicketMinted], true));
        assert!(webhooks[3].is_sent_links() && !webhooks[2].is_sent_links() && !webhooks[0].is_sent_links());
    }

    #[test]
    fn each_mistake_is_named() {
        let with = |change: Value| {
            let mut webhook = json!({ "url": "https://siem.example.com/", "secret": { "env": "GOOD" } });
            for (name, value) in change.as_object().unwrap() {
                webhook[name] = value.clone();
            }
            json!([webhook])
        };
        let twice = json!([with(json!({}))[0], with(json!({ "url": "https://siem.example.com/b" }))[0]]);
        let entry = &with(json!({}))[0];
        for (webhooks, expected) in [
            (json!({}), "webhooks must be a list of at most 8"),
            (
                json!([entry, entry, entry, entry, entry, entry, entry, entry, entry]),
                "webhooks must be a list of at most 8",
            ),
            (
                json!([{ "secret": { "env": "GOOD" } }]),
                "webhooks[0].url is missing, and no service is configured",
            ),
            (
                with(json!({ "url": "http://siem.example.com/" })),
                "webhooks[0].url must be an https URL without a query (http only on loopback)",
            ),
            (
                with(json!({ "url": "https://siem.example.com/?token=x" })),
                "webhooks[0].url must be an https URL without a query (http only on loopback)",
            ),
            (
                with(json!({ "url": "https://reset.example.com/hook" })),
                "webhooks[0].url is the public_origin of this edge, which would call itself; name the other service",
            ),
            (with(json!({ "service": "OTHER" })), "webhooks[0].service is not the name of a bound service"),
            (with(json!({ "secret": { "env": "NONE" } })), "webhooks[0].secret.env NONE is not set"),
            (
                with(json!({ "secret": { "env": "WEBHOOK_8" } })),
                "webhooks[0].secret.env WEBHOOK_8 is the name of another binding; choose another",
            ),
            (
                with(json!({ "secret": { "env": "CHOSEN" } })),
                "webhooks[0].secret must be whsec_ followed by 24 to 64 random bytes in base64: make one with `passgate secret --webhook`",
            ),
            (with(json!({ "events": [] })), "webhooks[0].events must contain at least one event"),
            (with(json!({ "events": ["drift", "drift"] })), "webhooks[0].events[1] is listed twice"),
            (
                with(json!({ "events": ["reset"] })),
                "webhooks[0].events[0] must be one of audit.rows, audit.head, ticket.minted, password.changed, outcome.unknown, drift",
            ),
            (
                with(json!({ "events": ["drift", "audit.rows"] })),
                "webhooks[0].events must contain audit.rows alone: the rows already report the other events",
            ),
            (
                with(json!({ "name": "a\nb" })),
                "webhooks[0].name must not contain a control character, such as the end of a line",
            ),
            (with(json!({ "retries": 3 })), "webhooks[0].retries is unknown"),
            (
                with(json!({ "deliver": true })),
                "webhooks[0].deliver has no effect without the event ticket.minted",
            ),
            (
                with(json!({ "events": ["drift"], "deliver": true })),
                "webhooks[0].deliver has no effect without the event ticket.minted",
            ),
            (
                with(json!({ "events": ["ticket.minted"], "deliver": "yes" })),
                "webhooks[0].deliver must be true or false",
            ),
            (
                with(json!({
                    "url": "http://gateway.example.com/", "events": ["ticket.minted"], "deliver": true,
                })),
                "webhooks[0].url must be an https URL without a query (http only on loopback)",
            ),
            (
                twice,
                "webhooks[1].name is the name of an earlier webhook; by default it is the host: set another",
            ),
        ] {
            assert_eq!(read_from(webhooks).1, [expected]);
        }
    }
}
