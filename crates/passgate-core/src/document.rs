//! Documents as plain data, and what is wrong with one: an error names what and where.
//!
//! A document arrives as a [`Node`], from JSON text or from a JavaScript value, and is taken apart by
//! [`Record`](crate::record::Record).

use std::fmt;

use crate::strings::{add, add_number, joined};

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A document that cannot be used: what is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentError {
    /// Where in the document, such as `rules[2].max`; empty for the document as a whole.
    pub path: String,
    /// What is wrong there. Never repeats a value: documents carry names and numbers of people.
    pub message: String,
}

impl DocumentError {
    #[cold]
    pub(crate) fn new(path: &str, message: &[&str]) -> Self {
        Self { path: joined(&[path]), message: joined(message) }
    }

    /// The path and the message in one line.
    pub fn line(&self) -> String {
        let joint = if self.path.is_empty() { "" } else { ": " };
        joined(&[&self.path, joint, &self.message])
    }

    /// The same error, seen from the document that contains this one at `parent`.
    pub(crate) fn below(mut self, parent: &str) -> Self {
        let joint =
            if parent.is_empty() || self.path.is_empty() || self.path.starts_with('[') { "" } else { "." };
        self.path = joined(&[parent, joint, &self.path]);
        self
    }
}

impl fmt::Display for DocumentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.line())
    }
}

impl std::error::Error for DocumentError {}

/// Plain data: what JSON can say. An object that names a field twice is not read.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// `null`, or a JavaScript `undefined`.
    Null,
    /// A boolean.
    Flag(bool),
    /// A number.
    Number(f64),
    /// A string.
    Text(String),
    /// An array.
    List(Vec<Self>),
    /// An object, in the order of its fields.
    Fields(Vec<(String, Self)>),
    /// What is no plain data: a function, a symbol, a cycle.
    Opaque,
}

impl Node {
    /// Reads JSON text.
    pub(crate) fn from_json(text: &str) -> Result<Self, DocumentError> {
        serde_json::from_str(text).map_err(|error| DocumentError::new("", &[&error.to_string()]))
    }

    /// The same data as [`serde_json::Value`].
    pub(crate) fn from_value(value: serde_json::Value) -> Result<Self, DocumentError> {
        serde_json::from_value(value).map_err(|error| DocumentError::new("", &[&error.to_string()]))
    }

    /// The fields of an object.
    pub(crate) fn fields(self) -> Result<Vec<(String, Self)>, DocumentError> {
        match self {
            Self::Fields(entries) => Ok(entries),
            other => Err(other.unexpected("an object")),
        }
    }

    /// The entries of an array.
    pub(crate) fn list(self) -> Result<Vec<Self>, DocumentError> {
        match self {
            Self::List(items) => Ok(items),
            other => Err(other.unexpected("an array")),
        }
    }

    #[cold]
    pub(crate) fn unexpected(&self, expected: &str) -> DocumentError {
        let found = match self {
            Self::Null => "null",
            Self::Flag(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::Text(_) => "a string",
            Self::List(_) => "an array",
            Self::Fields(_) => "an object",
            Self::Opaque => "something other than plain data",
        };
        DocumentError::new("", &["must be ", expected, ", not ", found])
    }
}

/// The path of an entry of an array.
pub(crate) fn at(name: &str, index: usize) -> String {
    let mut path = joined(&[name, "["]);
    add_number(&mut path, index as u32);
    add(&mut path, "]");
    path
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(NodeVisitor)
    }
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Node, E> {
        Ok(Node::Flag(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Node, E> {
        Ok(Node::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Node, E> {
        Ok(Node::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Node, E> {
        Ok(Node::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Node, E> {
        Ok(Node::Text(value))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }

    fn visit_bytes<E: de::Error>(self, _value: &[u8]) -> Result<Node, E> {
        Err(E::custom("bytes are no plain data"))
    }

    fn visit_byte_buf<E: de::Error>(self, _value: Vec<u8>) -> Result<Node, E> {
        Err(E::custom("bytes are no plain data"))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Node::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Node, A::Error> {
        let mut fields: Vec<(String, Node)> = Vec::new();
        // Keys are read as nodes, too: serde's own reader of strings would bring its words for every
        // type that a key is not.
        while let Some((name, value)) = entries.next_entry::<Node, Node>()? {
            let Node::Text(name) = name else {
                return Err(de::Error::custom("a field's name must be a string"));
            };
            if fields.iter().any(|(field, _)| *field == name) {
                return Err(de::Error::custom(["the field `", &name, "` stands twice"].concat()));
            }
            fields.push((name, value));
        }
        Ok(Node::Fields(fields))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_named_twice_is_an_error_that_names_it() {
        let error = Node::from_json(r#"{"rules":[{"min":8,"min":9}]}"#).unwrap_err();
        assert!(error.message.contains("the field `min` stands twice"), "{error}");
        assert!(Node::from_json("{} {}").is_err() && Node::from_json("{").is_err());
    }

    #[test]
    fn paths_nest() {
        let at = |path: &str, parent: &str| DocumentError::new(path, &["x"]).below(parent).path;
        assert_eq!(at("", ""), "");
        assert_eq!(at("min", ""), "min");
        assert_eq!(at("", "rules[0]"), "rules[0]");
        assert_eq!(at("min", "rules[0]"), "rules[0].min");
        assert_eq!(at("[1]", "fields"), "fields[1]");
        assert_eq!(super::at("rules", 12), "rules[12]");
    }
}
