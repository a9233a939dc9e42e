//! One method of one path.

use passgate_worker::callers::ticket::BROWSER_HEADER;
use passgate_worker::http::policy_tag;
use passgate_worker::reset::idempotency::HEADER;
use serde_json::{Map, Value, json};

use crate::answers::Answers;

/// The kinds of callers.
#[derive(Clone, Copy)]
pub enum Caller {
    /// No authentication is required.
    Anyone,
    /// A client with a token of the edge's token routes.
    Client,
    /// A person, with an ID token of a configured issuer.
    User,
    /// A person whose claims give the operator or the auditor role.
    Staff,
    /// The holder of a ticket, in the browser that claimed it.
    Holder,
    /// A client with its id and secret, by HTTP Basic.
    Basic,
}

/// The documentation of one method of one path.
pub struct Operation {
    method: &'static str,
    fields: Map<String, Value>,
    parameters: Vec<Value>,
    callers: Vec<Value>,
}

impl Operation {
    /// A method (in upper case), the operation's id, its group and a summary in one sentence.
    pub fn new(method: &'static str, id: &str, tag: &str, summary: &str) -> Self {
        let mut fields = Map::new();
        fields.insert("operationId".to_owned(), id.into());
        fields.insert("tags".to_owned(), json!([tag]));
        fields.insert("summary".to_owned(), summary.into());
        Self { method, fields, parameters: Vec::new(), callers: Vec::new() }
    }

    /// Adds a description beyond the summary.
    #[must_use]
    pub fn described_as(mut self, text: &str) -> Self {
        self.fields.insert("description".to_owned(), text.into());
        self
    }

    /// Sets who may call.
    #[must_use]
    pub fn for_callers(mut self, callers: &[Caller]) -> Self {
        self.callers = callers.iter().map(|caller| requirement(*caller)).collect();
        self
    }

    /// Adds a parameter of the path.
    #[must_use]
    pub fn in_path(mut self, name: &str, text: &str, schema: &Value, example: &str) -> Self {
        self.parameters.push(json!({
            "name": name, "in": "path", "required": true, "description": text,
            "schema": schema, "example": example,
        }));
        self
    }

    /// Adds a parameter of the query.
    #[must_use]
    pub fn in_query(mut self, name: &str, required: bool, text: &str, schema: &Value, example: &str) -> Self {
        self.parameters.push(json!({
            "name": name, "in": "query", "required": required, "description": text,
            "schema": schema, "example": example,
        }));
        self
    }

    /// Adds an optional header.
    #[must_use]
    pub fn with_header(mut self, name: &str, text: &str, schema: &Value) -> Self {
        self.parameters.push(json!({ "name": name, "in": "header", "description": text, "schema": schema }));
        self
    }

    /// Adds the browser's key, for an operation that accepts a ticket.
    #[must_use]
    pub fn in_browser(self) -> Self {
        self.with_header(
            BROWSER_HEADER,
            "Required with a ticket, and ignored otherwise. It proves that the request comes from the \
             browser that claimed the ticket: 256 bits in 43 characters of base64url. They \
             are random or, as in the forms, an HMAC of the ticket with a random key of the \
             browser, so that no value is sent for two tickets.",
            &json!({ "type": "string" }),
        )
    }

    /// Adds the idempotency key.
    #[must_use]
    pub fn with_key(self) -> Self {
        self.with_header(
            HEADER,
            "A repeat with the same key gets the first answer again for 24 hours.",
            &json!({ "type": "string", "pattern": "^[!-~]{1,128}$" }),
        )
    }

    /// Adds the entity tag of the policy that the page used.
    #[must_use]
    pub fn judged(self) -> Self {
        self.with_header(
            policy_tag::HEADER,
            "The entity tag of the policy that the page used. If the password is refused and another \
             policy is in force, the answer has the tag of that policy.",
            &json!({ "type": "string" }),
        )
    }

    /// Sets the request body.
    #[must_use]
    pub fn with_body(mut self, media_type: &str, schema: &Value, example: &Value) -> Self {
        let mut content = Map::new();
        content.insert(media_type.to_owned(), json!({ "schema": schema, "example": example }));
        self.fields.insert("requestBody".to_owned(), json!({ "required": true, "content": content }));
        self
    }

    /// Sets the answers.
    #[must_use]
    pub fn answering(mut self, answers: Answers) -> Self {
        self.fields.insert("responses".to_owned(), answers.described());
        self
    }

    /// The member of the path item.
    pub fn described(mut self) -> (String, Value) {
        self.parameters.push(json!({ "$ref": "#/components/parameters/Accept-Language" }));
        self.fields.insert("parameters".to_owned(), self.parameters.into());
        self.fields.insert("security".to_owned(), self.callers.into());
        (self.method.to_lowercase(), Value::Object(self.fields))
    }
}

/// The `HEAD` of a documented `GET`: the same answers without their bodies.
pub fn head_of(get: &Value) -> Value {
    let mut head = get.clone();
    if let Some(id) = head.get_mut("operationId") {
        *id = format!("{}Head", id.as_str().unwrap_or_default()).into();
    }
    if let Some(answers) = head.get_mut("responses").and_then(Value::as_object_mut) {
        for answer in answers.values_mut().filter_map(Value::as_object_mut) {
            answer.remove("content");
        }
    }
    head
}

fn requirement(caller: Caller) -> Value {
    match caller {
        Caller::Anyone => json!({}),
        Caller::Client => json!({ "client-token": [] }),
        Caller::User | Caller::Staff => json!({ "user-token": [] }),
        Caller::Holder => json!({ "ticket": [] }),
        Caller::Basic => json!({ "client-secret": [] }),
    }
}
