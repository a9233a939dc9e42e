//! The forms' files, from the service `ASSETS`.

use js_sys::futures::JsFuture;
use wasm_bindgen::JsCast;
use web_sys::{RequestInit, RequestRedirect};
use worker::Env;

use crate::base::object::ASSETS;
use crate::edge::platform::bindings::Bindings;
use crate::edge::platform::deadline::within;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::http::files::{self, PAGE_POLICY, Served};
use crate::http::problem::Problem;

const DISK_MS: u64 = 5_000;
/// What a browser is shown where nothing lies.
const NOT_FOUND: &str = "/not-found.html";

/// The file a path leads to, with its headers. Where none lies, a person is told so by a page.
pub async fn serve(path: &str, incoming: &Incoming, env: &Env) -> Outgoing {
    let (path, content_type) = match files::served(path) {
        None => return not_found(incoming, env).await,
        Some(Served::File { path, content_type }) => (path, content_type),
        Some(Served::Folder(folder)) => {
            if !is_there(&folder, env).await {
                return not_found(incoming, env).await;
            }
            return Outgoing { status: 308, headers: Vec::new(), body: Body::Empty, disposition: None }
                .with("Location", &folder);
        }
    };
    let Some(response) = read(&path, env).await else {
        return not_found(incoming, env).await;
    };
    file(200, content_type, &response)
}

fn file(status: u16, content_type: &str, response: &web_sys::Response) -> Outgoing {
    let mut outgoing =
        Outgoing { status, headers: Vec::new(), body: Body::Stream(response.body()), disposition: None };
    if content_type.starts_with("text/html") {
        outgoing = outgoing.with("Content-Security-Policy", PAGE_POLICY);
    }
    outgoing.with("Content-Type", content_type).with("Cache-Control", files::cache_control(content_type))
}

/// A page for whoever asks for one, a problem document for programs.
async fn not_found(incoming: &Incoming, env: &Env) -> Outgoing {
    let problem = Outgoing::problem(&Problem::NotFound, incoming.reader());
    if !incoming.header("Accept").is_some_and(|accepted| accepted.contains("text/html")) {
        return problem;
    }
    match read(NOT_FOUND, env).await {
        Some(page) => {
            Outgoing { disposition: problem.disposition, ..file(404, "text/html; charset=utf-8", &page) }
        }
        None => problem,
    }
}

/// Whether a file is served under that path, or a folder that has one.
pub async fn is_there(path: &str, env: &Env) -> bool {
    let path = match files::served(path) {
        Some(Served::File { path, .. }) => path,
        Some(Served::Folder(folder)) => format!("{folder}index.html"),
        None => return false,
    };
    read(&path, env).await.is_some()
}

/// The file of that path among the assets, if it is there.
async fn read(path: &str, env: &Env) -> Option<web_sys::Response> {
    let response = within(DISK_MS, fetch(path, env)).await.flatten()?;
    (response.status() == 200).then_some(response)
}

async fn fetch(path: &str, env: &Env) -> Option<web_sys::Response> {
    let service = Bindings(env).service(ASSETS)?;
    let init = RequestInit::new();
    init.set_redirect(RequestRedirect::Manual);
    let promise = service.fetch(&format!("http://assets{path}"), &init).ok()?;
    JsFuture::from(promise).await.ok()?.dyn_into().ok()
}
