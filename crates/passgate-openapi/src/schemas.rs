//! The schemas of requests and answers: derived from a type if there is one, otherwise written by hand
//! with the constants of the code that reads the body.

use passgate_core::{Identity, Limit, Product, schema::policy_schema};
use passgate_wire::feishu::UserIdType;
use passgate_wire::{Action, Api, MAX_USER_ID_CHARACTERS, Shapes, Spec};
use passgate_worker::callers::ticket::{MAX_ATTEMPTS, MAX_LIFETIME_SECONDS};
use passgate_worker::gate::limits::{AGREED, LimitStatus};
use schemars::SchemaGenerator;
use schemars::generate::SchemaSettings;
use serde_json::{Map, Value, json};

/// The schemas that operations refer to, collected when they are first used.
pub struct Schemas {
    generator: SchemaGenerator,
    feishu: Shapes,
    eiam: Shapes,
}

impl Schemas {
    /// The schemas of the vendors' formats.
    pub fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = "/components/schemas".into();
        });
        let mut generator = settings.into_generator();
        let [feishu, eiam] = [Api::Feishu, Api::Eiam].map(|api| (Spec::of_api(api).shapes)(&mut generator));
        generator.subschema_for::<Identity>();
        generator.subschema_for::<Limit>();
        Self { generator, feishu, eiam }
    }

    /// The schemas of a product's envelopes.
    pub fn shapes(&self, product: Product) -> &Shapes {
        match Spec::of(product).api {
            Api::Feishu => &self.feishu,
            Api::Eiam => &self.eiam,
        }
    }

    /// The schema of a problem document.
    pub fn problem(&self) -> Value {
        reference("Problem")
    }

    /// All schemas that were referred to, and those written by hand.
    pub fn into_components(mut self) -> Map<String, Value> {
        let mut components = self.generator.take_definitions(true);
        components.insert("Problem".to_owned(), problem());
        components.insert("Policy".to_owned(), policy());
        components.insert("MintRequest".to_owned(), mint_request());
        components.insert("Minted".to_owned(), minted());
        components.insert("Shown".to_owned(), shown());
        components.insert("Drift".to_owned(), drift());
        components
    }
}

/// A reference to a schema of the components.
pub fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// An account's id at the vendor.
pub fn user_id() -> Value {
    json!({ "type": "string", "minLength": 1, "maxLength": MAX_USER_ID_CHARACTERS })
}

/// Feishu's request for a reset.
pub fn reset_request() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["password", "user_id"],
        "properties": {
            "password": {
                "type": "object", "additionalProperties": false, "required": ["ent_email_password"],
                "properties": { "ent_email_password": { "type": "string", "format": "password" } },
            },
            "user_id": user_id(),
        },
    })
}

/// Feishu's request for a token.
pub fn feishu_token_request() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["app_id", "app_secret"],
        "properties": {
            "app_id": { "type": "string", "minLength": 1 },
            "app_secret": { "type": "string", "minLength": 1, "format": "password" },
        },
    })
}

/// EIAM's request for a token: the credentials here or in `Authorization: Basic`, not in both.
pub fn eiam_token_request() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["grant_type"],
        "properties": {
            "grant_type": { "const": "client_credentials" },
            "client_id": { "type": "string", "minLength": 1 },
            "client_secret": { "type": "string", "minLength": 1, "format": "password" },
        },
        "dependentRequired": { "client_id": ["client_secret"], "client_secret": ["client_id"] },
    })
}

/// EIAM's request for a change.
pub fn change_request() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["password"],
        "properties": {
            "password": { "type": "string", "format": "password" },
            "pwd_must_modify": {
                "description": "A string on the vendor's page; the edge also accepts a boolean.",
                "enum": ["true", "false", true, false],
            },
        },
    })
}

