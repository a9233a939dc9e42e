//! The metric families: the name, help, kind and labels of each metric.

use Family as F;

/// One metric, regardless of its labels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Family {
    /// The running version.
    BuildInfo,
    /// HTTP requests, by route and status.
    Requests,
    /// Exchanges of a client's secret for a token.
    TokenExchanges,
    /// Password calls that did not lead to an attempt.
    WithoutAttempt,
    /// Intents in the audit log.
    Intents,
    /// Outcomes in the audit log.
    Resets,
    /// Attempts that did not succeed, by reason.
    Failures,
    /// Intents without an outcome.
    Open,
    /// Violations of refused passwords.
    Refusals,
    /// Passwords that the edge accepted and the vendor refused, by rule.
    Drift,
    /// Searches among breached passwords.
    BreachSearches,
    /// Limits learned from refusals.
    LearnedLimits,
    /// How often the learned limits were cleared.
    LimitsResets,
    /// How often a learned limit was adopted for all accounts.
    LimitsAdopted,
    /// Tickets, by step.
    Tickets,
    /// Calls to the vendor.
    VendorCalls,
    /// Durations of the calls to the vendor.
    VendorCallSeconds,
    /// Renewals of the vendor's token.
    TokenRenewals,
    /// Whether the circuit breaker is open.
    BreakerOpen,
    /// How often the circuit breaker opened.
    BreakerOpened,
    /// Requests that wait in a vendor's queue.
    QueueWaiting,
    /// Shed requests that have not come back yet.
    QueueShed,
    /// Rows of the audit log.
    AuditRows,
    /// Time of the last row of the audit log.
    AuditLastRow,
    /// Time that events waited for the audit log.
    AuditDelaySeconds,
    /// Failed deliveries to the audit log.
    DeliveryFailures,
    /// Rows of the audit log that a webhook has not received.
    WebhookRows,
    /// The age of the oldest of them.
    WebhookLagSeconds,
    /// Consecutive failures of a webhook.
    WebhookFailures,
    /// Links that a webhook has not received before they expired.
    WebhookExpiredLinks,
    /// Whether the objects that keep the numbers answered.
    ObjectUp,
}

/// The kind of a family's numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A number that only grows.
    Counter,
    /// A number that can go up and down.
    Gauge,
    /// Durations in buckets; the bounds are in milliseconds.
    Histogram(&'static [u64]),
}

const CALL_MS: &[u64] = &[50, 100, 250, 500, 1_000, 2_500, 5_000, 8_000];
const DELAY_MS: &[u64] = &[100, 1_000, 10_000, 60_000, 600_000, 3_600_000];

impl Family {
    /// All families, in the order in which they are written.
    pub const ALL: [Self; 31] = [
        F::BuildInfo,
        F::Requests,
        F::TokenExchanges,
        F::WithoutAttempt,
        F::Intents,
        F::Resets,
        F::Failures,
        F::Open,
        F::Refusals,
        F::Drift,
        F::BreachSearches,
        F::LearnedLimits,
        F::LimitsResets,
        F::LimitsAdopted,
        F::Tickets,
        F::VendorCalls,
        F::VendorCallSeconds,
        F::TokenRenewals,
        F::BreakerOpen,
        F::BreakerOpened,
        F::QueueWaiting,
        F::QueueShed,
        F::AuditRows,
        F::AuditLastRow,
        F::AuditDelaySeconds,
        F::DeliveryFailures,
        F::WebhookRows,
        F::WebhookLagSeconds,
        F::WebhookFailures,
        F::WebhookExpiredLinks,
        F::ObjectUp,
    ];

