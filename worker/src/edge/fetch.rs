//! Every request passes here: it gets an id, goes where its path leads, and leaves a line in the
//! log that names no person and no secret.

use passgate_core::Secret;
use passgate_wire::{MAX_BODY_BYTES, Reader, preferred};
use serde_json::{Value, json};
use web_sys::ReadableStream;
use worker::{Context, Env, event};
use zeroize::Zeroizing;

use super::body::{self, ReadError};
use super::deadline::within;
use super::respond::{Outgoing, header, stream_of};
use super::tallies::Watched;
#[cfg(feature = "test-routes")]
use super::test_routes;
use super::{
    audit, clock, drift, exchange, forms, halt, metrics, mint, password, policy, rates, ready, refusal,
    settings, well_known,
};
use crate::budget::for_body;
use crate::config::Config;
use crate::cross_origin::{self, Sender};
use crate::problem::Problem;
use crate::request_target::RequestTarget;
use crate::routes::{self, Route, Shape, Target};

/// What stands for an id where there is none.
const NO_ID: &str = "00000000000000000000000000000000";

/// A request, taken apart.
pub struct Incoming {
    method: String,
    /// The path, still encoded.
    pub path: String,
    /// The query without its `?`.
    pub query: String,
    /// When it came, in milliseconds since 1970.
    pub started_ms: u64,
    /// The most bytes of its body that are read.
    pub max_body_bytes: usize,
    /// Its id: ours, for whatever a caller claims could be anything.
    pub request_id: String,
    /// Whether that is one that no other request has.
    has_id: bool,
    inner: web_sys::Request,
}

impl Incoming {
    /// A header.
    pub fn header(&self, name: &str) -> Option<String> {
        header(&self.inner.headers(), name)
    }

    /// Whom the answer is for.
    pub fn reader(&self) -> Reader<'_> {
        Reader {
            request_id: &self.request_id,
            language: self.header("Accept-Language").and_then(|header| preferred(&header)),
        }
    }

    /// A header with a credential: the module's copy of it is overwritten when it is dropped.
    pub fn credential(&self, name: &str) -> Option<Secret> {
        self.header(name).map(Secret::new)
    }

    /// Whether that is its method.
    pub fn is(&self, method: &str) -> bool {
        self.method == method
    }

    /// The JSON of the body, which must be said to be JSON.
    ///
    /// # Errors
    /// Why there is none.
    pub async fn json(&self) -> Result<Value, Problem> {
        let content_type = self.header("Content-Type").unwrap_or_default();
        let media_type = content_type.split(';').next().unwrap_or_default().trim();
        if !media_type.eq_ignore_ascii_case("application/json") {
            return Err(Problem::WrongContentType);
        }
        let body = self.body().await.map_err(|error| match error {
            ReadError::TooLarge => Problem::BodyTooLarge(MAX_BODY_BYTES),
            ReadError::TooSlow => Problem::BodyTooSlow,
            ReadError::Broken => Problem::NotJson,
        })?;
        serde_json::from_slice(&body).map_err(|_| Problem::NotJson)
    }

    /// The body, bounded in size and in time.
    ///
    /// # Errors
    /// When it is larger, goes on for too long, or breaks off.
    pub async fn body(&self) -> Result<Zeroizing<Vec<u8>>, ReadError> {
        // A length that is told can be refused before anything is read.
        let told = self.header("Content-Length").and_then(|length| length.parse::<usize>().ok());
        if told.is_some_and(|length| length > self.max_body_bytes) {
            return Err(ReadError::TooLarge);
        }
        let stream: Option<ReadableStream> = stream_of(self.inner.as_ref());
        let left_ms = for_body(self.started_ms, clock::now_ms());
        within(left_ms, body::read(stream, self.max_body_bytes)).await.unwrap_or(Err(ReadError::TooSlow))
    }
}

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, _context: Context) -> worker::Result<web_sys::Response> {
    let (mut incoming, is_addressed) = take_apart(request);
    let target = routes::resolve(&incoming.method, &incoming.path);
    if let Target::Found(route) = &target {
        incoming.max_body_bytes = route.max_body_bytes();
    }
    let watched = Watched::of(&target);
    let template = match &target {
        Target::Found(route) => route.template(),
        Target::MethodNotAllowed(_) | Target::NotFound => "",
    };
    let is_vendors = routes::shape(&incoming.path) != Shape::Own;
    if is_vendors {
        halt::at("1-received").await;
    }
    let mut outgoing = if is_addressed {
        answer(target, &incoming, &env).await
    } else {
        refusal::wrong_host(incoming.reader())
    };
    if is_vendors {
        halt::at("9-sending").await;
    }
    for name in routes::shape(&incoming.path).request_id_headers() {
        outgoing = outgoing.with(name, &incoming.request_id);
    }
    watched.answered(&outgoing);
    log(&incoming, template, &outgoing, clock::now_ms().saturating_sub(incoming.started_ms));
    let head = incoming.method == "HEAD";
    outgoing
        .into_response(head)
        .map_err(|_| worker::Error::RustError("the answer cannot be written".to_owned()))
}

