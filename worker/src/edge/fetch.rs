//! The entry point of every request: it assigns an id, dispatches by path, and writes a log line that
//! contains no person and no secret.

use js_sys::Reflect;
use wasm_bindgen::JsValue;
use worker::{Context, Env, event};

use crate::config::Config;
use crate::edge::platform::counters::Watched;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::reuse::{self, Candidate};
use crate::edge::platform::{clock, failpoint, log, refusal, settings};
#[cfg(feature = "test-routes")]
use crate::edge::routes::test_routes;
use crate::edge::routes::{
    audit, drift, files, metrics, password, policy, rates, ready, tickets, tokens, well_known,
};
use crate::http::cross_origin::{self, Sender};
use crate::http::routes::{self, Route, Shape, Target};

#[event(fetch)]
async fn fetch(request: web_sys::Request, env: Env, _context: Context) -> worker::Result<web_sys::Response> {
    let (mut incoming, is_addressed) = Incoming::parse(request);
    let served = settings::config(&env).map(|config| config.served()).unwrap_or_default();
    let target = routes::resolve(&incoming.method, &incoming.path, &served);
    let shape = routes::shape(&incoming.path, &served);
    if let Target::Found(route) = &target {
        incoming.max_body_bytes = route.max_body_bytes();
    }
    let (watched, candidate) = (Watched::of(&target), Candidate::of(&target));
    let template = match &target {
        Target::Found(route) => route.template(),
        Target::MethodNotAllowed(_) | Target::NotFound => "",
    };
    let is_vendors = shape != Shape::Own;
    if is_vendors {
        failpoint::at("1-received").await;
    }
    let mut outgoing = if is_addressed {
        answer(target, shape, &incoming, &env).await
    } else {
        refusal::wrong_host(incoming.reader())
    };
    if is_vendors {
        failpoint::at("9-sending").await;
    }
    for name in shape.request_id_headers() {
        outgoing = outgoing.with(name, &incoming.request_id);
    }
    watched.answered(&outgoing);
    log::request(&log::Answered {
        request_id: &incoming.request_id,
        method: &incoming.method,
        route: template,
        status: outgoing.status,
        disposition: outgoing.disposition.as_ref(),
        took_ms: clock::now_ms().saturating_sub(incoming.started_ms),
    });
    let reusable = candidate.and_then(|candidate| candidate.register(&incoming, outgoing.status));
    written(outgoing, incoming.method == "HEAD", reusable)
        .map_err(|_| worker::Error::RustError("the answer cannot be written".to_owned()))
}

/// The response, with the number of the answer if the entry module may give it again.
fn written(outgoing: Outgoing, head: bool, reusable: Option<u32>) -> Result<web_sys::Response, JsValue> {
    let response = outgoing.into_response(head)?;
    if let Some(number) = reusable {
        Reflect::set(&response, &reuse::MEMBER.into(), &number.into())?;
    }
    Ok(response)
}

async fn answer(target: Target, shape: Shape, incoming: &Incoming, env: &Env) -> Outgoing {
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
        Target::MethodNotAllowed(_) if is_no_file(incoming, env, &config).await => {
            refusal::not_found(shape, reader)
        }
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

/// Whether the path is one of files and no such file exists. Such a path has no other methods either.
async fn is_no_file(incoming: &Incoming, env: &Env, config: &Config) -> bool {
    match routes::resolve("GET", &incoming.path, &[]) {
        Target::Found(Route::File(path)) => !files::is_there(&path, env, config).await,
        _ => false,
    }
}

/// The answer to a CORS preflight.
fn preflight(incoming: &Incoming, sender: Sender<'_>, methods: &str) -> Option<Outgoing> {
    let method = incoming.header("Access-Control-Request-Method").filter(|_| incoming.method == "OPTIONS")?;
    match routes::resolve(&method, &incoming.path, &[]) {
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
        Route::Token(product) => tokens::exchange(product, incoming, config).await,
        Route::Password { product, action, account } => {
            password::handle(product, action, account, incoming, env, config).await
        }
        Route::Policy(name) => policy::serve(&name, incoming, env, config).await,
        Route::Mint => tickets::mint(incoming, env, config).await,
        Route::ShowTicket => tickets::show(incoming, env, config).await,
        Route::ClaimTicket => tickets::claim(incoming, env, config).await,
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
        Route::OpenApi => files::serve("/openapi.json", incoming, env, config).await,
        Route::File(path) => files::serve(&path, incoming, env, config).await,
    }
}