    /// The name, with its unit and without the suffixes of its samples. It never changes.
    pub const fn name(self) -> &'static str {
        match self {
            F::BuildInfo => "passgate_build",
            F::Requests => "passgate_http_requests",
            F::TokenExchanges => "passgate_token_exchanges",
            F::WithoutAttempt => "passgate_calls_without_attempt",
            F::Intents => "passgate_intents",
            F::Resets => "passgate_resets",
            F::Failures => "passgate_failures",
            F::Open => "passgate_intents_open",
            F::Refusals => "passgate_refusals",
            F::Drift => "passgate_drift",
            F::BreachSearches => "passgate_breach_searches",
            F::LearnedLimits => "passgate_learned_limits",
            F::LimitsResets => "passgate_limits_resets",
            F::LimitsAdopted => "passgate_limits_adopted",
            F::Tickets => "passgate_tickets",
            F::VendorCalls => "passgate_vendor_calls",
            F::VendorCallSeconds => "passgate_vendor_call_duration_seconds",
            F::TokenRenewals => "passgate_vendor_token_renewals",
            F::BreakerOpen => "passgate_breaker_open",
            F::BreakerOpened => "passgate_breaker_openings",
            F::QueueWaiting => "passgate_queue_waiting",
            F::QueueShed => "passgate_queue_shed",
            F::AuditRows => "passgate_audit_rows",
            F::AuditLastRow => "passgate_audit_last_row_timestamp_seconds",
            F::AuditDelaySeconds => "passgate_audit_delay_seconds",
            F::DeliveryFailures => "passgate_audit_delivery_failures",
            F::WebhookRows => "passgate_webhook_waiting_rows",
            F::WebhookLagSeconds => "passgate_webhook_lag_seconds",
            F::WebhookFailures => "passgate_webhook_failures",
            F::WebhookExpiredLinks => "passgate_webhook_expired_links",
            F::ObjectUp => "passgate_object_up",
        }
    }

    /// The help text, in one sentence.
    pub const fn help(self) -> &'static str {
        match self {
            F::BuildInfo => "The running version; always 1.",
            F::Requests => "HTTP requests, by route and status.",
            F::TokenExchanges => "Exchanges of a client secret for a token, by outcome.",
            F::WithoutAttempt => "Password requests that led to no attempt, by outcome and reason.",
            F::Intents => "Attempts whose intent is in the audit log.",
            F::Resets => "Attempts whose outcome is in the audit log, by outcome.",
            F::Failures => "Attempts whose outcome in the audit log is not done, by outcome and reason.",
            F::Open => "Attempts with an intent and no outcome in the audit log: in progress or interrupted.",
            F::Refusals => {
                "Violations of refused passwords, by code: refused by the edge, or by the vendor after the edge accepted."
            }
            F::Drift => "Passwords that the edge accepted and the vendor refused, by policy rule.",
            F::BreachSearches => {
                "Searches among breached passwords that preceded an attempt or ended a reset, by result."
            }
            F::LearnedLimits => {
                "Learned limits: reported (unsure for accounts without such a refusal), agreed, or adopted."
            }
            F::LimitsResets => "Number of times an operator or a client reset the learned limits.",
            F::LimitsAdopted => "Number of times an operator adopted a learned limit for all accounts.",
            F::Tickets => {
                "Tickets, by step: minted, claimed by a browser, or consumed by a reset that is done or unknown."
            }
            F::VendorCalls => "Password calls to the vendor, including retries, by outcome and reason.",
            F::VendorCallSeconds => "Duration of password calls to the vendor.",
            F::TokenRenewals => "Renewals of the vendor's token, by result.",
            F::BreakerOpen => "1 while the vendor's circuit breaker is open.",
            F::BreakerOpened => "Number of times the vendor's circuit breaker opened.",
            F::QueueWaiting => "Resets that wait in the vendor's queue for a permit.",
            F::QueueShed => "Accounts that the vendor's queue has shed and that have not come back yet.",
            F::AuditRows => "Rows of the audit log.",
            F::AuditLastRow => "Time when the last row of the audit log was written.",
            F::AuditDelaySeconds => "Time that events waited in an account's outbox for the audit log.",
            F::DeliveryFailures => "Deliveries to the audit log that failed and will be retried.",
            F::WebhookRows => "Rows of the audit log that the webhook has not received.",
            F::WebhookLagSeconds => {
                "Age of the oldest row that the webhook has not received; 0 if it has all."
            }
            F::WebhookFailures => "Consecutive failed deliveries to the webhook; 0 after a success.",
            F::WebhookExpiredLinks => {
                "Links that the webhook was to deliver and did not receive before they expired."
            }
            F::ObjectUp => "1 if the object that keeps the product's numbers answered.",
        }
    }

    /// The names of its labels.
    pub const fn labels(self) -> &'static [&'static str] {
        match self {
            F::BuildInfo => &["version"],
            F::Requests => &["route", "status"],
            F::BreachSearches | F::TokenRenewals => &["product", "result"],
            F::TokenExchanges => &["product", "outcome"],
            F::WithoutAttempt => &["product", "action", "outcome", "reason"],
            F::Intents => &["product", "action"],
            F::Resets => &["product", "action", "outcome"],
            F::Failures | F::VendorCalls => &["product", "outcome", "reason"],
            F::Refusals => &["product", "by", "code"],
            F::Drift => &["product", "rule"],
            F::Tickets => &["product", "action", "step"],
            F::WebhookRows | F::WebhookLagSeconds | F::WebhookFailures | F::WebhookExpiredLinks => {
                &["product", "webhook"]
            }
            F::ObjectUp => &["product", "object"],
            F::LearnedLimits => &["product", "status"],
            F::Open
            | F::LimitsResets
            | F::LimitsAdopted
            | F::VendorCallSeconds
            | F::BreakerOpen
            | F::BreakerOpened
            | F::QueueWaiting
            | F::QueueShed
            | F::AuditRows
            | F::AuditLastRow
            | F::AuditDelaySeconds
            | F::DeliveryFailures => &["product"],
        }
    }

    /// The kind of its numbers.
    pub const fn kind(self) -> Kind {
        match self {
            F::VendorCallSeconds => Kind::Histogram(CALL_MS),
            F::AuditDelaySeconds => Kind::Histogram(DELAY_MS),
            F::Open
            | F::LearnedLimits
            | F::BreakerOpen
            | F::QueueWaiting
            | F::QueueShed
            | F::AuditRows
            | F::AuditLastRow
            | F::WebhookRows
            | F::WebhookLagSeconds
            | F::WebhookFailures
            | F::ObjectUp
            | F::BuildInfo => Kind::Gauge,
            F::Requests
            | F::TokenExchanges
            | F::WithoutAttempt
            | F::Intents
            | F::Resets
            | F::Failures
            | F::Refusals
            | F::Drift
            | F::BreachSearches
            | F::LimitsResets
            | F::LimitsAdopted
            | F::Tickets
            | F::VendorCalls
            | F::TokenRenewals
            | F::BreakerOpened
            | F::DeliveryFailures
            | F::WebhookExpiredLinks => Kind::Counter,
        }
    }

    /// Whether its numbers are times. They are stored in milliseconds and written in seconds.
    pub fn is_in_seconds(self) -> bool {
        self.name().ends_with("_seconds")
    }

    /// Whether a product's gate counts it; the audit log counts the others.
    pub const fn is_the_gates(self) -> bool {
        !matches!(
            self,
            F::Intents
                | F::Resets
                | F::Failures
                | F::Open
                | F::BreachSearches
                | F::LimitsResets
                | F::LimitsAdopted
                | F::Tickets
                | F::AuditRows
                | F::AuditLastRow
                | F::AuditDelaySeconds
                | F::WebhookRows
                | F::WebhookLagSeconds
                | F::WebhookFailures
                | F::WebhookExpiredLinks
        )
    }

    /// The labels after `product` of the series that exist from the start with the value 0. A series
    /// that an alert uses must not start with its first event, because `rate()` does not show that
    /// increase.
    pub const fn known(self) -> &'static [&'static [&'static str]] {
        match self {
            F::TokenRenewals => &[&["granted"], &["throttled"], &["refused"], &["not-reached"]],
            F::VendorCalls => &[
                &["done", "vendor"],
                &["refused-password", "vendor"],
                &["misconfigured", "vendor"],
                &["too-often", "vendor"],
                &["unknown", "no-answer"],
            ],
            F::TokenExchanges => &[&["granted"], &["unauthenticated"]],
            F::BreakerOpened | F::LimitsResets | F::LimitsAdopted | F::DeliveryFailures => &[&[]],
            _ => &[],
        }
    }
}
