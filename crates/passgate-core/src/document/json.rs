//! Writes JSON text and values in the form that a [`Node`](crate::document::Node) reads: compact, in UTF-16.
//! A browser has its own writer of this form.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::document::DocumentError;

/// Converts JSON text. An object that repeats a field is an error.
pub(crate) fn units(text: &str) -> Result<Vec<u16>, DocumentError> {
    written(serde_json::from_str(text))
}

/// Converts a JSON value.
pub(crate) fn units_of(value: Value) -> Result<Vec<u16>, DocumentError> {
    written(serde_json::from_value(value))
}

fn written(read: serde_json::Result<Compact>) -> Result<Vec<u16>, DocumentError> {
    match read {
        Ok(Compact(text)) => Ok(text.encode_utf16().collect()),
        Err(error) => Err(*DocumentError::new("", &[&error.to_string()])),
    }
}

/// A value as JSON text without white space.
struct Compact(String);

impl<'de> Deserialize<'de> for Compact {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Writer).map(Self)
    }
}

struct Writer;

fn write<E: de::Error>(value: impl serde::Serialize) -> Result<String, E> {
    serde_json::to_string(&value).map_err(E::custom)
}

impl<'de> Visitor<'de> for Writer {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_bool<E: de::Error>(self, value: bool) -> Result<String, E> {
        write(value)
    }

    fn visit_i64<E: de::Error>(self, value: i64) -> Result<String, E> {
        write(value)
    }

    fn visit_u64<E: de::Error>(self, value: u64) -> Result<String, E> {
        write(value)
    }

    /// Writes a number as JavaScript does: `8.0` is 8.
    fn visit_f64<E: de::Error>(self, value: f64) -> Result<String, E> {
        let whole = value as u32;
        if f64::from(whole) == value { write(whole) } else { write(value) }
    }

    fn visit_str<E: de::Error>(self, value: &str) -> Result<String, E> {
        write(value)
    }

    fn visit_unit<E: de::Error>(self) -> Result<String, E> {
        write(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<String, A::Error> {
        let mut list = Vec::new();
        while let Some(Compact(item)) = items.next_element()? {
            list.push(item);
        }
        Ok(["[", &list.join(","), "]"].concat())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<String, A::Error> {
        let mut fields: Vec<(String, String)> = Vec::new();
        while let Some((name, Compact(value))) = entries.next_entry::<String, Compact>()? {
            if fields.iter().any(|(field, _)| *field == name) {
                return Err(de::Error::custom(["the field `", &name, "` is repeated"].concat()));
            }
            fields.push((name, value));
        }
        let mut list = Vec::new();
        for (name, value) in fields {
            list.push([&write::<A::Error>(name)?, ":", &value].concat());
        }
        Ok(["{", &list.join(","), "}"].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_as_javascript_writes_it() {
        let text = r#" { "b" : [ 1 , 8.0, -1, 1.5, true, null ], "a": "\u738b\n" } "#;
        let compact = |units: Vec<u16>| String::from_utf16(&units).unwrap();
        assert_eq!(compact(units(text).unwrap()), r#"{"b":[1,8,-1,1.5,true,null],"a":"王\n"}"#);
        let value = serde_json::json!({ "a": [{}, []] });
        assert_eq!(compact(units_of(value).unwrap()), r#"{"a":[{},[]]}"#);
    }

    #[test]
    fn an_error_names_the_repeated_field() {
        let error = units(r#"{"rules":[{"min":8,"min":9}]}"#).unwrap_err();
        assert!(error.message.contains("the field `min` is repeated"), "{error}");
        assert!(units("{} {}").is_err() && units("{").is_err());
    }
}
