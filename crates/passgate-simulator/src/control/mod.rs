//! The control API `/_sim/…` for tests and demos. The crate's documentation describes every endpoint.

mod breaches;
mod calls;
mod clock;
mod credentials;
mod error;
mod faults;
mod id_tokens;
mod input;
mod policy;
mod users;

use hyper::Method;
use serde_json::{Value, json};

use crate::net::{Reply, Request};
use crate::play::Play;
use error::ControlError;

const JSON: &str = "application/json; charset=utf-8";

type Outcome = Result<(u16, Value), ControlError>;

/// Answers a request below `/_sim`.
pub(crate) fn answer(play: &Play, segments: &[String], request: &Request) -> Reply {
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    match dispatch(play, &path, request) {
        Ok((status, value)) => Reply::json(status, JSON, &value),
        Err(error) => error.into_reply(),
    }
}

fn dispatch(play: &Play, path: &[&str], request: &Request) -> Outcome {
    let method = &request.head.method;
    let world = &mut *play.world();
    match (path, method) {
        (["health"], &Method::GET) => ok(json!({"status": "ok"})),
        (["reset-all"], &Method::POST) => {
            world.reset();
            ok(json!({"reset": true}))
        }
        (["faults"], &Method::GET) => faults::list(world),
        (["faults"], &Method::POST) => faults::add(world, request),
        (["faults"], &Method::DELETE) => faults::clear(world, request),
        (["policy", "feishu"], _) => policy::feishu(world, request),
        (["policy", "eiam"], _) => policy::eiam(world, request),
        (["policy", "breaches"], _) => policy::breaches(world, request),
        (["breaches"], &Method::GET) => breaches::list(world),
        (["breaches"], &Method::POST) => breaches::add(world, request),
        (["breaches"], &Method::DELETE) => breaches::clear(world),
        (["users"], &Method::GET) => users::list(world),
        (["users"], &Method::POST) => users::add(world, request),
        (["users", "numbered"], &Method::POST) => users::add_numbered(world, request),
        (["users", "verify"], &Method::POST) => users::verify(world, request),
        (["users", "set-password"], &Method::POST) => users::set_password(world, request),
        (["users", username], &Method::PATCH) => users::change(world, username, request),
        (["apps"], &Method::GET) => credentials::list_apps(world),
        (["apps"], &Method::POST) => credentials::add_app(world, request),
        (["apps", id], &Method::PATCH) => credentials::change_app(world, id, request),
        (["clients"], &Method::GET) => credentials::list_clients(world),
        (["clients"], &Method::POST) => credentials::add_client(world, request),
        (["clients", id], &Method::PATCH) => credentials::change_client(world, id, request),
        (["tokens"], &Method::GET) => {
            ok(json!({ "feishu": world.feishu.given().list(), "eiam": world.eiam.given().list() }))
        }
        (["tokens", "expire"], &Method::POST) => credentials::expire_tokens(world, request),
        (["clock"], &Method::GET) => clock::show(world),
        (["clock"], &Method::POST) => clock::change(world, request),
        (["calls"], &Method::GET) => calls::list(world, request),
        (["calls"], &Method::DELETE) => calls::clear(world),
        (["deliveries"], &Method::GET) => calls::deliveries(world),
        (["deliveries"], &Method::DELETE) => calls::clear_deliveries(world),
        (["id-tokens"], &Method::POST) => id_tokens::issue(world, request),
        (["keys", "rotate"], &Method::POST) => id_tokens::rotate(world, request),
        _ => Err(ControlError::not_found("path", format!("there is no {method} /_sim/{}", path.join("/")))),
    }
}

fn ok(value: Value) -> Outcome {
    Ok((200, value))
}