fn names(list: impl IntoIterator<Item = &'static str>) -> Vec<&'static str> {
    list.into_iter().collect()
}

fn policy() -> Value {
    let mut schema = policy_schema();
    if let Some(schema) = schema.as_object_mut() {
        schema.remove("$schema");
    }
    schema
}

/// A problem document (RFC 9457).
fn problem() -> Value {
    json!({
        "type": "object", "additionalProperties": false,
        "required": ["type", "title", "status", "code", "outcome", "detail", "request_id"],
        "properties": {
            "type": { "type": "string", "const": "about:blank" },
            "title": { "type": "string", "description": "The reason phrase of the status." },
            "status": { "type": "integer", "minimum": 400, "maximum": 599 },
            "code": { "type": "string", "pattern": "^[a-z]+(-[a-z]+)*$", "description": "The identifier of the problem, for programs." },
            "outcome": reference("Outcome"),
            "detail": { "type": "string", "description": "A message for people. It repeats no value of the request." },
            "field": { "type": "string", "description": "The first invalid field." },
            "request_id": { "type": "string" },
        },
    })
}

fn mint_request() -> Value {
    json!({ "oneOf": Spec::all().map(mint_request_of).collect::<Vec<Value>>() })
}

fn mint_request_of(spec: &Spec) -> Value {
    let name = spec.product.name();
    let mut required = vec!["product", "action", "user_id"];
    let mut user_id = user_id();
    if spec.has_account_in_path()
        && let Some(user_id) = user_id.as_object_mut()
    {
        // The route that redeems the ticket takes the id as one segment of its path.
        user_id.insert("pattern".to_owned(), "^[^/\\\\]+$".into());
    }
    let mut properties = json!({
        "product": { "const": name },
        "action": { "enum": spec.actions().map(Action::name).collect::<Vec<&str>>() },
        "user_id": user_id,
        "identity": { "anyOf": [reference("Identity"), { "type": "null" }] },
        "expires_in": {
            "type": "integer", "minimum": 1, "maximum": MAX_LIFETIME_SECONDS, "default": MAX_LIFETIME_SECONDS,
            "description": "The lifetime of the ticket, in seconds.",
        },
    });
    if !spec.user_id_types.is_empty()
        && let Some(properties) = properties.as_object_mut()
    {
        required.push("user_id_type");
        properties.insert("user_id_type".to_owned(), json!({ "enum": spec.user_id_types }));
    }
    json!({
        "title": name, "type": "object", "additionalProperties": false,
        "required": required, "properties": properties,
    })
}

fn minted() -> Value {
    json!({
        "type": "object", "additionalProperties": false, "required": ["ticket", "link", "expires_at"],
        "properties": {
            "ticket": { "type": "string", "description": "Shown only once; the edge stores only its hash." },
            "link": { "type": "string", "format": "uri", "description": "The form, with the ticket in the fragment." },
            "expires_at": { "type": "string", "format": "date-time" },
        },
    })
}

fn drift() -> Value {
    let counted = |name: &str, text: &str| {
        let moment = json!({ "type": "string", "format": "date-time" });
        let item = json!({
            "type": "object", "additionalProperties": false,
            "required": [name, "refused", "first_at", "last_at"],
            "properties": {
                name: { "type": "string", "pattern": "^[a-z]+(-[a-z]+)*$", "description": text },
                "refused": { "type": "integer", "minimum": 1 },
                "first_at": moment, "last_at": moment,
            },
        });
        json!({ "type": "array", "items": item })
    };
    let number = json!({ "type": "integer", "minimum": 0 });
    let limit = json!({
        "type": "object", "additionalProperties": false, "required": ["rule", "limit"],
        "properties": {
            "rule": { "enum": ["length", "repetition"] },
            "limit": { "enum": ["min", "max"] },
            "shipped": number, "configured": number,
            "in_force": { "type": "integer", "minimum": 0, "description": "Public." },
            "reported": {
                "type": "integer", "minimum": 0,
                "description": "Present if refusals have reported a stricter limit that is not yet in force for all accounts.",
            },
        },
    });
    let moment = json!({ "type": "string", "format": "date-time" });
    let learned = json!({
        "type": "object", "additionalProperties": false,
        "required": ["limit", "status", "accounts", "cause", "first_at", "last_at", "ends_at"],
        "properties": {
            "limit": reference("Limit"),
            "status": {
                "enum": LimitStatus::ALL.map(LimitStatus::name),
                "description": format!(
                    "`reported`: the limit is in force for the accounts whose refusals stated it, and \
                     `unsure` for other accounts. `agreed`: refusals of {AGREED} \
                     accounts stated it, and it is in force for all accounts. \
                     `adopted`: an operator adopted it for all accounts."
                ),
            },
            "accounts": { "type": "integer", "minimum": 0, "description": "The number of accounts whose refusals stated it." },
            "cause": { "type": "string", "description": "The vendor's code of the last refusal that stated it." },
            "first_at": moment, "last_at": moment,
            "ends_at": {
                "type": "string", "format": "date-time",
                "description": "Its expiry, if no further refusal states it.",
            },
        },
    });
    let product = json!({
        "type": "object", "additionalProperties": false,
        "required": ["product", "rules", "violations", "limits", "learned"],
        "properties": {
            "product": { "enum": Product::ALL.map(Product::name) },
            "rules": counted("rule", "The form's row that shows the refusal."),
            "violations": counted("code", "What the vendor's code means."),
            "limits": { "type": "array", "items": limit },
            "learned": { "type": "array", "items": learned },
        },
    });
    json!({
        "type": "object", "additionalProperties": false, "required": ["products"],
        "properties": { "products": { "type": "array", "minItems": 1, "items": product } },
    })
}

/// The state of the submission that the request's `Idempotency-Key` names.
fn submission() -> Value {
    let is_state = |state: &str| json!({ "const": state });
    json!({
        "description": "The state of the submission with this `Idempotency-Key`. Absent if the ticket has no such submission, \
            or if nothing was sent to the vendor.",
        "oneOf": [
            {
                "type": "object", "additionalProperties": false, "required": ["state"],
                "properties": { "state": is_state("in-progress") },
            },
            {
                "type": "object", "additionalProperties": false, "required": ["state", "outcome"],
                "properties": {
                    "state": is_state("ended"),
                    "outcome": reference("Outcome"),
                    "answer": {
                        "type": "object",
                        "description": "The body of its answer, in the format of the vendor's API.",
                    },
                },
            },
        ],
    })
}

fn shown() -> Value {
    json!({
        "type": "object", "additionalProperties": false,
        "required": ["product", "action", "user_id", "policy", "policy_etag", "identity", "expires_at", "attempts_left", "claimed"],
        "properties": {
            "product": { "enum": Product::ALL.map(Product::name) },
            "action": { "enum": Action::ALL.map(Action::name) },
            "user_id": user_id(),
            "user_id_type": { "enum": names(UserIdType::ALL.map(UserIdType::name)) },
            "policy": reference("Policy"),
            "policy_etag": {
                "type": "string", "pattern": "^\".+\"$",
                "description": "The policy's entity tag, to be sent as `Passgate-Policy` with the new password.",
            },
            "identity": reference("Identity"),
            "expires_at": { "type": "string", "format": "date-time" },
            "attempts_left": { "type": "integer", "minimum": 0, "maximum": MAX_ATTEMPTS },
            "claimed": {
                "type": "boolean",
                "description": "Whether the browser that asks has claimed the ticket. To any other browser, a claimed ticket is unknown.",
            },
            "submission": submission(),
            "sign_in_url": {
                "type": "string", "format": "uri",
                "description": "Where the person signs in with the new password, if that is configured.",
            },
        },
    })
}
