//! The origins of pages: those that may call, and the one that the links of tickets lead to.

use serde_json::Value;

use crate::base::fields::Fields;

pub(super) const MAX_ORIGINS: usize = 20;

pub(super) fn read(fields: &mut Fields<'_>) -> Vec<String> {
    let values = match fields.optional("allowed_origins") {
        None => return Vec::new(),
        Some(Value::Array(values)) if values.len() <= MAX_ORIGINS => values,
        Some(_) => {
            fields.blame("allowed_origins", &format!("must be a list of at most {MAX_ORIGINS}"));
            return Vec::new();
        }
    };
    let mut origins = Vec::new();
    for (index, value) in values.into_iter().enumerate() {
        match value {
            Value::String(origin) if origins.contains(&origin) => {
                fields.blame(&format!("allowed_origins[{index}]"), "is listed twice");
            }
            Value::String(origin) if is_as_browsers_write_it(&origin) => origins.push(origin),
            _ => {
                let problem = "must be an https origin as browsers write it: lower case, no path, no usual port (http only on loopback)";
                fields.blame(&format!("allowed_origins[{index}]"), problem);
            }
        }
    }
    origins
}

pub(super) fn read_form(
    fields: &mut Fields<'_>,
    public_origin: Option<&str>,
    allowed_origins: &[String],
) -> Option<String> {
    let form = fields.optional_text("form_origin")?;
    if public_origin != Some(form.as_str()) && !allowed_origins.contains(&form) {
        fields.blame("form_origin", "must be the public_origin or one of the allowed_origins");
    }
    Some(form)
}

/// Whether a browser writes the origin so. It is compared byte by byte with what a browser sends, so an
/// origin that no browser sends is a mistake.
fn is_as_browsers_write_it(origin: &str) -> bool {
    let usual_port = (origin.starts_with("https://") && origin.ends_with(":443"))
        || (origin.starts_with("http://") && origin.ends_with(":80"));
    is_public_origin(origin) && !usual_port && !origin.bytes().any(|byte| byte.is_ascii_uppercase())
}

pub(super) fn is_public_origin(origin: &str) -> bool {
    is_origin(origin) && (origin.starts_with("https://") || is_loopback_origin(origin))
}

/// Whether the text is a scheme, a host and an optional port, and nothing after them.
pub(super) fn is_origin(origin: &str) -> bool {
    let host = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://"));
    host.is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-:[]".contains(&byte))
    })
}

pub(super) fn is_loopback_origin(origin: &str) -> bool {
    let Some(host) = origin.strip_prefix("http://") else {
        return false;
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|loopback| {
        host.strip_prefix(loopback).is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
    })
}

/// Reports an address that leads to the edge itself: each request would start another one.
pub(super) fn refuse_own(fields: &mut Fields<'_>, name: &str, address: Option<&str>, own: Option<&str>) {
    if let (Some(address), Some(own)) = (address, own)
        && leads_to(address, own)
    {
        fields.blame(
            name,
            "is the public_origin of this edge, which would call itself; name the other service",
        );
    }
}

/// Whether the address has this origin. Letter case, the default port and the path do not matter.
fn leads_to(address: &str, origin: &str) -> bool {
    let normalised = |address: &str| {
        let origin = address.split('/').take(3).collect::<Vec<_>>().join("/").to_ascii_lowercase();
        let usual = if origin.starts_with("https://") { ":443" } else { ":80" };
        let host = origin.strip_suffix(usual).unwrap_or(&origin);
        host.trim_end_matches('.').to_owned()
    };
    normalised(address) == normalised(origin)
}

/// What is wrong with a text that is no address.
pub(super) const ADDRESS: &str = "must be an https URL without a query (http only on loopback)";

/// Whether the text is an origin with an optional path.
pub(super) fn is_address(address: &str) -> bool {
    let Some((scheme, rest)) = address.split_once("://") else {
        return false;
    };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_plain = path.bytes().all(|byte| byte.is_ascii_graphic() && !b"?#\\".contains(&byte));
    is_plain && is_public_origin(&format!("{scheme}://{host}"))
}

/// Whether the address is an https URL (or http on the loopback interface) on any host.
pub(super) fn is_elsewhere(address: &str) -> bool {
    let origin = address.split_inclusive('/').take(3).collect::<String>();
    is_public_origin(origin.trim_end_matches('/')) && is_header_text(address)
}

/// Whether the text is visible ASCII without a backslash, so that it cannot end a header or a line.
pub(super) fn is_header_text(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_leads_to_an_origin_however_it_is_written() {
        let own = "https://reset.example.com";
        for same in [
            own,
            "https://RESET.example.com:443",
            "https://reset.example.com./",
            "https://reset.example.com/keys",
        ] {
            assert!(leads_to(same, own), "{same}");
        }
        for other in
            ["https://reset.example.com:8443", "http://reset.example.com", "https://reset.example.com.cn"]
        {
            assert!(!leads_to(other, own), "{other}");
        }
        assert!(leads_to("http://127.0.0.1:80", "http://127.0.0.1"));
    }

    #[test]
    fn origins_are_written_as_browsers_do() {
        for good in ["https://forms.example", "https://forms.example:8443", "http://127.0.0.1:9000"] {
            assert!(is_as_browsers_write_it(good), "{good}");
        }
        for wrong in [
            "",
            "*",
            "null",
            "https://*.example",
            "https://Forms.example",
            "https://forms.example/",
            "https://forms.example:443",
            "http://forms.example",
            "http://localhost:80",
        ] {
            assert!(!is_as_browsers_write_it(wrong), "{wrong}");
        }
    }
}
