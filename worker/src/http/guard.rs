//! The answers of the guard in `entry.mjs` when no instance of the module can answer. They have the
//! module's own texts, codes and headers; `cargo xtask codegen` writes them to a file.

use passgate_core::Product;
use passgate_wire::{Api, EdgeAnswer, Outcome, Reader, Spec};
use serde_json::{Map, Value, json};

use crate::http::files::DATA_HEADERS;
use crate::http::problem::{self, Problem};
use crate::http::routes::{Shape, with_final_slash};
use crate::reset::outcome;

/// Every answer of the guard. `headers` are common to all of them. The guard adds the id of the
/// request: to the body's `request_id`, and to each header in `request_id_headers`.
pub fn answers() -> Value {
    let vendors: Vec<Value> = Api::ALL.map(of_api).into();
    let failed = Problem::Internal;
    let mut headers = failed.headers();
    headers.push(("Content-Type", problem::CONTENT_TYPE.to_owned()));
    json!({
        "headers": of_pairs(DATA_HEADERS),
        "vendors": vendors,
        "own": {
            "failed": answer(failed.status(), failed.outcome(), headers, &failed.to_json(Reader::of(""))),
            "request_id_headers": Shape::Own.request_id_headers(),
        },
    })
}

/// Below a product's prefix, any path except its token route may have changed a password.
fn of_api(api: Api) -> Value {
    let spec = Spec::of_api(api);
    let (product, token_path) = (spec.product, spec.token.path);
    json!({
        "prefix": api.prefix(),
        "token_paths": [token_path, with_final_slash(token_path)],
        "failed": envelope(product, &EdgeAnswer::NotSent),
        "unknown": envelope(product, &EdgeAnswer::OutcomeUnknown),
        "request_id_headers": Shape::Vendor(product).request_id_headers(),
    })
}

fn envelope(product: Product, of: &EdgeAnswer<'_>) -> Value {
    let envelope = outcome::envelope(product, of, Reader::of(""));
    answer(envelope.status, envelope.outcome, envelope.headers, &envelope.body)
}

fn answer(status: u16, outcome: Outcome, own: Vec<(&'static str, String)>, body: &str) -> Value {
    let body: Value = serde_json::from_slice(body.as_bytes()).unwrap_or_default();
    json!({ "status": status, "outcome": outcome, "headers": of_pairs(own), "body": body })
}

fn of_pairs(headers: impl IntoIterator<Item = (&'static str, impl Into<Value>)>) -> Map<String, Value> {
    headers.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_vendors_answers_are_those_of_its_envelope() {
        let answers = answers();
        let [feishu, eiam] = [&answers["vendors"][0], &answers["vendors"][1]];
        assert_eq!((&feishu["prefix"], &eiam["prefix"]), (&json!("/open-apis/"), &json!("/api/v2/")));
        assert_eq!((&feishu["unknown"]["status"], &eiam["unknown"]["status"]), (&json!(504), &json!(504)));
        assert_eq!((&feishu["failed"]["status"], &eiam["failed"]["status"]), (&json!(503), &json!(503)));
        assert_eq!(feishu["unknown"]["body"]["code"], 999_000_504);
        // Older clients add a final slash.
        let token = "/open-apis/auth/v3/tenant_access_token/internal";
        assert_eq!(feishu["token_paths"], json!([token, format!("{token}/")]));
        assert_eq!(eiam["unknown"]["body"]["error_code"], "EDGE.0504");
        assert_eq!(answers["headers"]["Cache-Control"], "no-store");
        assert_eq!(answers["own"]["failed"]["headers"]["Content-Type"], "application/problem+json");
        for answer in [&feishu["unknown"], &feishu["failed"], &eiam["failed"], &answers["own"]["failed"]] {
            assert_eq!(answer["body"]["request_id"], "", "{answer}");
        }
    }
}
