//! Reading a JSON document strictly: an error names what is wrong and where.

use std::fmt;

use serde::de::{self, DeserializeOwned, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

/// A document that cannot be used: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// Where in the document, such as `rules[2].max`; empty for the document as a whole.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

impl DocumentError {
    pub(crate) fn new(path: impl Into<String>, message: impl Into<String>) -> Self {
        Self { path: path.into(), message: message.into() }
    }

    /// The same error, seen from the document that contains this one at `parent`.
    pub(crate) fn below(self, parent: &str) -> Self {
        let path = match (parent.is_empty(), self.path.is_empty()) {
            (true, _) => self.path,
            (_, true) => parent.to_owned(),
            _ if self.path.starts_with('[') => format!("{parent}{}", self.path),
            _ => format!("{parent}.{}", self.path),
        };
        Self { path, message: self.message }
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.path.is_empty() {
            f.write_str(&self.message)
        } else {
            write!(f, "{}: {}", self.path, self.message)
        }
    }
}

impl std::error::Error for DocumentError {}

/// Parses JSON text; an object that names a field twice is an error, not a silent choice.
pub(crate) fn parse(text: &str) -> Result<Value, DocumentError> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    let mut track = serde_path_to_error::Track::new();
    let value =
        Strict::deserialize_from(serde_path_to_error::Deserializer::new(&mut deserializer, &mut track))
            .map_err(|error| DocumentError::new(path_text(&track.path()), error.to_string()))?;
    deserializer.end().map_err(|error| DocumentError::new("", error.to_string()))?;
    Ok(value)
}

/// Reads a value into a type that denies unknown fields.
pub(crate) fn read<T: DeserializeOwned>(value: Value) -> Result<T, DocumentError> {
    serde_path_to_error::deserialize(value).map_err(|error| {
        DocumentError::new(path_text(error.path()), without_value(&error.inner().to_string()))
    })
}

/// A wrong type's message without the text that had it: documents carry names and numbers of people.
fn without_value(message: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((found, expected)) if found.starts_with("invalid type: string") => {
            format!("invalid type: string, expected {expected}")
        }
        _ => message.to_owned(),
    }
}

/// The value as an object, or an error at `path`.
pub(crate) fn object(value: Value, path: &str) -> Result<Map<String, Value>, DocumentError> {
    match value {
        Value::Object(map) => Ok(map),
        other => Err(DocumentError::new(path, format!("must be an object, not {}", kind(&other)))),
    }
}

/// What a value is, in a reader's words.
pub(crate) const fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// serde_path_to_error writes `.` for the root and `?` for a place it cannot name; an empty path,
/// or the path up to there, says the same more plainly.
fn path_text(path: &serde_path_to_error::Path) -> String {
    let text = path.to_string();
    text.trim_end_matches(['?', '.']).to_owned()
}

/// A [`Value`] whose objects name each field once.
struct Strict(Value);

impl Strict {
    fn deserialize_from<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        <Self as serde::Deserialize>::deserialize(deserializer).map(|strict| strict.0)
    }
}

impl<'de> serde::Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(StrictVisitor)
    }
}

struct StrictVisitor;

impl<'de> Visitor<'de> for StrictVisitor {
    type Value = Strict;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Strict, E> {
        Ok(Strict(Value::from(value)))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Strict, E> {
        Ok(Strict(Value::from(value)))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Strict, E> {
        Ok(Strict(Value::from(value)))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Strict, E> {
        Ok(Strict(Value::from(value)))
    }

    fn visit_str<E>(self, value: &str) -> Result<Strict, E> {
        Ok(Strict(Value::from(value)))
    }

    fn visit_unit<E>(self) -> Result<Strict, E> {
        Ok(Strict(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Strict, A::Error> {
        let mut array = Vec::new();
        while let Some(Strict(item)) = items.next_element()? {
            array.push(item);
        }
        Ok(Strict(Value::Array(array)))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Strict, A::Error> {
        let mut map = Map::new();
        while let Some(key) = entries.next_key::<String>()? {
            if map.contains_key(&key) {
                return Err(de::Error::custom(format_args!("the field `{key}` stands twice")));
            }
            let Strict(value) = entries.next_value()?;
            map.insert(key, value);
        }
        Ok(Strict(Value::Object(map)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_named_twice_is_an_error_that_names_it() {
        let error = parse(r#"{"rules":[{"min":8,"min":9}]}"#).unwrap_err();
        assert_eq!(error.path, "rules[0]");
        assert!(error.message.contains("the field `min` stands twice"), "{error}");
    }

    #[test]
    fn text_after_the_document_is_an_error() {
        assert!(parse("{} {}").is_err());
        assert!(parse("{").is_err());
        assert_eq!(
            parse(" [1, null, \"x\", 2.5, -3, true] ").unwrap().to_string(),
            "[1,null,\"x\",2.5,-3,true]"
        );
    }

    #[test]
    fn paths_nest() {
        let at = |path: &str, parent: &str| DocumentError::new(path, "x").below(parent).path;
        assert_eq!(at("", ""), "");
        assert_eq!(at("min", ""), "min");
        assert_eq!(at("", "rules[0]"), "rules[0]");
        assert_eq!(at("min", "rules[0]"), "rules[0].min");
        assert_eq!(at("[1]", "fields"), "fields[1]");
    }
}
