//! Answers that the entry module gives again without a request to the Rust module: they are the module's
//! own answers, with an id of their own, and they are counted and logged.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "all of it is test code")]

use std::collections::BTreeSet;
use std::fs;

use passgate_edge_tests::{Ask, Edge, IdToken, Told};
use serde_json::json;

/// The headers of an answer that are its own, or of the connection.
const OF_ONE_ANSWER: [&str; 4] = ["x-request-id", "date", "content-length", "transfer-encoding"];

/// An origin that the configuration lists.
const ORIGIN: &str = "https://forms.example.com";

/// A request: method, path and headers.
type Request<'r> = (&'r str, &'r str, &'r [(&'r str, &'r str)]);

fn ask(edge: &Edge, (method, path, headers): Request<'_>) -> Told {
    let ask = Ask::new(method, path);
    edge.ask(&headers.iter().fold(ask, |ask, (name, value)| ask.header(name, value)))
}

/// What a repetition must have in common with the first answer.
fn content(told: &Told) -> (u16, BTreeSet<(String, String)>, &str) {
    let headers = told.headers.iter().map(|(name, value)| (name.to_lowercase(), value.clone()));
    let headers = headers.filter(|(name, _)| !OF_ONE_ANSWER.contains(&name.as_str())).collect();
    (told.status, headers, &told.text)
}

/// How many answers were given again so far.
fn reused(edge: &Edge) -> u64 {
    edge.ask(&Ask::post("/__test/memory")).json()["reused"].as_u64().unwrap()
}

fn counted(edge: &Edge, series: &str) -> u64 {
    let token = edge.eiam_token(&edge.stack().clients().metrics);
    let told = edge.ask(&Ask::get("/v1/metrics").bearer(&token));
    let line = told.text.lines().find_map(|line| line.strip_prefix(series));
    line.map_or(0, |number| number.trim().parse().unwrap())
}

/// The folder of the forms' files, whose name has a hash of its content.
fn assets(edge: &Edge) -> String {
    let page = edge.ask(&Ask::get("/eiam/")).text;
    let folder = page.split_once("/assets-").and_then(|(_, rest)| rest.split_once('/')).unwrap().0;
    format!("/assets-{folder}")
}

#[test]
fn a_repetition_is_the_modules_answer_with_an_id_of_its_own() {
    let edge = Edge::configured(&json!({ "allowed_origins": [ORIGIN] }));
    let etag = edge.ask(&Ask::get("/v1/policies/eiam")).header("ETag").to_owned();
    let (page_js, module) =
        (format!("{}/page.js", assets(&edge)), format!("{}/passgate/passgate_bg.wasm", assets(&edge)));
    let weak = format!("W/{etag}");
    let requests: Vec<Request<'_>> = vec![
        ("GET", "/healthz", &[]),
        ("HEAD", "/healthz", &[]),
        ("GET", "/v1/policies/eiam", &[]),
        ("HEAD", "/v1/policies/eiam", &[]),
        ("GET", "/v1/policies/feishu", &[("Accept-Language", "en")]),
        ("GET", "/v1/policies/eiam", &[("Origin", ORIGIN), ("Sec-Fetch-Site", "cross-site")]),
        ("GET", "/v1/policies/eiam", &[("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")]),
        ("GET", "/", &[]),
        ("GET", "/eiam/", &[("Accept-Language", "zh-CN"), ("Accept", "text/html")]),
        ("HEAD", "/eiam/", &[]),
        ("GET", "/eiam", &[]),
        ("GET", "/.well-known/change-password", &[]),
        ("GET", &page_js, &[]),
        ("GET", &page_js, &[("Accept-Encoding", "gzip, br")]),
        ("HEAD", &page_js, &[("Accept-Encoding", "br;q=0")]),
        ("HEAD", &module, &[("Accept-Encoding", "br")]),
    ];
    let conditional = [etag.as_str(), weak.as_str(), "*", "\"other\""];
    let conditional: Vec<[(&str, &str); 1]> = conditional.map(|tag| [("If-None-Match", tag)]).into();
    let conditional = conditional.iter().map(|headers| ("GET", "/v1/policies/eiam", &headers[..]));
    let mut ids = BTreeSet::new();
    for request in requests.into_iter().chain(conditional) {
        let before = reused(&edge);
        let told: Vec<Told> = (0..4).map(|_| ask(&edge, request)).collect();
        assert!(reused(&edge) >= before + 2, "{request:?} was answered by the module each time");
        for again in &told {
            assert_eq!(content(again), content(&told[0]), "{request:?}");
            let id = again.header("X-Request-Id");
            assert_eq!((id.len(), ids.insert(id.to_owned())), (32, true), "{request:?}: {id}");
        }
        // The module's own answer, which a query keeps from being given again.
        let (method, path, headers) = request;
        let mut own = ask(&edge, (method, &format!("{path}?x"), headers));
        // A redirect keeps the query.
        for (_, value) in &mut own.headers {
            value.truncate(value.strip_suffix("?x").map_or(value.len(), str::len));
        }
        assert_eq!(content(&own), content(&told[0]), "{request:?}");
    }
    // Every answer has its line in the log.
    let log = fs::read_to_string(edge.stack().worker_log()).unwrap();
    for id in &ids {
        assert_eq!(log.matches(&format!("\"request_id\":\"{id}\"")).count(), 1, "{id}");
    }
}

