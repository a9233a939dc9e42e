//! Serves the files of the forms from the service `ASSETS`.

use js_sys::futures::JsFuture;
use passgate_core::Product;
use wasm_bindgen::JsCast;
use web_sys::{RequestInit, RequestRedirect};
use worker::Env;

use crate::base::object::ASSETS;
use crate::config::Config;
use crate::edge::platform::bindings::Bindings;
use crate::edge::platform::deadline::within;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::http::files::{self, PAGE_POLICY, Served};
use crate::http::problem::Problem;

const DISK_MS: u64 = 5_000;
/// The page that a browser gets for a missing file.
const NOT_FOUND: &str = "/not-found.html";

/// The file that a path resolves to, with its headers. For a missing file a person gets a page.
pub async fn serve(path: &str, incoming: &Incoming, env: &Env, config: &Config) -> Outgoing {
    let (path, content_type) = match resolved(path, config) {
        None => return not_found(incoming, env).await,
        Some(Served::File { path, content_type }) => (path, content_type),
        Some(Served::Folder(folder)) => {
            if !is_there(&folder, env, config).await {
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

/// What the path resolves to. The form of a product that is not configured is not served: it has nothing to
/// reset.
fn resolved(path: &str, config: &Config) -> Option<Served> {
    let served = files::served(path)?;
    let (Served::File { path, .. } | Served::Folder(path)) = &served;
    let product = path.strip_prefix('/').and_then(|path| Product::from_name(path.split('/').next()?));
    let is_configured = product.is_none_or(|product| config.products.contains_key(&product));
    is_configured.then_some(served)
}

fn file(status: u16, content_type: &str, response: &web_sys::Response) -> Outgoing {
    let mut outgoing =
        Outgoing { status, headers: Vec::new(), body: Body::Stream(response.body()), disposition: None };
    if content_type.starts_with("text/html") {
        outgoing = outgoing.with("Content-Security-Policy", PAGE_POLICY);
    }
    outgoing.with("Content-Type", content_type).with("Cache-Control", files::cache_control(content_type))
}

/// The answer for a missing file: a page for browsers, a problem document for programs.
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

/// Whether a file, or a folder with a page, exists under the path.
pub async fn is_there(path: &str, env: &Env, config: &Config) -> bool {
    let path = match resolved(path, config) {
        Some(Served::File { path, .. }) => path,
        Some(Served::Folder(folder)) => format!("{folder}index.html"),
        None => return false,
    };
    read(&path, env).await.is_some()
}

/// The asset at the path, if it exists.
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
