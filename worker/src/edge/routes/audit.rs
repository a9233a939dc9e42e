//! `GET /v1/audit`: a product's log as NDJSON, in pages. The concatenation of the pages, in order, is a
//! file for `passgate audit verify`. The last page ends with the log's head.

use worker::Env;

use crate::callers::authorise::{any_may, may_read_audit};
use crate::config::Config;
use crate::edge::auth::authenticate::authenticate_each;
use crate::edge::messages::audit_log::{Page, Rows};
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::edge::stubs::audit_log;
use crate::http::audit_query::AuditQuery;
use crate::http::problem::Problem;

const NDJSON: &str = "application/x-ndjson";
/// The header with the row number to continue after, when there are more rows.
const NEXT: &str = "Passgate-Next";

/// Answers with a page of the log.
pub async fn read(incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match try_read(incoming, env, config).await {
        Ok(outgoing) => outgoing,
        Err(problem) => Outgoing::problem(&problem, incoming.reader()),
    }
}

async fn try_read(incoming: &Incoming, env: &Env, config: &Config) -> Result<Outgoing, Problem> {
    let callers = authenticate_each(incoming, env, config).await?;
    let query = AuditQuery::read(&incoming.query).map_err(Problem::BadInput)?;
    any_may(&callers, |caller| may_read_audit(caller, query.product))?;
    let page = Page {
        log: query.product.name().to_owned(),
        after: query.after,
        limit: query.limit,
        account: query.account.map(|account| account.tag(&config.keys)),
    };
    let Rows { text, next } = audit_log::read(&page, env).await.map_err(|_| Problem::Unavailable)?;
    let mut outgoing = Outgoing {
        status: 200,
        headers: vec![("Content-Type".to_owned(), NDJSON.to_owned())],
        body: Body::Text(text),
        disposition: None,
    };
    if let Some(next) = next {
        // The same query, further on. It omits the account, because an id must not appear in a header.
        let (product, limit) = (query.product.name(), query.limit);
        let link = format!("</v1/audit?product={product}&after={next}&limit={limit}>; rel=\"next\"");
        outgoing = outgoing.with(NEXT, &next.to_string());
        if page.account.is_none() {
            outgoing = outgoing.with("Link", &link);
        }
    }
    Ok(outgoing)
}
