//! Reads JSON and rejects duplicate member names. RFC 8259 does not define their meaning, so two parsers may
//! read one text differently.

use std::cell::RefCell;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Number, Value};

/// Why a text is not read.
#[derive(Debug)]
pub enum Fault {
    /// It is not JSON.
    Syntax(serde_json::Error),
    /// An object has a duplicate member name: the path of the member, as in `identity.name`. If the name must
    /// not be repeated, the path of its object, which is empty at the top level.
    Duplicate(String),
}

/// Reads a text.
///
/// # Errors
/// When it is not JSON, or an object in it has two members of one name.
pub fn read(text: &[u8]) -> Result<Value, Fault> {
    let duplicate = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(text);
    let value = Reader { path: String::new(), duplicate: &duplicate }.deserialize(&mut reader);
    let read = value.and_then(|value| reader.end().map(|()| value));
    read.map_err(|error| duplicate.take().map_or(Fault::Syntax(error), Fault::Duplicate))
}

/// Reads the value at `path`.
struct Reader<'a> {
    path: String,
    duplicate: &'a RefCell<Option<String>>,
}

impl Reader<'_> {
    /// The path of the member, or of its object if the name must not be repeated.
    fn member(&self, name: &str) -> String {
        match (passgate_wire::is_nameable(name), self.path.is_empty()) {
            (true, true) => name.to_owned(),
            (true, false) => format!("{}.{name}", self.path),
            (false, _) => self.path.clone(),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        let item =
            |index: usize| Reader { path: format!("{}[{index}]", self.path), duplicate: self.duplicate };
        while let Some(value) = items.next_element_seed(item(list.len()))? {
            list.push(value);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Value, A::Error> {
        let mut members = Map::new();
        while let Some(name) = entries.next_key::<String>()? {
            let path = self.member(&name);
            if members.contains_key(&name) {
                self.duplicate.replace(Some(path));
                return Err(A::Error::custom("an object has two members of one name"));
            }
            let value = entries.next_value_seed(Reader { path, duplicate: self.duplicate })?;
            members.insert(name, value);
        }
        Ok(Value::Object(members))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_repeated_names_is_what_serde_json_reads() {
        for text in [
            r#"{"a":[1,-1,1.5,true,null,"b\u738b",{}],"b":{"a":{"a":[]}},"":0}"#,
            "[]",
            "null",
            " 18446744073709551615 ",
            r#"{"P@ss":1}"#,
        ] {
            assert_eq!(
                read(text.as_bytes()).unwrap(),
                serde_json::from_str::<Value>(text).unwrap(),
                "{text}"
            );
        }
        for text in ["", "{", "{} {}", r#"{"a":1,}"#, "\u{feff}{}", r#""\ud800""#] {
            assert!(matches!(read(text.as_bytes()), Err(Fault::Syntax(_))), "{text}");
        }
        let deep = [b"[".repeat(500), b"]".repeat(500)].concat();
        assert!(matches!(read(&deep), Err(Fault::Syntax(_))));
    }

    #[test]
    fn a_repeated_name_is_an_error_that_says_where() {
        for (text, path) in [
            (r#"{"a":1,"a":1}"#, "a"),
            (r#"{"a":1,"\u0061":2}"#, "a"),
            (r#"{"identity":{"name":"x","name":"y"}}"#, "identity.name"),
            (r#"{"list":[{},{"min":1,"min":2}]}"#, "list[1].min"),
            (r#"{"a":{"P@ss":1,"P@ss":2}}"#, "a"),
            (r#"{"P@ss":1,"P@ss":2}"#, ""),
            (r#"{"a":1,"b":{"a":1},"a":nonsense"#, "a"),
        ] {
            assert!(matches!(read(text.as_bytes()), Err(Fault::Duplicate(at)) if at == path), "{text}");
        }
    }
}
