//! The variables that hold the configuration: one, or several where the platform limits the size of
//! each.

use serde_json::{Map, Value};

use crate::base::fields::Wrong;
use crate::base::json;

/// The variables, in order. The first one is required.
pub const VARIABLES: [&str; 9] = [
    "PASSGATE_CONFIG",
    "PASSGATE_CONFIG_2",
    "PASSGATE_CONFIG_3",
    "PASSGATE_CONFIG_4",
    "PASSGATE_CONFIG_5",
    "PASSGATE_CONFIG_6",
    "PASSGATE_CONFIG_7",
    "PASSGATE_CONFIG_8",
    "PASSGATE_CONFIG_9",
];

/// The largest variable on Cloudflare, in bytes (Workers, Limits: environment variable size 5 KB).
const CLOUDFLARE_BYTES: usize = 5 * 1024;

/// The name of a variable and its text.
pub type Part<'a> = (&'a str, &'a str);

/// The whole configuration. Objects are merged, lists are concatenated, and any other value that is set
/// twice is a mistake.
pub(super) fn joined(parts: &[Part<'_>], wrong: &mut Vec<Wrong>) -> Option<Value> {
    let mut whole = Map::new();
    let before = wrong.len();
    for (name, text) in parts {
        let mut blame = |problem: String| wrong.push(Wrong { field: (*name).to_owned(), problem });
        match json::read(text.as_bytes()) {
            Ok(Value::Object(part)) => join(&mut whole, part, "", &mut blame),
            Ok(_) => blame("must be an object".to_owned()),
            // Line and column only: the text around a mistake could be anything.
            Err(json::Fault::Syntax(error)) => {
                blame(format!("is not JSON (line {}, column {})", error.line(), error.column()));
            }
            Err(json::Fault::Duplicate(path)) if path.is_empty() => {
                blame("has two members of one name".to_owned())
            }
            Err(json::Fault::Duplicate(path)) => blame(format!("sets {path} twice")),
        }
    }
    (wrong.len() == before).then_some(Value::Object(whole))
}

fn join(
    whole: &mut Map<String, Value>,
    part: Map<String, Value>,
    path: &str,
    blame: &mut impl FnMut(String),
) {
    for (name, value) in part {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match (whole.get_mut(&name), value) {
            (None, value) => {
                whole.insert(name, value);
            }
            (Some(Value::Object(whole)), Value::Object(part)) => join(whole, part, &path, blame),
            (Some(Value::Array(whole)), Value::Array(more)) => whole.extend(more),
            (Some(_), _) => blame(format!("sets {path} again; an earlier variable already sets it")),
        }
    }
}

/// The variables that are too long for Cloudflare. Cloudflare refuses to deploy them, and its message
/// does not name the cause.
pub fn too_long_for_cloudflare(parts: &[Part<'_>]) -> Vec<Wrong> {
    let too_long = parts.iter().filter(|(_, text)| text.len() > CLOUDFLARE_BYTES);
    too_long
        .map(|(name, text)| Wrong {
            field: (*name).to_owned(),
            problem: format!(
                "has {} bytes, and Cloudflare takes {CLOUDFLARE_BYTES} a variable: move some of its clients, \
                 issuers or products into {} and so on",
                text.len(),
                VARIABLES[1],
            ),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn join_all(parts: &[Part<'_>]) -> Result<Value, Vec<(String, String)>> {
        let mut wrong = Vec::new();
        let whole = joined(parts, &mut wrong);
        whole.ok_or_else(|| wrong.into_iter().map(|wrong| (wrong.field, wrong.problem)).collect())
    }

    #[test]
    fn objects_are_merged_and_lists_concatenated() {
        let whole = join_all(&[
            ("A", r#"{"public_origin":"https://x","products":{"feishu":{"app_id":"a"}},"clients":[1]}"#),
            ("B", r#"{"products":{"eiam":{"client_id":"b"},"feishu":{"learning":"off"}},"clients":[2,3]}"#),
            ("C", r#"{"clients":[4],"issuers":[5]}"#),
        ]);
        let expected = json!({
            "public_origin": "https://x",
            "products": { "feishu": { "app_id": "a", "learning": "off" }, "eiam": { "client_id": "b" } },
            "clients": [1, 2, 3, 4], "issuers": [5],
        });
        assert_eq!(whole, Ok(expected));
    }

    #[test]
    fn a_value_set_twice_is_a_mistake_of_the_later_variable() {
        let first =
            ("A", r#"{"public_origin":"https://x","products":{"eiam":{"client_id":"b"}},"clients":[]}"#);
        for (second, path) in [
            (r#"{"public_origin":"https://x"}"#, "public_origin"),
            (r#"{"products":{"eiam":{"client_id":"c"}}}"#, "products.eiam.client_id"),
            (r#"{"products":[]}"#, "products"),
            (r#"{"clients":{}}"#, "clients"),
        ] {
            let problem = format!("sets {path} again; an earlier variable already sets it");
            assert_eq!(join_all(&[first, ("B", second)]), Err(vec![("B".to_owned(), problem)]), "{second}");
        }
        let wrong = join_all(&[first, ("B", "[]"), ("C", "{")]).unwrap_err();
        assert_eq!(wrong[0], ("B".to_owned(), "must be an object".to_owned()));
        assert_eq!(wrong[1].0, "C");
    }

    #[test]
    fn cloudflares_limit_is_reported_for_each_variable() {
        let (fits, over) = ("x".repeat(5_120), "x".repeat(5_121));
        let wrong = too_long_for_cloudflare(&[("PASSGATE_CONFIG", &fits), ("PASSGATE_CONFIG_2", &over)]);
        assert_eq!(wrong.len(), 1);
        assert_eq!(wrong[0].field, "PASSGATE_CONFIG_2");
        assert!(wrong[0].problem.contains("5121 bytes"), "{}", wrong[0].problem);
    }
}
