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
        answers = answers.media(200, media_type(format), "Every number there is.", &text, example);
    }
    Operation::new("GET", "metrics", "operators", "What whoever runs the edge watches, for Prometheus.")
        .described_as(
            "The text exposition format 0.0.4, or OpenMetrics 1.0 for whoever asks for it in `Accept`. \
             What each says stands in `docs/metrics.md`. No series names an account, a person or a \
             client.",
        )
        .for_callers(&[Caller::Client, Caller::Staff])
        .with_header("Accept", "What the answer should be.", &json!({ "type": "string" }))
        .answering(
            answers
                .with_header(200, "Vary", "Accept")
                .for_overseers("The caller may not do this.", schemas)
                .problem(
                    &Problem::TooOften { retry_after_seconds: 3 },
                    "Too often from one address.",
                    schemas,
                )
                .problem(&Problem::Unavailable, "Not now.", schemas),
        )
}
