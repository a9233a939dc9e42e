//! The metrics that the objects of a product report when the metrics are read.

use passgate_core::{Policy, Product};
use serde::{Deserialize, Serialize};

use crate::gate::drift::Remembered;
use crate::gate::limits::LimitStatus;
use crate::metrics::counters::Counters;
use crate::metrics::exposition::Exposition;
use crate::metrics::family::Family;
use crate::reset::outcome::Attempt;
use passgate_wire::Spec;

/// The status of a vendor's gate.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GateStatus {
    /// The counters that the gate counted or received.
    pub counted: Counters,
    /// Whether the circuit breaker is open.
    pub breaker_open: bool,
    /// The number of requests that wait in the queue.
    pub waiting: u64,
    /// The number of shed requests that have not come back yet.
    pub shed: u64,
    /// What the gate remembers of refusals.
    pub remembered: Remembered,
}

/// The status of a product's audit log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogStatus {
    /// The counters computed from its rows.
    pub counted: Counters,
    /// The number of rows.
    pub rows: u64,
    /// When the last row was written, in milliseconds since 1970.
    pub last_at_ms: u64,
    /// The status of each webhook.
    pub webhooks: Vec<WebhookStatus>,
}

/// How far a webhook has received a log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookStatus {
    /// Its name in the configuration.
    pub name: String,
    /// The number of rows that it has not received.
    pub rows: u64,
    /// The age of the oldest of them, in milliseconds.
    pub lag_ms: u64,
    /// The number of consecutive failures.
    pub failures: u64,
    /// How many links expired before it received them; `None` if it is not sent links.
    pub expired_links: Option<u64>,
}

