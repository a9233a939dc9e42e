//! Reads a JSON object strictly: every member must be known, unique and of its type.
//!
//! Members keep the text in which they arrived until their type is known, so that nothing is copied on
//! the way and an unpaired surrogate escape can be reported as such.

use std::fmt;

use passgate_core::Secret;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::body_text;
use crate::bad_input::{self, BadInput, FieldProblem};

/// An object with known members only.
pub(crate) struct Object<'a> {
    /// The path of the object, empty at the top.
    path: &'static str,
    members: Vec<(&'static str, &'a RawValue)>,
}

impl<'a> Object<'a> {
    /// Reads a body that must be an object with no other members than those.
    pub fn body(body: &'a [u8], known: &[&'static str]) -> Result<Self, BadInput> {
        let text = body_text(body)?;
        if text.trim_ascii().is_empty() {
            return Err(BadInput::new("body", FieldProblem::Missing));
        }
        Self::read(text, "", known)
    }

    /// The member as an object with no other members than those; `path` is its path in the body.
    pub fn object(&self, name: &str, path: &'static str, known: &[&'static str]) -> Result<Self, BadInput> {
        Self::read(self.required(name)?.get(), path, known)
    }

    /// The member as a string.
    pub fn string(&self, name: &str) -> Result<Secret, BadInput> {
        self.text(name, self.required(name)?)
    }

    /// The member as a string that is not empty.
    pub fn filled_string(&self, name: &str) -> Result<Secret, BadInput> {
        let text = self.string(name)?;
        if text.expose().is_empty() { Err(self.bad(name, FieldProblem::Empty)) } else { Ok(text) }
    }

    /// The member, if it exists, as `"true"` or `"false"`, or as a boolean.
    pub fn optional_flag(&self, name: &str) -> Result<Option<bool>, BadInput> {
        let Some(raw) = self.member(name) else { return Ok(None) };
        if let "true" | "false" = raw.get() {
            return Ok(Some(raw.get() == "true"));
        }
        match self.text(name, raw)?.expose() {
            "true" => Ok(Some(true)),
            "false" => Ok(Some(false)),
            _ => Err(self.bad(name, FieldProblem::NotOneOf(&["true", "false"]))),
        }
    }

    fn read(text: &'a str, path: &'static str, known: &[&'static str]) -> Result<Self, BadInput> {
        let whole = if path.is_empty() { "body" } else { path };
        let raw: Members<'a> = serde_json::from_str(text).map_err(|error| match error.classify() {
            Category::Data => BadInput::new(whole, FieldProblem::WrongType { expected: "object" }),
            Category::Io | Category::Syntax | Category::Eof => BadInput::new(whole, FieldProblem::NotJson),
        })?;
        let mut object = Self { path, members: Vec::with_capacity(raw.0.len()) };
        for (key, value) in raw.0 {
            let key = key.0.ok_or_else(|| BadInput::new(whole, FieldProblem::LoneSurrogate))?;
            let Some(name) = known.iter().find(|name| **name == key.expose()) else {
                return Err(bad_input::unknown(path, whole, key.expose()));
            };
            if object.member(name).is_some() {
                return Err(object.bad(name, FieldProblem::Duplicate));
            }
            object.members.push((name, value));
        }
        Ok(object)
    }

    fn member(&self, name: &str) -> Option<&'a RawValue> {
        self.members.iter().find(|(own, _)| *own == name).map(|(_, value)| *value)
    }

    fn required(&self, name: &str) -> Result<&'a RawValue, BadInput> {
        self.member(name).ok_or_else(|| self.bad(name, FieldProblem::Missing))
    }

    fn text(&self, name: &str, raw: &RawValue) -> Result<Secret, BadInput> {
        match serde_json::from_str::<Text>(raw.get()) {
            Ok(Text(Some(text))) => Ok(text),
            Ok(Text(None)) => Err(self.bad(name, FieldProblem::LoneSurrogate)),
            Err(_) => Err(self.bad(name, FieldProblem::WrongType { expected: "string" })),
        }
    }

    fn bad(&self, name: &str, problem: FieldProblem) -> BadInput {
        if self.path.is_empty() {
            BadInput::new(name, problem)
        } else {
            BadInput::new(format!("{}.{name}", self.path), problem)
        }
    }
}

/// The members as they arrived, in order, with duplicates.
struct Members<'a>(Vec<(Key, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Walk;
        impl<'de> Visitor<'de> for Walk {
            type Value = Vec<(Key, &'de RawValue)>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Self::Value, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(Walk).map(Members)
    }
}

/// The name of a member; `None` if it is not Unicode text.
struct Key(Option<Secret>);

impl<'de> Deserialize<'de> for Key {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Unicode).map(Self)
    }
}

/// The text of a member; `None` if it is not Unicode text.
struct Text(Option<Secret>);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_bytes(Unicode).map(Self)
    }
}

/// Reads a JSON string; `None` if it is not Unicode text. When asked for bytes, `serde_json` returns an
/// unpaired surrogate escape as three bytes that are not valid UTF-8, instead of a syntax error.
struct Unicode;

