//! `GET /v1/policies/{product}`: the policy in force.

use passgate_core::Product;
use worker::Env;

use super::fetch::Incoming;
use super::live;
use super::respond::{Body, Outgoing};
use crate::config::Config;
use crate::problem::Problem;

const KEPT: &str = "public, max-age=300, must-revalidate";

/// The document, or 304 to whoever has it already.
pub async fn serve(name: &str, incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    let product = Product::from_name(name);
    let settings = product.and_then(|product| Some((product, config.products.get(&product)?)));
    let Some((product, settings)) = settings else {
        return Outgoing::problem(&Problem::NotFound, &incoming.request_id);
    };
    let live = live::policy(product, settings, env).await;
    let etag = &live.document.etag;
    let known = incoming.header("If-None-Match");
    if known.is_some_and(|tags| matches_any(&tags, etag)) {
        return Outgoing { status: 304, headers: Vec::new(), body: Body::Empty, note: String::new() }
            .with("ETag", etag)
            .with("Cache-Control", KEPT);
    }
    Outgoing::json(200, live.document.text.clone()).with("ETag", etag).with("Cache-Control", KEPT)
}

/// RFC 9110, section 13.1.2: `*`, or a list of tags, compared weakly.
fn matches_any(tags: &str, etag: &str) -> bool {
    tags.trim() == "*" || tags.split(',').any(|tag| tag.trim().trim_start_matches("W/") == etag)
}
