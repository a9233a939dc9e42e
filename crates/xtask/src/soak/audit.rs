//! The edge's own audit log, read and verified at the end.

use anyhow::{Context, Result, ensure};
use passgate_audit::{Report, Verifier};
use passgate_stack::Stack;
use serde_json::{Value, json};

use super::caller::Edge;

/// The maximum number of rows in one page.
const PAGE: u32 = 1_000;

/// The verification of a product's log, read as an auditor; without an issuer, from the state.
pub fn verified(stack: &Stack, product: &str) -> Result<Report> {
    let Some(exported) = stack.exported_log(product)? else {
        return verified_by_auditor(stack, product);
    };
    let mut verifier = Verifier::new(None);
    exported.lines().for_each(|line| verifier.line(line));
    Ok(verifier.finish())
}

fn verified_by_auditor(stack: &Stack, product: &str) -> Result<Report> {
    let request = json!({
        "user": "wangxiaoming", "audience": stack.audience(), "expires_in": 900,
        "claims": { "roles": ["password-auditor"] },
    });
    let issued = stack.simulator().post("/_sim/id-tokens", &request)?;
    let token = issued.get("id_token").and_then(Value::as_str).context("there is no ID token")?;
    let agent = Edge::agent();
    let mut verifier = Verifier::new(None);
    let mut after = String::from("0");
    loop {
        let path = format!("/v1/audit?product={product}&limit={PAGE}&after={after}");
        let mut answer = agent
            .get(format!("{}{path}", stack.base()))
            .header("Authorization", format!("Bearer {token}"))
            .call()?;
        ensure!(answer.status().is_success(), "the audit log answered {}", answer.status());
        let header = |name: &str| {
            let value = answer.headers().get(name).and_then(|value| value.to_str().ok());
            value.unwrap_or_default().to_owned()
        };
        let (next, more) = (header("Passgate-Next"), header("Link").contains("rel=\"next\""));
        let text = answer.body_mut().with_config().limit(64 * 1024 * 1024).read_to_string()?;
        text.lines().for_each(|line| verifier.line(line));
        if !more {
            return Ok(verifier.finish());
        }
        after = next;
    }
}
