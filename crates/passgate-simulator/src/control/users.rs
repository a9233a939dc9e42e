use serde::Deserialize;
use serde_json::{Value, json};

use super::error::ControlError;
use super::{Outcome, input, ok};
use crate::directory::{Account, Profile, numbered_profile};
use crate::net::Request;
use crate::options::Hidden;
use crate::passwords::Passwords;
use crate::world::{NUMBERED_PREFIX, World};

/// The maximum number of accounts in one request.
const MOST_NUMBERED: usize = 100_000;

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Vendor {
    Feishu,
    Eiam,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Numbered {
    count: usize,
    #[serde(default = "numbered_prefix")]
    prefix: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    vendor: Vendor,
    user: String,
    password: String,
}

pub(super) fn list(world: &World) -> Outcome {
    let users: Vec<Value> = world.users.iter().map(|account| shown(world, account)).collect();
    ok(json!({"users": users}))
}

pub(super) fn add(world: &mut World, request: &Request) -> Outcome {
    let profile: Profile = input::read(request)?;
    if profile.username.is_empty() {
        return Err(ControlError::invalid("username", "must not be empty"));
    }
    if world.users.contains(&profile.username) {
        return Err(ControlError::conflict("username", "exists already"));
    }
    refuse_taken_ids(world, &profile)?;
    let username = profile.username.clone();
    world.users.add(profile);
    Ok((201, json!(world.users.by_username(&username).map(|account| shown(world, account)))))
}

pub(super) fn add_numbered(world: &mut World, request: &Request) -> Outcome {
    let Numbered { count, prefix } = input::read(request)?;
    if !(1..=MOST_NUMBERED).contains(&count) {
        let message = format!("must be between 1 and {MOST_NUMBERED}");
        return Err(ControlError::invalid("count", message));
    }
    let mut users = Vec::new();
    for number in 1..=count {
        let profile = numbered_profile(&prefix, number);
        let username = profile.username.clone();
        if !world.users.contains(&username) {
            world.users.add(profile);
        }
        users.extend(world.users.by_username(&username).map(|account| shown(world, account)));
    }
    Ok((201, json!({"users": users})))
}

pub(super) fn change(world: &mut World, username: &str, request: &Request) -> Outcome {
    let account = find(world, username)?;
    let mut merged = json!(account.profile);
    let over: Value = input::read(request)?;
    if !over.is_object() {
        return Err(ControlError::invalid("body", "must be a JSON object"));
    }
    input::merge(&mut merged, over);
    let profile: Profile = input::from_value(merged)?;
    if profile.username != account.profile.username {
        return Err(ControlError::invalid("username", "cannot be changed"));
    }
    refuse_taken_ids(world, &profile)?;
    let name = profile.username.clone();
    find(world, username)?.profile = profile;
    ok(json!(world.users.by_username(&name).map(|account| shown(world, account))))
}

pub(super) fn verify(world: &mut World, request: &Request) -> Outcome {
    let asked: Credentials = input::read(request)?;
    let account = find(world, &asked.user)?;
    let must_modify = match asked.vendor {
        Vendor::Feishu => None,
        Vendor::Eiam => account.eiam.must_modify.clone(),
    };
    let passwords = passwords(account, asked.vendor)?;
    ok(json!({
        "matches": passwords.matches(&asked.password),
        "changes": passwords.changes(),
        "must_modify": must_modify,
    }))
}

pub(super) fn set_password(world: &mut World, request: &Request) -> Outcome {
    let asked: Credentials = input::read(request)?;
    let password = Hidden::new(asked.password);
    let account = find(world, &asked.user)?;
    passwords(account, asked.vendor)?.change(password.expose());
    ok(json!({"changed": true}))
}

fn find<'a>(world: &'a mut World, user: &str) -> Result<&'a mut Account, ControlError> {
    world
        .users
        .by_any_id_mut(user)
        .ok_or_else(|| ControlError::not_found("user", "there is no such user name or id"))
}

fn passwords(account: &mut Account, vendor: Vendor) -> Result<&mut Passwords, ControlError> {
    let unknown = || ControlError::not_found("user", "has no account at this vendor");
    match vendor {
        Vendor::Feishu => {
            account.profile.feishu.as_ref().ok_or_else(unknown)?;
            Ok(&mut account.feishu.passwords)
        }
        Vendor::Eiam => {
            account.profile.eiam.as_ref().ok_or_else(unknown)?;
            Ok(&mut account.eiam.passwords)
        }
    }
}

fn refuse_taken_ids(world: &World, profile: &Profile) -> Result<(), ControlError> {
    let taken = world.users.taken_id(profile);
    taken.map_or(Ok(()), |id| Err(ControlError::conflict("id", format!("{id} belongs to another user"))))
}

/// The profile and the counters, never a password.
fn shown(world: &World, account: &Account) -> Value {
    let mut shown = json!(account.profile);
    if let Some(Value::Object(feishu)) = shown.get_mut("feishu") {
        feishu.insert(
            "resets_today".to_owned(),
            json!(world.feishu.resets_today(&account.profile.username, world.clock.now())),
        );
        feishu.insert("changes".to_owned(), json!(account.feishu.passwords.changes()));
    }
    if let Some(Value::Object(eiam)) = shown.get_mut("eiam") {
        eiam.insert("must_modify".to_owned(), json!(account.eiam.must_modify));
        eiam.insert("changes".to_owned(), json!(account.eiam.passwords.changes()));
    }
    shown
}

fn numbered_prefix() -> String {
    NUMBERED_PREFIX.to_owned()
}
