//! The answers of one operation, by status.

use std::collections::{BTreeMap, BTreeSet};

use passgate_core::Product;
use passgate_wire::{self as wire, BadInput, EdgeAnswer, MAX_CALL_BYTES, Reader};
use passgate_worker::callers::unproven::{Unproven, Why};
use passgate_worker::http::problem::{self, Problem};
use passgate_worker::reset::outcome;
use serde_json::{Map, Value, json};

use crate::schemas::Schemas;

/// The id of the request in the examples.
const REQUEST_ID: &str = "5f0c1e7a9b3d4c8e8f2a6b1d0e9c7f35";

const JSON: &str = "application/json";

/// All answers of an operation.
#[derive(Default)]
pub struct Answers {
    by_status: BTreeMap<u16, Described>,
}

#[derive(Default)]
struct Described {
    sentences: Vec<String>,
    headers: Map<String, Value>,
    /// The headers that every answer with this status has had so far.
    always: Option<BTreeSet<&'static str>>,
    content: BTreeMap<String, Content>,
}

#[derive(Default)]
struct Content {
    schemas: Vec<Value>,
    examples: Map<String, Value>,
}

impl Answers {
    /// No answers yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds an answer in a vendor's format, as the edge gives it. `name` is the name of the example.
    #[must_use]
    pub fn vendor(
        mut self,
        product: Product,
        name: &str,
        answer: &EdgeAnswer<'_>,
        text: &str,
        schemas: &Schemas,
    ) -> Self {
        let envelope = outcome::envelope(product, answer, Reader::of(REQUEST_ID));
        let shapes = schemas.shapes(product);
        let schema = match answer {
            EdgeAnswer::Done { .. } => &shapes.done,
            EdgeAnswer::Token { .. } => &shapes.token,
            _ => &shapes.error,
        };
        let body = serde_json::from_str(&envelope.body).unwrap_or(Value::Null);
        let described = self.at(envelope.status, text);
        described.has_headers(&envelope.headers);
        described.content(media_type(&envelope.headers), schema.as_value(), name, body);
        self
    }

    /// Adds the answers for a body that is too large or too slow. They equal the answer to invalid
    /// input, with other statuses.
    #[must_use]
    pub fn unread(
        self,
        product: Product,
        answer: impl Fn(&BadInput) -> EdgeAnswer<'_>,
        schemas: &Schemas,
    ) -> Self {
        let too_large = BadInput::new("body", wire::FieldProblem::BodyTooLarge { max_bytes: MAX_CALL_BYTES });
        let too_slow = BadInput::new("body", wire::FieldProblem::BodyTooSlow);
        self.bad_body(
            408,
            "too-slow",
            "The body did not arrive within eight seconds.",
            product,
            &answer(&too_slow),
            schemas,
        )
        .bad_body(413, "too-large", "The body is too large.", product, &answer(&too_large), schemas)
    }

    fn bad_body(
        mut self,
        status: u16,
        name: &str,
        text: &str,
        product: Product,
        answer: &EdgeAnswer<'_>,
        schemas: &Schemas,
    ) -> Self {
        let envelope = outcome::envelope(product, answer, Reader::of(REQUEST_ID));
        let body = serde_json::from_str(&envelope.body).unwrap_or(Value::Null);
        let schema = schemas.shapes(product).error.as_value();
        self.at(status, text).content(media_type(&envelope.headers), schema, name, body);
        self
    }

    /// Adds the answers to a missing and to an invalid credential.
    #[must_use]
    pub fn unauthenticated(self, text: &str, schemas: &Schemas) -> Self {
        self.problem(&Problem::Unauthenticated(Unproven::Absent), text, schemas).problem(
            &Problem::Unauthenticated(Unproven::Refused(Why::Kind)),
            text,
            schemas,
        )
    }

    /// Adds a problem document, as the edge gives it.
    #[must_use]
    pub fn problem(mut self, problem: &Problem, text: &str, schemas: &Schemas) -> Self {
        let described = self.at(problem.status(), text);
        described.has_headers(&problem.headers());
        let body = serde_json::from_str(&problem.to_json(Reader::of(REQUEST_ID))).unwrap_or(Value::Null);
        described.content(problem::CONTENT_TYPE, &schemas.problem(), problem.code(), body);
        self
    }

    /// Adds the error answers of the routes for operators, auditors and monitoring clients.
    #[must_use]
    pub fn for_overseers(self, forbidden: &str, schemas: &Schemas) -> Self {
        self.unauthenticated("The credential is missing or invalid.", schemas)
            .problem(&Problem::SignInTooOld { sign_in_within: 900 }, "The sign-in is too old.", schemas)
            .problem(&Problem::Forbidden(None), forbidden, schemas)
            .problem(&Problem::Internal, "The edge is misconfigured; an operator must act.", schemas)
    }