/// Writes the metrics of a product into the exposition. For an object that did not answer, it writes
/// only that it is down.
pub fn gather(
    exposition: &mut Exposition,
    product: Product,
    configured: &Policy,
    gate: Option<&GateStatus>,
    log: Option<&LogStatus>,
) {
    let name = product.name();
    exposition.set(Family::ObjectUp, &[name, "gate"], gate.is_some().into());
    exposition.set(Family::ObjectUp, &[name, "audit-log"], log.is_some().into());
    if let Some(gate) = gate {
        exposition.begin(name, Family::is_the_gates);
        exposition.take(name, &gate.counted);
        exposition.set(Family::BreakerOpen, &[name], gate.breaker_open.into());
        exposition.set(Family::QueueWaiting, &[name], gate.waiting);
        exposition.set(Family::QueueShed, &[name], gate.shed);
        for entry in configured.rules() {
            exposition.expect(Family::Drift, &[name, entry.rule().name().name()]);
        }
        for rule in &gate.remembered.rules {
            exposition.set(Family::Drift, &[name, &rule.name], rule.refused);
        }
        for violation in &gate.remembered.violations {
            exposition.set(Family::Refusals, &[name, "vendor", &violation.name], violation.refused);
        }
        for status in LimitStatus::ALL {
            let those = gate.remembered.learned.iter().filter(|learned| learned.status() == status);
            let many = u64::try_from(those.count()).unwrap_or(u64::MAX);
            exposition.set(Family::LearnedLimits, &[name, status.name()], many);
        }
    }
    if let Some(log) = log {
        exposition.begin(name, |family| !family.is_the_gates());
        exposition.take(name, &log.counted);
        for action in Spec::of(product).actions() {
            exposition.expect(Family::Intents, &[name, action.name()]);
            for outcome in Attempt::OUTCOMES {
                exposition.expect(Family::Resets, &[name, action.name(), outcome.name()]);
            }
        }
        let open = log.counted.total(Family::Intents).saturating_sub(log.counted.total(Family::Resets));
        exposition.set(Family::Open, &[name], open);
        exposition.set(Family::AuditRows, &[name], log.rows);
        if log.rows > 0 {
            exposition.set(Family::AuditLastRow, &[name], log.last_at_ms);
        }
        for webhook in &log.webhooks {
            let labels = [name, webhook.name.as_str()];
            exposition.set(Family::WebhookRows, &labels, webhook.rows);
            exposition.set(Family::WebhookLagSeconds, &labels, webhook.lag_ms);
            exposition.set(Family::WebhookFailures, &labels, webhook.failures);
            if let Some(expired) = webhook.expired_links {
                exposition.set(Family::WebhookExpiredLinks, &labels, expired);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use passgate_core::Limit;

    use super::*;
    use crate::gate::drift::Counted;
    use crate::gate::limits::{Limits, Supporter, Taught};
    use crate::metrics::Format;

    #[test]
    fn each_state_of_a_product_has_its_series() {
        let mut log = LogStatus { rows: 3, last_at_ms: 1_500, ..LogStatus::default() };
        log.webhooks.push(WebhookStatus {
            name: "siem".to_owned(),
            rows: 2,
            lag_ms: 61_500,
            failures: 4,
            expired_links: Some(3),
        });
        log.counted.add(Family::Intents, &["change-password"], 2);
        log.counted.count(Family::Resets, &["change-password", "done"]);
        let counted =
            |name: &str| Counted { name: name.to_owned(), refused: 4, first_at_ms: 1, last_at_ms: 2 };
        let mut limits = Limits::default();
        let limit = Limit::Length { min: Some(12), max: Some(18) };
        let account = Supporter { kind: String::new(), tag: "wang".to_owned() };
        limits.learn(&Taught { limit, cause: "PWD.0002".to_owned(), account }, 1);
        let gate = GateStatus {
            breaker_open: true,
            waiting: 5,
            remembered: Remembered {
                rules: vec![counted("length")],
                violations: vec![counted("wrong-length")],
                learned: limits.learned(1).to_vec(),
            },
            ..GateStatus::default()
        };
        let mut exposition = Exposition::default();
        let policy = Policy::shipped(Product::Eiam);
        gather(&mut exposition, Product::Eiam, &policy, Some(&gate), Some(&log));
        gather(&mut exposition, Product::Feishu, &policy, None, None);
        let text = exposition.text(Format::Text);
        for line in [
            "passgate_object_up{product=\"eiam\",object=\"audit-log\"} 1",
            "passgate_object_up{product=\"feishu\",object=\"gate\"} 0",
            "passgate_breaker_open{product=\"eiam\"} 1",
            "passgate_breaker_openings_total{product=\"eiam\"} 0",
            "passgate_limits_resets_total{product=\"eiam\"} 0",
            "passgate_queue_waiting{product=\"eiam\"} 5",
            "passgate_drift_total{product=\"eiam\",rule=\"length\"} 4",
            "passgate_refusals_total{product=\"eiam\",by=\"vendor\",code=\"wrong-length\"} 4",
            "passgate_learned_limits{product=\"eiam\",status=\"reported\"} 1",
            "passgate_learned_limits{product=\"eiam\",status=\"agreed\"} 0",
            "passgate_limits_adopted_total{product=\"eiam\"} 0",
            "passgate_drift_total{product=\"eiam\",rule=\"history\"} 0",
            "passgate_resets_total{product=\"eiam\",action=\"change-password\",outcome=\"done\"} 1",
            "passgate_resets_total{product=\"eiam\",action=\"rest-password\",outcome=\"unknown\"} 0",
            "passgate_intents_open{product=\"eiam\"} 1",
            "passgate_audit_rows{product=\"eiam\"} 3",
            "passgate_audit_last_row_timestamp_seconds{product=\"eiam\"} 1.5",
            "passgate_webhook_waiting_rows{product=\"eiam\",webhook=\"siem\"} 2",
            "passgate_webhook_lag_seconds{product=\"eiam\",webhook=\"siem\"} 61.5",
            "passgate_webhook_failures{product=\"eiam\",webhook=\"siem\"} 4",
            "passgate_webhook_expired_links_total{product=\"eiam\",webhook=\"siem\"} 3",
        ] {
            assert!(text.lines().any(|written| written == line), "{line}\n{text}");
        }
        assert_eq!(text.lines().filter(|line| line.contains("\"feishu\"")).count(), 2, "{text}");
    }

    #[test]
    fn alerted_series_start_at_zero_with_the_object_that_counts_them() {
        let text = |gate: Option<&GateStatus>, log: Option<&LogStatus>| {
            let mut exposition = Exposition::default();
            gather(&mut exposition, Product::Eiam, &Policy::shipped(Product::Eiam), gate, log);
            exposition.text(Format::Text)
        };
        let (gate, log) = (text(Some(&GateStatus::default()), None), text(None, Some(&LogStatus::default())));
        for series in [
            "passgate_breaker_openings_total{product=\"eiam\"} 0",
            "passgate_vendor_calls_total{product=\"eiam\",outcome=\"unknown\",reason=\"no-answer\"} 0",
            "passgate_token_exchanges_total{product=\"eiam\",outcome=\"granted\"} 0",
            "passgate_audit_delivery_failures_total{product=\"eiam\"} 0",
        ] {
            assert!(gate.contains(series) && !log.contains(series), "{series}");
        }
        for series in [
            "passgate_limits_resets_total{product=\"eiam\"} 0",
            "passgate_limits_adopted_total{product=\"eiam\"} 0",
        ] {
            assert!(log.contains(series) && !gate.contains(series), "{series}");
        }
    }
}