async fn answer(target: Target, incoming: &Incoming, env: &Env) -> Outgoing {
    let shape = routes::shape(&incoming.path);
    let reader = incoming.reader();
    let Some(config) = settings::config(env) else {
        return refusal::misconfigured(shape, reader);
    };
    if !incoming.has_id {
        return refusal::without_id(shape, reader);
    }
    let (origin, site) = (incoming.header("Origin"), incoming.header("Sec-Fetch-Site"));
    let sender = cross_origin::sender(origin.as_deref(), site.as_deref(), &config);
    match target {
        Target::NotFound => refusal::not_found(shape, reader),
        Target::MethodNotAllowed(_) if is_no_file(incoming, env).await => refusal::not_found(shape, reader),
        Target::MethodNotAllowed(allow) => preflight(incoming, sender, allow)
            .unwrap_or_else(|| refusal::method_not_allowed(shape, allow, reader)),
        Target::Found(route) if route.is_guarded() && sender == Sender::Foreign => {
            refusal::foreign_origin(shape, reader)
        }
        Target::Found(route) => {
            if route.is_guarded()
                && let Err(too_often) = rates::take_addresses(incoming, &config)
            {
                return refusal::too_often(shape, too_often, reader);
            }
            let is_shared = route.is_shared();
            let mut outgoing = dispatch(route, incoming, env, &config).await;
            if is_shared {
                outgoing.add(cross_origin::answer_headers(sender));
            }
            outgoing
        }
    }
}

/// Whether the path is one of files and none lies there: it has no other methods either.
async fn is_no_file(incoming: &Incoming, env: &Env) -> bool {
    match routes::resolve("GET", &incoming.path) {
        Target::Found(Route::File(path)) => !forms::is_there(&path, env).await,
        _ => false,
    }
}

/// The answer to the question of a browser whether a page may call at all.
fn preflight(incoming: &Incoming, sender: Sender<'_>, methods: &str) -> Option<Outgoing> {
    let method = incoming.header("Access-Control-Request-Method").filter(|_| incoming.method == "OPTIONS")?;
    match routes::resolve(&method, &incoming.path) {
        Target::Found(route) if route.is_shared() => {
            let mut outgoing = Outgoing::empty(204);
            outgoing.add(cross_origin::preflight_headers(sender, methods)?);
            Some(outgoing)
        }
        _ => None,
    }
}

async fn dispatch(route: Route, incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    match route {
        Route::Token(product) => exchange::exchange(product, incoming, config).await,
        Route::Password { action, account } => password::handle(action, account, incoming, env, config).await,
        Route::Policy(name) => policy::serve(&name, incoming, env, config).await,
        Route::Mint => mint::mint(incoming, env, config).await,
        Route::ShowTicket => mint::show(incoming, env, config).await,
        Route::ClaimTicket => mint::claim(incoming, env, config).await,
        Route::Audit => audit::read(incoming, env, config).await,
        Route::Drift => drift::read(incoming, env, config).await,
        Route::LearnedLimits(name) => drift::limits(&name, incoming, env, config).await,
        Route::Metrics => metrics::read(incoming, env, config).await,
        Route::Health => Outgoing::json(200, r#"{"status":"ok"}"#.to_owned()),
        Route::Ready => ready::answer(env, config).await,
        #[cfg(feature = "test-routes")]
        Route::Test(failure) => test_routes::fail(&failure, env).await,
        Route::ChangePassword => well_known::change_password(config),
        Route::SecurityTxt => well_known::security_txt(incoming, config),
        Route::OpenApi => forms::serve("/openapi.json", incoming, env).await,
        Route::File(path) => forms::serve(&path, incoming, env).await,
    }
}

/// A request whose address is not its own target's has no path, and no route.
fn take_apart(request: web_sys::Request) -> (Incoming, bool) {
    let host = header(&request.headers(), "Host").unwrap_or_default();
    let target = RequestTarget::read(&request.url(), &host);
    let is_addressed = target.is_some();
    let RequestTarget { path, query } = target.unwrap_or_default();
    let id = request_id();
    let incoming = Incoming {
        method: request.method(),
        path,
        query,
        started_ms: clock::now_ms(),
        max_body_bytes: MAX_BODY_BYTES,
        request_id: id.clone().unwrap_or_else(|| NO_ID.to_owned()),
        has_id: id.is_some(),
        inner: request,
    };
    (incoming, is_addressed)
}

/// 128 random bits in hexadecimal; `None` without randomness.
fn request_id() -> Option<String> {
    let mut bytes = [0_u8; 16];
    #[cfg(feature = "test-routes")]
    if test_routes::has_no_randomness() {
        return None;
    }
    getrandom::fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// One line of JSON. Every member is a number, a fixed word, our own id or a vendor's code. `outcome`
/// is the word of the answer, the audit log and the metrics; `cause` says why.
fn log(incoming: &Incoming, template: &str, outgoing: &Outgoing, took_ms: u64) {
    let told = outgoing.disposition.as_ref();
    let line = json!({
        "request_id": incoming.request_id,
        "method": incoming.method,
        "route": template,
        "status": outgoing.status,
        "outcome": told.map(|told| told.outcome),
        "cause": told.map(|told| told.cause),
        "why": told.and_then(|told| told.why),
        "permission": told.and_then(|told| told.permission.as_deref()),
        "code": told.map(|told| &told.code).filter(|code| !code.is_empty()),
        "ms": took_ms,
    });
    worker::console_log!("{line}");
}
