//! Serves the files of the forms from the service `ASSETS`.

use js_sys::futures::JsFuture;
use passgate_core::Product;
use wasm_bindgen::JsCast;
use web_sys::{ReadableStream, RequestInit, RequestRedirect};
use worker::Env;

use crate::base::object::ASSETS;
use crate::config::Config;
use crate::edge::platform::bindings::Bindings;
use crate::edge::platform::deadline::within;
use crate::edge::platform::incoming::Incoming;
use crate::edge::platform::respond::{Body, Outgoing};
use crate::http::files::{self, PAGE_POLICY, Served, accepts_brotli};
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
                .with("Location", &located(&folder, &incoming.query));
        }
    };
    match content(&path, incoming, env).await {
        Some(content) => file(200, &path, content_type, content),
        None => not_found(incoming, env).await,
    }
}

/// The folder with the query of the request, which may say the language.
fn located(folder: &str, query: &str) -> String {
    if query.is_empty() { folder.to_owned() } else { format!("{folder}?{query}") }
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

fn file(status: u16, path: &str, content_type: &str, content: Content) -> Outgoing {
    let body = Body::Stream { stream: content.stream, is_encoded: content.is_brotli };
    let mut outgoing = Outgoing { status, headers: Vec::new(), body, disposition: None };
    if content_type.starts_with("text/html") {
        outgoing = outgoing.with("Content-Security-Policy", PAGE_POLICY);
    }
    if files::is_content_addressed(path) {
        outgoing = outgoing.with("Vary", "Accept-Encoding");
    }
    if content.is_brotli {
        outgoing = outgoing.with("Content-Encoding", "br");
    }
    outgoing
        .with("Content-Type", content_type)
        .with("Cache-Control", files::cache_control(path, content_type))
}

/// The content of a file.
struct Content {
    stream: Option<ReadableStream>,
    is_brotli: bool,
}

impl Content {
    fn plain(response: &web_sys::Response) -> Self {
        Self { stream: response.body(), is_brotli: false }
    }
}

/// The content of the asset at the path, if it exists: its copy in Brotli, if there is one and the client
/// takes it.
async fn content(path: &str, incoming: &Incoming, env: &Env) -> Option<Content> {
    let takes_brotli = || incoming.header("Accept-Encoding").is_some_and(|codings| accepts_brotli(&codings));
    if files::is_content_addressed(path)
        && takes_brotli()
        && let Some(copy) = read(&format!("{path}.br"), env).await
    {
        return Some(Content { stream: copy.body(), is_brotli: true });
    }
    read(path, env).await.map(|response| Content::plain(&response))
}

/// The answer for a missing file: a page for browsers, a problem document for programs.
async fn not_found(incoming: &Incoming, env: &Env) -> Outgoing {
    let problem = Outgoing::problem(&Problem::NotFound, incoming.reader());
    if !incoming.header("Accept").is_some_and(|accepted| accepted.contains("text/html")) {
        return problem;
    }
    match read(NOT_FOUND, env).await {
        Some(page) => {
            let page = file(404, NOT_FOUND, "text/html; charset=utf-8", Content::plain(&page));
            Outgoing { disposition: problem.disposition, ..page }
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