impl Visitor<'_> for Unicode {
    type Value = Option<Secret>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string")
    }

    fn visit_bytes<E>(self, bytes: &[u8]) -> Result<Self::Value, E> {
        Ok(std::str::from_utf8(bytes).ok().map(Secret::new))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> Result<(Secret, Option<bool>), BadInput> {
        let object = Object::body(body.as_bytes(), &["outer", "flag"])?;
        let inner = object.object("outer", "outer", &["inner"])?;
        Ok((inner.filled_string("inner")?, object.optional_flag("flag")?))
    }

    #[test]
    fn members() {
        for (body, inner, flag) in [
            (r#"{"outer":{"inner":"a"}}"#, "a", None),
            (r#" { "flag" : true , "outer" : { "inner" : "\u5bc6\ud83d\ude00\"" } } "#, "密😀\"", Some(true)),
            (r#"{"outer":{"\u0069nner":"a"},"flag":"false"}"#, "a", Some(false)),
            ("{\"outer\":{\"inner\":\"\u{7f}号\"},\"flag\":\"true\"}", "\u{7f}号", Some(true)),
        ] {
            let (text, own_flag) = read(body).unwrap();
            assert_eq!((text.expose(), own_flag), (inner, flag), "{body}");
        }
    }

    #[test]
    fn problems_and_their_fields() {
        let string = FieldProblem::WrongType { expected: "string" };
        let object = FieldProblem::WrongType { expected: "object" };
        for (body, field, problem) in [
            ("", "body", FieldProblem::Missing),
            (" \n", "body", FieldProblem::Missing),
            ("nonsense", "body", FieldProblem::NotJson),
            (r#"{"outer":{"inner":"a"}"#, "body", FieldProblem::NotJson),
            (r#"{"outer":{"inner":"a"}} {}"#, "body", FieldProblem::NotJson),
            (r#"{"outer":{"inner":"a",}}"#, "body", FieldProblem::NotJson),
            (r#"{'outer':1}"#, "body", FieldProblem::NotJson),
            ("{\"outer\":\"a\nb\"}", "body", FieldProblem::NotJson),
            ("[]", "body", object.clone()),
            ("null", "body", object.clone()),
            ("\"text\"", "body", object.clone()),
            ("{}", "outer", FieldProblem::Missing),
            (r#"{"outer":"a"}"#, "outer", object.clone()),
            (r#"{"outer":null}"#, "outer", object.clone()),
            (r#"{"outer":[]}"#, "outer", object),
            (r#"{"outer":{}}"#, "outer.inner", FieldProblem::Missing),
            (r#"{"outer":{"inner":""}}"#, "outer.inner", FieldProblem::Empty),
            (r#"{"outer":{"inner":1}}"#, "outer.inner", string.clone()),
            (r#"{"outer":{"inner":null}}"#, "outer.inner", string.clone()),
            (r#"{"outer":{"inner":["a"]}}"#, "outer.inner", string.clone()),
            (r#"{"outer":{"inner":[104,105]}}"#, "outer.inner", string.clone()),
            (r#"{"outer":{"inner":"\ud800"}}"#, "outer.inner", FieldProblem::LoneSurrogate),
            (r#"{"outer":{"inner":"a\udc00b"}}"#, "outer.inner", FieldProblem::LoneSurrogate),
            (r#"{"outer":{"inner":"\ud800\u0041"}}"#, "outer.inner", FieldProblem::LoneSurrogate),
            (r#"{"outer":{"inner":"\ud800\ud800"}}"#, "outer.inner", FieldProblem::LoneSurrogate),
            (r#"{"\udc00":1}"#, "body", FieldProblem::LoneSurrogate),
            (r#"{"outer":{"inner":"\ud8"}}"#, "body", FieldProblem::NotJson),
            (r#"{"outer":{"inner":"\x41"}}"#, "body", FieldProblem::NotJson),
            (r#"{"outer":{"inner":"a","inner":"a"}}"#, "outer.inner", FieldProblem::Duplicate),
            (r#"{"outer":{"inner":"a"},"outer":{"inner":"a"}}"#, "outer", FieldProblem::Duplicate),
            (r#"{"outer":{"inner":"a"},"\u006futer":1}"#, "outer", FieldProblem::Duplicate),
            (r#"{"outer":{"inner":"a"},"extra":1}"#, "extra", FieldProblem::Unknown),
            (r#"{"outer":{"inner":"a","new_password":1}}"#, "outer.new_password", FieldProblem::Unknown),
            (r#"{"outer":{"inner":"a"},"P@ssw0rd":1}"#, "body", FieldProblem::UnknownMember),
            (r#"{"outer":{"inner":"a","P@ssw0rd":1}}"#, "outer", FieldProblem::UnknownMember),
            (r#"{"outer":{"inner":"a"},"flag":"yes"}"#, "flag", FieldProblem::NotOneOf(&["true", "false"])),
            (r#"{"outer":{"inner":"a"},"flag":"True"}"#, "flag", FieldProblem::NotOneOf(&["true", "false"])),
            (r#"{"outer":{"inner":"a"},"flag":0}"#, "flag", string.clone()),
            (r#"{"outer":{"inner":"a"},"flag":null}"#, "flag", string),
        ] {
            let bad = read(body).unwrap_err();
            assert_eq!(bad, BadInput::new(field, problem), "{body}");
        }
    }

    #[test]
    fn bounds_and_encoding() {
        let padded = |size: usize| format!("{}{{}}", " ".repeat(size.saturating_sub(2)));
        assert!(Object::body(padded(16_384).as_bytes(), &[]).is_ok());
        let bad = |body: &[u8]| Object::body(body, &[]).err().unwrap();
        assert_eq!(bad(padded(16_385).as_bytes()).problem, FieldProblem::BodyTooLarge { max_bytes: 16_384 });
        assert_eq!(bad(b"{\"a\":\"\xff\"}"), BadInput::new("body", FieldProblem::NotUtf8));
        assert_eq!(bad("\u{feff}{}".as_bytes()), BadInput::new("body", FieldProblem::NotJson));
        // Deep nesting must not cause deep recursion.
        let deep = format!(r#"{{"x":{}{}}}"#, "[".repeat(8000), "]".repeat(8000));
        assert_eq!(bad(deep.as_bytes()), BadInput::new("x", FieldProblem::Unknown));
    }
}