    /// Adds an answer with JSON of the edge's own API.
    #[must_use]
    pub fn json(mut self, status: u16, text: &str, schema: &Value, example: Value) -> Self {
        self.at(status, text).content(JSON, schema, "answer", example);
        self
    }

    /// Adds an answer with any other media type.
    #[must_use]
    pub fn media(
        mut self,
        status: u16,
        media_type: &str,
        text: &str,
        schema: &Value,
        example: Value,
    ) -> Self {
        self.at(status, text).content(media_type, schema, "answer", example);
        self
    }

    /// Adds an answer without a body.
    #[must_use]
    pub fn bare(mut self, status: u16, text: &str) -> Self {
        self.at(status, text);
        self
    }

    /// Adds a header that every answer with this status has.
    #[must_use]
    pub fn with_header(mut self, status: u16, name: &str, example: &str) -> Self {
        self.by_status.entry(status).or_default().header(name, example);
        self
    }

    /// Adds a header that an answer with this status may have, with the condition.
    #[must_use]
    pub fn with_optional_header(mut self, status: u16, name: &str, text: &str, example: &str) -> Self {
        let header = json!({ "description": text, "schema": { "type": "string" }, "example": example });
        self.by_status.entry(status).or_default().headers.insert(name.to_owned(), header);
        self
    }

    /// The `responses` of an operation.
    pub fn described(self) -> Value {
        let answers = self.by_status.into_iter();
        Value::Object(answers.map(|(status, answer)| (status.to_string(), answer.described())).collect())
    }

    fn at(&mut self, status: u16, text: &str) -> &mut Described {
        let described = self.by_status.entry(status).or_default();
        if !described.sentences.iter().any(|sentence| sentence == text) {
            described.sentences.push(text.to_owned());
        }
        described
    }
}

impl Described {
    /// Adds the headers of one answer. A header that another answer with the same status lacks is not
    /// required.
    fn has_headers(&mut self, headers: &[(&'static str, String)]) {
        let names: BTreeSet<&'static str> = headers.iter().map(|(name, _)| *name).collect();
        let always = match self.always.take() {
            Some(always) => always.intersection(&names).copied().collect(),
            None => names,
        };
        for (name, value) in headers {
            self.header(name, value);
        }
        for (name, header) in &mut self.headers {
            if !always.contains(name.as_str())
                && let Some(header) = header.as_object_mut()
            {
                header.remove("required");
            }
        }
        self.always = Some(always);
    }

    fn header(&mut self, name: &str, example: &str) {
        if name == "Content-Type" {
            return;
        }
        let number = example.parse::<u64>().is_ok();
        let schema =
            if number { json!({ "type": "integer", "minimum": 0 }) } else { json!({ "type": "string" }) };
        self.headers.insert(
            name.to_owned(),
            json!({ "required": true, "schema": schema, "example": header_example(example) }),
        );
    }

    fn content(&mut self, media_type: &str, schema: &Value, name: &str, example: Value) {
        let content = self.content.entry(media_type.to_owned()).or_default();
        if !content.schemas.contains(schema) {
            content.schemas.push(schema.clone());
        }
        content.examples.insert(name.to_owned(), json!({ "value": example }));
    }

    fn described(mut self) -> Value {
        self.headers
            .insert("X-Request-Id".to_owned(), json!({ "$ref": "#/components/headers/X-Request-Id" }));
        let mut answer = json!({ "description": self.sentences.join(" "), "headers": self.headers });
        let content: Map<String, Value> =
            self.content.into_iter().map(|(media_type, content)| (media_type, content.described())).collect();
        if !content.is_empty()
            && let Some(answer) = answer.as_object_mut()
        {
            answer.insert("content".to_owned(), content.into());
        }
        answer
    }
}

impl Content {
    fn described(self) -> Value {
        let schema = match self.schemas.as_slice() {
            [one] => one.clone(),
            several => json!({ "anyOf": several }),
        };
        json!({ "schema": schema, "examples": self.examples })
    }
}

fn header_example(text: &str) -> Value {
    text.parse::<u64>().map_or_else(|_| text.into(), Value::from)
}

fn media_type<'h>(headers: &'h [(&'static str, String)]) -> &'h str {
    let found = headers.iter().find(|(name, _)| *name == "Content-Type");
    found.map_or(JSON, |(_, value)| value.split(';').next().unwrap_or(JSON))
}