#[test]
fn a_repetition_is_counted() {
    let edge = Edge::start();
    let series = "passgate_http_requests_total{route=\"/healthz\",status=\"200\"}";
    let before = counted(&edge, series);
    let reused_before = reused(&edge);
    (0..20).for_each(|_| drop(edge.ask(&Ask::get("/healthz"))));
    assert_eq!(counted(&edge, series), before + 20);
    assert!(reused(&edge) > reused_before);
}

#[test]
fn other_answers_are_never_given_again() {
    let edge = Edge::start();
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    let before = reused(&edge);
    for _ in 0..3 {
        for (method, path, headers) in [
            ("GET", "/readyz", &[][..]),
            ("GET", "/healthz?x", &[]),
            ("POST", "/healthz", &[]),
            ("OPTIONS", "/v1/policies/eiam", &[("Origin", "https://x.example")]),
            ("GET", "/v1/policies/gmail", &[]),
            ("GET", "/nothing.js", &[]),
            ("GET", "/nothing", &[("Accept", "text/html")]),
            ("GET", "/eiam/%23rt1.a.b", &[]),
            ("GET", "/v1/tickets/self", &[("Authorization", user.as_str())]),
            ("GET", "/v1/metrics", &[]),
        ] {
            ask(&edge, (method, path, headers));
        }
    }
    assert_eq!(reused(&edge), before);
    assert_eq!(edge.ask(&Ask::post("/healthz")).status, 405);
}

#[test]
fn a_learned_limit_and_an_abandoned_instance_end_the_repetitions() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let client = edge.eiam_token(&edge.stack().clients().eiam);
    let policy = || edge.ask(&Ask::get("/v1/policies/eiam"));
    let before = policy();
    assert_eq!(policy().text, before.text);
    edge.vendor_policy("eiam", &json!({ "min": 12 }));
    assert_eq!(edge.ask(&Edge::change(&client, &wang.eiam, "Tz~5820kQ")).code(), "PWD.0002");
    // At once, although the first answer would still be good for a moment.
    assert_ne!(policy().header("ETag"), before.header("ETag"));
    assert_eq!(policy().json()["rules"][0]["reported"]["min"], 12);
    for _ in 0..2 {
        assert_eq!(edge.ask(&Ask::get("/healthz")).text, r#"{"status":"ok"}"#);
    }
    assert_eq!(edge.ask(&Ask::post("/__test/worker-panic")).status, 500);
    // The numbers of the next instance begin again, with another answer.
    for _ in 0..2 {
        assert_eq!(policy().json()["rules"][0]["reported"]["min"], 12);
        assert_eq!(edge.ask(&Ask::get("/healthz")).text, r#"{"status":"ok"}"#);
    }
}
