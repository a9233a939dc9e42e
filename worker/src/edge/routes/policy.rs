//! `GET /v1/policies/{product}`: the policy in force.

use passgate_core::Product;
use worker::Env;

use crate::config::Config;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::edge::stubs::effective_policy;
use crate::http::policy_tag::matches_any;
use crate::http::problem::Problem;

const KEPT: &str = "public, max-age=300, must-revalidate";

/// The document, or 304 if the client has it already.
pub async fn serve(name: &str, incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    let product = Product::from_name(name);
    let settings = product.and_then(|product| Some((product, config.products.get(&product)?)));
    let Some((product, settings)) = settings else {
        return Outgoing::problem(&Problem::NotFound, incoming.reader());
    };
    let in_force = effective_policy::policy(product, settings, env).await;
    let etag = &in_force.document.etag;
    let known = incoming.header("If-None-Match");
    if known.is_some_and(|tags| matches_any(&tags, etag)) {
        return Outgoing { status: 304, headers: Vec::new(), body: Body::Empty, disposition: None }
            .with("ETag", etag)
            .with("Cache-Control", KEPT);
    }
    Outgoing::json(200, in_force.document.text.clone()).with("ETag", etag).with("Cache-Control", KEPT)
}
