//! What a configuration may contain and should not: secrets that nothing uses, and values left from a sample.

use std::collections::BTreeSet;

use passgate_core::nearest;
use passgate_worker::base::fields::Wrong;
use serde_json::Value;

use super::SecretSources;

/// The ids of applications in the samples.
const SAMPLE_IDS: [&str; 1] = ["cli_0123456789abcdef"];

/// What samples write where a value is to be filled in, without hyphens and underscores.
const BLANKS: [&str; 4] = ["replaceme", "changeme", "fillin", "yourown"];

/// Reserved second-level domain names (RFC 2606, section 3).
const RESERVED_DOMAINS: [&str; 3] = ["example.com", "example.net", "example.org"];

/// Top-level domains that lead nowhere (RFC 2606, section 2).
const RESERVED_ENDS: [&str; 2] = ["example", "invalid"];

/// A reference to a secret whose name is misspelt.
pub struct Misspelt {
    path: String,
    /// The name in the reference.
    pub name: String,
    meant: String,
}

impl Misspelt {
    /// The mistake.
    pub fn wrong(&self) -> Wrong {
        let Self { path, name, meant } = self;
        Wrong { field: format!("{path}.env"), problem: format!("{name} is not set; did you mean {meant}?") }
    }
}

/// The entries of `secrets` that nothing names. If a reference to one of them is misspelt, that is the only
/// mistake, and the entry is not reported as well.
pub fn unused(secrets: &SecretSources, document: &Value) -> (Vec<Misspelt>, Vec<Wrong>) {
    let mut used = BTreeSet::new();
    references(document, "", &mut used);
    let is_used = |name: &str| used.iter().any(|(_, used)| used == name);
    let mut idle: Vec<&str> = secrets.names().filter(|name| !is_used(name)).collect();
    let mut misspelt = Vec::new();
    for (path, name) in &used {
        let is_set = !matches!(secrets.read(name), Ok(None));
        if let Some(meant) = nearest(name, idle.iter().copied()).filter(|_| !is_set) {
            let (path, name) = (path.clone(), name.clone());
            misspelt.push(Misspelt { path, name, meant: meant.to_owned() });
            idle.retain(|name| *name != meant);
        }
    }
    let idle = idle.into_iter().map(|name| Wrong {
        field: format!("secrets.{name}"),
        problem: format!("is not used: no member is {{\"env\": \"{name}\"}}"),
    });
    (misspelt, idle.collect())
}

/// The path and the name of each secret that the document refers to.
fn references(value: &Value, path: &str, found: &mut BTreeSet<(String, String)>) {
    if let Some(Value::String(name)) = value.get("env") {
        found.insert((path.to_owned(), name.clone()));
    }
    each(value, path, &mut |path, value| references(value, path, found));
}

/// The texts that are left from a sample.
pub fn placeholders(document: &Value) -> Vec<Wrong> {
    let mut found = Vec::new();
    find_placeholders(document, "", &mut found);
    found
}

fn find_placeholders(value: &Value, path: &str, found: &mut Vec<Wrong>) {
    if let Some(problem) = value.as_str().and_then(placeholder) {
        found.push(Wrong { field: path.to_owned(), problem });
    }
    each(value, path, &mut |path, value| find_placeholders(value, path, found));
}

/// Each member of an object and each entry of a list, with its path.
fn each(value: &Value, path: &str, see: &mut dyn FnMut(&str, &Value)) {
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                let joint = if path.is_empty() { "" } else { "." };
                see(&format!("{path}{joint}{name}"), value);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                see(&format!("{path}[{index}]"), value);
            }
        }
        _ => {}
    }
}

fn placeholder(text: &str) -> Option<String> {
    let plain: String =
        text.to_lowercase().chars().filter(|letter| !matches!(letter, '-' | '_' | ' ')).collect();
    let is_crossed_out = |text: &str| text.trim_end_matches('x').len().saturating_add(3) <= text.len();
    if SAMPLE_IDS.contains(&text)
        || BLANKS.iter().any(|blank| plain.contains(blank))
        || text.starts_with("REPLACE")
        || (text.starts_with('<') && text.ends_with('>'))
        || is_crossed_out(&plain)
    {
        return Some("is left from a sample: write your own value".to_owned());
    }
    if text.strip_prefix("sha256:").is_some_and(is_monotonous) {
        return Some(
            "is the hash of a sample, which no secret has: `passgate secret` makes a secret and its hash"
                .to_owned(),
        );
    }
    let host = host(text)?;
    let labels: Vec<&str> = host.rsplit('.').collect();
    let is_reserved =
        RESERVED_DOMAINS.iter().any(|domain| host == *domain || host.ends_with(&format!(".{domain}")))
            || labels.first().is_some_and(|last| RESERVED_ENDS.contains(last));
    is_reserved.then(|| format!("{host} is reserved for examples (RFC 2606): write your own host"))
}

/// Whether it has at most two different characters.
fn is_monotonous(text: &str) -> bool {
    text.chars().collect::<BTreeSet<char>>().len() <= 2
}

/// The host of an address, in lower case.
fn host(text: &str) -> Option<String> {
    let after = text.split_once("://").map(|(_, after)| after);
    let rest = after.or_else(|| text.strip_prefix("mailto:")?.split_once('@').map(|(_, after)| after))?;
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or_default();
    Some(host.to_lowercase())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_samples_leave_open_is_recognised() {
        for text in [
            "cli_0123456789abcdef",
            "cli_replace_me",
            "replace-me",
            "REPLACE WITH YOUR ID",
            "Change_Me",
            "cli_xxx",
            "cli_xxxxxxxx",
            "<your tenant>",
            "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "sha256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA",
            "https://reset.example.com",
            "https://Example.ORG:8443/x",
            "https://idp.invalid",
            "mailto:security@example.net",
        ] {
            assert!(placeholder(text).is_some(), "{text}");
        }
        for text in [
            "cli_a8f2b6c4d1e90b7f",
            "passgate",
            "shipped",
            "X-Real-IP",
            "https://open.feishu.cn",
            "https://example.com.cn",
            "https://notexample.com",
            "https://example.corp",
            "mailto:security@acme.cn",
            "http://127.0.0.1:8080",
            "sha256:kH3PzX0vW6yQm1cT9aLrBn2dGfJs7uE4oIiKpVtYxQw",
            "roles",
            "~!#$%&+-,*:;<=>@_?^`./",
        ] {
            assert_eq!(placeholder(text), None, "{text}");
        }
        let found = placeholders(&json!({ "a": [{ "b": "replace_me" }, 7], "c": "https://a.example/x" }));
        let lines: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            lines,
            [
                "a[0].b: is left from a sample: write your own value",
                "c: a.example is reserved for examples (RFC 2606): write your own host"
            ]
        );
    }
}
