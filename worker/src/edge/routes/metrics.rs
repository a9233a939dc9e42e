//! `GET /v1/metrics`: the metrics for a monitoring system such as Prometheus.

use worker::Env;

use crate::callers::authorise::{any_may, may_read_metrics};
use crate::config::Config;
use crate::edge::auth::authenticate::authenticate_each;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::edge::stubs::{audit_log, gate};
use crate::http::problem::Problem;
use crate::metrics::{Exposition, Family, Format, gather};

/// Answers with all metrics. An object that does not answer is reported as down.
pub async fn read(incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match try_read(incoming, env, config).await {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, incoming.reader()),
    }
}

async fn try_read(incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let callers = authenticate_each(incoming, env, config).await?;
    any_may(&callers, |caller| may_read_metrics(caller, config))?;
    let mut exposition = Exposition::default();
    exposition.set(Family::BuildInfo, &[env!("CARGO_PKG_VERSION")], 1);
    for (product, settings) in &config.products {
        let gate = gate::status(*product, env).await.ok();
        let log = audit_log::status(product.name(), env).await.ok();
        gather(&mut exposition, *product, &settings.policy, gate.as_ref(), log.as_ref());
    }
    let format = Format::wished(incoming.header("Accept").as_deref());
    Ok(Outgoing {
        status: 200,
        headers: vec![
            ("Content-Type".to_owned(), format.content_type().to_owned()),
            ("Vary".to_owned(), "Accept".to_owned()),
        ],
        body: Body::Text(exposition.text(format)),
        disposition: None,
    })
}
