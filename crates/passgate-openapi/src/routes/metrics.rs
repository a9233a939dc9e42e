//! The metrics.

use passgate_worker::http::problem::Problem;
use passgate_worker::metrics::{Exposition, Family, Format};
use serde_json::json;

use crate::answers::Answers;
use crate::operation::{Caller, Operation};
use crate::schemas::Schemas;

/// `GET /v1/metrics`.
pub fn metrics(schemas: &Schemas) -> Operation {
    let mut exposition = Exposition::default();
    exposition.set(Family::BuildInfo, &["0.1.0"], 1);
    exposition.set(Family::Resets, &["feishu", "reset", "done"], 1_204);
    exposition.set(Family::BreakerOpen, &["feishu"], 0);
    let media_type = |format: Format| format.content_type().split(';').next().unwrap_or_default();
    let text = json!({ "type": "string" });
    let mut answers = Answers::new();
    for format in [Format::Text, Format::OpenMetrics] {
        let example = json!(exposition.text(format));
        answers = answers.media(200, media_type(format), "All metrics.", &text, example);
    }
    Operation::new("GET", "metrics", "operators", "Metrics for Prometheus.")
        .described_as(
            "The text exposition format 0.0.4, or OpenMetrics 1.0 if `Accept` asks for it. \
             `docs/metrics.md` describes each metric. No series names an account, a person \
             or a client.",
        )
        .for_callers(&[Caller::Client, Caller::Staff])
        .with_header("Accept", "The wanted format.", &json!({ "type": "string" }))
        .answering(
            answers
                .with_header(200, "Vary", "Accept")
                .for_overseers("The caller may not do this.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "The rate limit of the address is exceeded.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Temporarily unavailable.", schemas),
        )
}
