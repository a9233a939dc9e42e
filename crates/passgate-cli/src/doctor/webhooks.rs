//! Whether the address of each webhook answers.
//!
//! The request is `HEAD`, on which no receiver acts (RFC 9110, section 9.2.1). A signed message of an unknown type
//! would be a row to a receiver that stores everything, and a message without a signature an attempted forgery.
//! `HEAD` shows what an operator gets wrong first: the host, the firewall, the certificate, the clock. It does not
//! show a wrong path or secret, because many receivers know only `POST`: their answer to `HEAD` is 404 or 405.

use std::time::SystemTime;

use passgate_worker::config::{Config, Webhook};

use super::{Finding, clock, unreachable};

/// A finding for each webhook, and for the clock where it is off.
pub fn ask(config: &Config, agent: &ureq::Agent) -> Vec<Finding> {
    config.webhooks.iter().flat_map(|webhook| of_webhook(webhook, agent)).collect()
}

fn of_webhook(webhook: &Webhook, agent: &ureq::Agent) -> Vec<Finding> {
    let part = format!("webhooks {}", webhook.name);
    let (url, sent) = (&webhook.url, SystemTime::now());
    let response = match agent.head(url).call() {
        Ok(response) => response,
        Err(error) => return vec![unreachable(&part, url, &error)],
    };
    // A receiver refuses a message whose time is minutes from its own.
    let date = response.headers().get("date").and_then(|date| date.to_str().ok());
    let mut findings: Vec<Finding> = clock(&part, date, sent).into_iter().collect();
    let status = response.status();
    let seen = format!("{url} answers (HTTP {} to HEAD)", status.as_u16());
    findings.push(if status.is_redirection() {
        Finding::warning(part, seen, "write the address that it redirects to: no redirect is followed")
    } else if status.is_server_error() && status.as_u16() != 501 {
        Finding::warning(part, seen, "check that the receiver behind this address runs")
    } else {
        Finding::ok(part, seen)
    });
    findings
}
