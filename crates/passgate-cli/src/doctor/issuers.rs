//! Each issuer's discovery document and keys (OpenID Connect Discovery 1.0, sections 4 and 7).

use std::collections::BTreeSet;
use std::time::SystemTime;

use passgate_worker::config::Config;
use serde_json::Value;

use super::{Finding, clock, unreachable};

/// A finding for each issuer.
pub fn ask(config: &Config, agent: &ureq::Agent) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let issuers = config.issuers.iter().filter(|issuer| seen.insert(&issuer.issuer));
    issuers.flat_map(|issuer| of_issuer(&issuer.issuer, issuer.jwks_uri.as_deref(), agent)).collect()
}

fn of_issuer(issuer: &str, jwks_uri: Option<&str>, agent: &ureq::Agent) -> Vec<Finding> {
    let part = format!("issuer {issuer}");
    let mut findings = Vec::new();
    let keys = match jwks_uri {
        Some(uri) => uri.to_owned(),
        None => {
            let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
            let document = match get(agent, &part, &url, &mut findings) {
                Ok(document) => document,
                Err(finding) => {
                    findings.push(finding);
                    return findings;
                }
            };
            let theirs = document.get("issuer").and_then(Value::as_str);
            if theirs != Some(issuer) {
                findings.push(Finding::failure(
                    part,
                    format!("its document says issuer {}", theirs.unwrap_or("nothing")),
                    "write the issuer exactly as the document does: tokens carry that text",
                ));
                return findings;
            }
            match document.get("jwks_uri").and_then(Value::as_str) {
                Some(uri) => uri.to_owned(),
                None => {
                    findings.push(Finding::failure(part, "its document has no jwks_uri", "set jwks_uri"));
                    return findings;
                }
            }
        }
    };
    let found = match get(agent, &part, &keys, &mut findings) {
        Ok(document) => match document.get("keys").and_then(Value::as_array).map_or(0, Vec::len) {
            0 => Finding::failure(part, format!("{keys} has no keys"), "check jwks_uri"),
            1 => Finding::ok(part, format!("{keys} has 1 key")),
            many => Finding::ok(part, format!("{keys} has {many} keys")),
        },
        Err(finding) => finding,
    };
    findings.push(found);
    findings
}

fn get(agent: &ureq::Agent, part: &str, url: &str, findings: &mut Vec<Finding>) -> Result<Value, Finding> {
    let sent = SystemTime::now();
    let mut response = agent.get(url).call().map_err(|error| unreachable(part, url, &error))?;
    let date = response.headers().get("date").and_then(|date| date.to_str().ok()).map(str::to_owned);
    findings.extend(clock(part, date.as_deref(), sent));
    let status = response.status().as_u16();
    if status != 200 {
        return Err(Finding::failure(
            part,
            format!("{url} answered HTTP {status}"),
            "check the issuer's address",
        ));
    }
    response
        .body_mut()
        .read_json()
        .map_err(|_| Finding::failure(part, format!("{url} answered no JSON"), "check the issuer's address"))
}
