//! Each vendor's token call: it changes nothing, and needs all that a reset needs but the permission.

use std::time::SystemTime;

use passgate_core::Product;
use passgate_wire::{Method, Reason, Reply, Request, Spec, TokenAnswer};
use passgate_worker::config::{Config, ProductConfig};

use super::{Finding, clock, unreachable};

/// The longest answer to a token call that is read, in bytes.
const MAX_REPLY_BYTES: u64 = 64 * 1024;

/// A finding for each configured product, and for the clock where it is off.
pub fn ask(config: &Config, agent: &ureq::Agent) -> Vec<Finding> {
    config.products.iter().flat_map(|(product, settings)| of_product(*product, settings, agent)).collect()
}

fn of_product(product: Product, settings: &ProductConfig, agent: &ureq::Agent) -> Vec<Finding> {
    let part = format!("products.{}", product.name());
    let spec = Spec::of(product);
    let origin = settings.origin(product);
    // The secret is not sent to another vendor.
    if let Some(finding) = other_product(product, &part, &origin) {
        return vec![finding];
    }
    let mut findings = Vec::new();
    let request = (spec.token.request)(&settings.vendor_id, &settings.vendor_secret);
    let url = format!("{origin}{}", request.path);
    let sent = SystemTime::now();
    let reply = match send(agent, &url, &request) {
        Ok(reply) => reply,
        Err(error) => {
            findings.push(unreachable(&part, &url, &error));
            return findings;
        }
    };
    findings.extend(clock(&part, reply.header("date"), sent));
    findings.push(match (spec.token.answer)(&reply) {
        TokenAnswer::Granted(token) => {
            Finding::ok(part, format!("{origin} gave a token for {} s", token.lifetime_seconds))
        }
        // A refusal of the vendor has a code.
        TokenAnswer::Refused(refusal) if !refusal.code.is_empty() => {
            let seen = format!("{origin} refused the token: HTTP {}, code {}", reply.status, refusal.code);
            let remedy = match refusal.reason {
                Reason::Throttled { .. } => "the vendor asks to wait: try again later".to_owned(),
                _ => format!(
                    "check {} and {}: the vendor does not know this pair",
                    spec.credential.id, spec.credential.secret
                ),
            };
            Finding::failure(part, seen, remedy)
        }
        TokenAnswer::Refused(_) | TokenAnswer::Unknown(_) => Finding::failure(
            part,
            format!("{url} answered HTTP {} with no token", reply.status),
            format!("check base_url: this is not {}", spec.brand.en),
        ),
    });
    findings
}

/// Hosts that are known to be another product's.
fn other_product(product: Product, part: &str, origin: &str) -> Option<Finding> {
    let host = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    let host = host.split(':').next().unwrap_or_default();
    let is_of = |ending: &str| host == ending || host.ends_with(&format!(".{ending}"));
    let known = if is_of("larksuite.com") {
        Product::Lark
    } else if is_of("feishu.cn") {
        Product::Feishu
    } else if is_of("huaweioneaccess.com") {
        Product::OneAccess
    } else if is_of("bccastle.com") {
        Product::Eiam
    } else {
        return None;
    };
    (known != product).then(|| {
        let (known, product) = (Spec::of(known), Spec::of(product));
        Finding::failure(
            part,
            format!("{host} is a host of {}", known.brand.en),
            format!(
                "configure it as products.{}: {} has names and codes of its own, and those of {} would mislead",
                known.product.name(),
                known.brand.en,
                product.brand.en
            ),
        )
    })
}

fn send(agent: &ureq::Agent, url: &str, request: &Request) -> Result<Reply, ureq::Error> {
    let mut builder = ureq::http::Request::builder().method(request.method.name()).uri(url);
    for (name, value) in &request.headers {
        builder = builder.header(*name, value.expose());
    }
    debug_assert!(request.method != Method::Get);
    let body = request.body.as_ref().map_or("", |body| body.expose());
    let mut response = agent.run(builder.body(body.to_owned())?)?;
    let headers = response
        .headers()
        .iter()
        .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
        .collect();
    let status = response.status().as_u16();
    let body = response.body_mut().with_config().limit(MAX_REPLY_BYTES).read_to_vec()?;
    Ok(Reply { status, headers, body })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_of_another_product_is_named() {
        for (product, origin, is_wrong) in [
            (Product::Feishu, "https://open.feishu.cn", false),
            (Product::Feishu, "https://open.larksuite.com", true),
            (Product::Lark, "https://open.larksuite.com", false),
            (Product::Eiam, "https://tenant.huaweioneaccess.com", true),
            (Product::OneAccess, "https://tenant.huaweioneaccess.com:443", false),
            (Product::Eiam, "https://sso.example.com", false),
            (Product::Feishu, "https://notfeishu.cn", false),
        ] {
            assert_eq!(other_product(product, "p", origin).is_some(), is_wrong, "{origin}");
        }
    }
}
