//! The configuration, read once per instance of the module.

use std::cell::OnceCell;
use std::rc::Rc;

use serde_json::json;
use wasm_bindgen::prelude::*;
use worker::Env;

use crate::base::fields::Wrong;
use crate::base::object::Object;
use crate::config::parts::{Part, VARIABLES, too_long_for_cloudflare};
use crate::config::{Assumed, Config};
use crate::edge::platform::bindings::Bindings;

thread_local! {
    static CONFIG: OnceCell<Rc<Config>> = const { OnceCell::new() };
}

/// The configuration; `None` when it is invalid, in which case the Worker does not start.
pub fn config(env: &Env) -> Option<Rc<Config>> {
    CONFIG.with(|cell| {
        if let Some(config) = cell.get() {
            return Some(Rc::clone(config));
        }
        let config = Rc::new(read(env).ok()?);
        Some(Rc::clone(cell.get_or_init(|| config)))
    })
}

/// Every invalid field of the configuration, by name, so that the entry module can refuse to start;
/// `None` when the configuration is valid.
#[wasm_bindgen(js_name = passgateWrong)]
pub fn wrong(env: &Env) -> Option<String> {
    let wrong = match read(env) {
        Ok(_) => return None,
        Err(wrong) => wrong,
    };
    let lines: Vec<String> =
        wrong.iter().map(|wrong| format!("  {}: {}", wrong.field, wrong.problem)).collect();
    Some(format!("passgate does not start; its configuration is wrong:\n{}", lines.join("\n")))
}

/// The log lines that the entry module writes at start, each in JSON: the assumed numbers of a policy,
/// and the variables that are too long for Cloudflare.
#[wasm_bindgen(js_name = passgateAssumed)]
pub fn assumed(env: &Env) -> Vec<String> {
    let Some(config) = config(env) else {
        return Vec::new();
    };
    let assumed = config.products.values().flat_map(|product| &product.assumed);
    let line = |assumed: &Assumed| {
        json!({
            "event": "assumed",
            "field": assumed.field,
            "rule": assumed.rule.name(),
            "asks": assumed.asks,
            "source": assumed.source,
        })
    };
    let too_long = too_long_for_cloudflare(&parts(&texts(env)));
    let told = too_long
        .into_iter()
        .map(|wrong| json!({ "event": "limit", "field": wrong.field, "problem": wrong.problem }).to_string());
    assumed.map(|assumed| line(assumed).to_string()).chain(told).collect()
}

/// The variables that are set, with their texts.
fn texts(env: &Env) -> Vec<(&'static str, String)> {
    let bindings = Bindings(env);
    VARIABLES.into_iter().filter_map(|name| Some((name, bindings.json(name)?))).collect()
}

fn parts<'t>(texts: &'t [(&'static str, String)]) -> Vec<Part<'t>> {
    texts.iter().map(|(name, text)| (*name, text.as_str())).collect()
}

fn read(env: &Env) -> Result<Config, Vec<Wrong>> {
    let bindings = Bindings(env);
    let is_wrong =
        |field: &str, problem: &str| Wrong { field: field.to_owned(), problem: problem.to_owned() };
    let mut wrong: Vec<Wrong> = Object::ALL
        .into_iter()
        .filter(|object| bindings.namespace(*object).is_none())
        .map(|object| is_wrong(object.binding(), "no Durable Object namespace is bound"))
        .collect();
    let texts = texts(env);
    if !texts.iter().any(|(name, _)| *name == VARIABLES[0]) {
        wrong.push(is_wrong(VARIABLES[0], "is not set"));
        return Err(wrong);
    }
    match Config::parse_parts(&parts(&texts), &bindings) {
        Ok(config) if wrong.is_empty() => Ok(config),
        Ok(_) => Err(wrong),
        Err(more) => {
            wrong.extend(more);
            Err(wrong)
        }
    }
}
