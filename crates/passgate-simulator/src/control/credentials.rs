//! Apps and clients with their permissions, never with their secrets.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ControlError;
use super::users::Vendor;
use super::{Outcome, input, ok};
use crate::eiam::Client;
use crate::feishu::{App, AppState};
use crate::net::Request;
use crate::options::Hidden;
use crate::world::World;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewApp {
    app_id: String,
    app_secret: String,
    scopes: Option<BTreeSet<String>>,
    state: Option<AppState>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedApp {
    app_secret: Option<String>,
    scopes: Option<BTreeSet<String>>,
    state: Option<AppState>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewClient {
    client_id: String,
    client_secret: String,
    permissions: Option<BTreeSet<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ChangedClient {
    client_secret: Option<String>,
    permissions: Option<BTreeSet<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expire {
    vendor: Option<Vendor>,
}

pub(super) fn list_apps(world: &World) -> Outcome {
    let apps: Vec<Value> = world.feishu.apps.iter().map(|(id, app)| shown_app(id, app)).collect();
    ok(json!({"apps": apps}))
}

pub(super) fn add_app(world: &mut World, request: &Request) -> Outcome {
    let new: NewApp = input::read(request)?;
    let apps = &mut world.feishu.apps;
    if apps.contains_key(&new.app_id) {
        return Err(ControlError::conflict("app_id", "exists already"));
    }
    let mut app = App::new(Hidden::new(new.app_secret));
    app.scopes = new.scopes.unwrap_or(app.scopes);
    app.state = new.state.unwrap_or(app.state);
    let shown = shown_app(&new.app_id, &app);
    apps.insert(new.app_id, app);
    Ok((201, shown))
}

pub(super) fn change_app(world: &mut World, id: &str, request: &Request) -> Outcome {
    let change: ChangedApp = input::read(request)?;
    let app = world
        .feishu
        .apps
        .get_mut(id)
        .ok_or_else(|| ControlError::not_found("app_id", "there is no such app"))?;
    if let Some(secret) = change.app_secret {
        app.secret = Hidden::new(secret);
    }
    if let Some(scopes) = change.scopes {
        app.scopes = scopes;
    }
    app.state = change.state.unwrap_or(app.state);
    ok(shown_app(id, app))
}

pub(super) fn list_clients(world: &World) -> Outcome {
    let clients: Vec<Value> =
        world.eiam.clients.iter().map(|(id, client)| shown_client(id, client)).collect();
    ok(json!({"clients": clients}))
}

pub(super) fn add_client(world: &mut World, request: &Request) -> Outcome {
    let new: NewClient = input::read(request)?;
    let clients = &mut world.eiam.clients;
    if clients.contains_key(&new.client_id) {
        return Err(ControlError::conflict("client_id", "exists already"));
    }
    let mut client = Client::new(Hidden::new(new.client_secret));
    client.permissions = new.permissions.unwrap_or(client.permissions);
    let shown = shown_client(&new.client_id, &client);
    clients.insert(new.client_id, client);
    Ok((201, shown))
}

pub(super) fn change_client(world: &mut World, id: &str, request: &Request) -> Outcome {
    let change: ChangedClient = input::read(request)?;
    let client = world
        .eiam
        .clients
        .get_mut(id)
        .ok_or_else(|| ControlError::not_found("client_id", "there is no such client"))?;
    if let Some(secret) = change.client_secret {
        client.secret = Hidden::new(secret);
    }
    if let Some(permissions) = change.permissions {
        client.permissions = permissions;
    }
    ok(shown_client(id, client))
}

/// Expires all tokens that were issued so far.
pub(super) fn expire_tokens(world: &mut World, request: &Request) -> Outcome {
    let Expire { vendor } = input::read(request)?;
    if matches!(vendor, None | Some(Vendor::Feishu)) {
        world.feishu.forget_tokens();
    }
    if matches!(vendor, None | Some(Vendor::Eiam)) {
        world.eiam.forget_tokens();
    }
    ok(json!({"expired": true}))
}

fn shown_app(id: &str, app: &App) -> Value {
    json!({"app_id": id, "scopes": app.scopes, "state": app.state})
}

fn shown_client(id: &str, client: &Client) -> Value {
    json!({"client_id": id, "permissions": client.permissions})
}
