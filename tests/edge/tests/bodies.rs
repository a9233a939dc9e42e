//! Bodies that do not end: each request is answered with 408 within ten seconds, and the body of an
//! unauthenticated request is not read.
//!
//! This command measures five thousand of them, with the memory before, during and after:
//!
//! `cargo test -p passgate-edge-tests --features measured --test edge bodies::measured::five_thousand -- --nocapture`
//!
//! `PASSGATE_V8_FLAG=--max-heap-size=128` limits V8's heap in that test.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpStream;
use std::thread;
use std::time::{Duration, Instant};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use passgate_edge_tests::{Ask, Edge, IdToken};

const TEN_SECONDS: Duration = Duration::from_secs(10);
/// Beginnings of a body that does not end.
const FRAMINGS: [(&str, &str); 3] = [
    ("a body shorter than its length", "Content-Length: 40\r\n\r\n{\"pass"),
    ("a body without a byte", "Content-Length: 40\r\n\r\n"),
    ("chunks without the last one", "Transfer-Encoding: chunked\r\n\r\n6\r\n{\"pass\r\n"),
];

/// A route with a body, and the headers of an authorized caller.
struct Route {
    line: &'static str,
    headers: String,
    /// The headers of a caller with an invalid credential; `None` if the credential is in the body.
    refused: Vec<(String, u16)>,
}

fn routes(edge: &Edge) -> Vec<Route> {
    let clients = edge.stack().clients();
    let bearer = |token: &str| format!("Authorization: Bearer {token}\r\n");
    let json = "Content-Type: application/json\r\n";
    let form = "Content-Type: application/x-www-form-urlencoded\r\n";
    let basic = |id: &str, secret: &str| {
        format!("Authorization: Basic {}\r\n", STANDARD.encode(format!("{id}:{secret}")))
    };
    let (feishu, eiam) = (edge.feishu_token(&clients.feishu), edge.eiam_token(&clients.eiam));
    let tickets = edge.eiam_token(&clients.tickets);
    let operator = IdToken::of(edge, "lvmeili").operator().issue(edge);
    let refused = |status: u16| {
        [
            "",
            "Authorization: Bearer x\r\n",
            "Authorization: Bearer ct1.x.y\r\n",
            "Authorization: Bearer eyJ.e30.x\r\n",
        ]
        .into_iter()
        .map(|headers| (format!("{headers}{json}"), status))
        .collect::<Vec<_>>()
    };
    vec![
        Route {
            line: "POST /open-apis/auth/v3/tenant_access_token/internal",
            headers: json.to_owned(),
            refused: Vec::new(),
        },
        Route {
            line: "POST /open-apis/admin/v1/password/reset?user_id_type=open_id",
            headers: bearer(&feishu) + json,
            refused: refused(400),
        },
        Route { line: "POST /api/v2/tenant/token", headers: form.to_owned(), refused: Vec::new() },
        Route {
            line: "POST /api/v2/tenant/token",
            headers: basic(&clients.eiam.id, &clients.eiam.secret) + form,
            refused: vec![
                (basic(&clients.eiam.id, "cs1.x") + form, 401),
                (basic("nobody", &clients.eiam.secret) + form, 401),
                (format!("Authorization: Basic x\r\n{form}"), 401),
            ],
        },
        Route {
            line: "PUT /api/v2/tenant/users/u-1/change-password",
            headers: bearer(&eiam) + json,
            refused: refused(400),
        },
        Route {
            line: "PUT /api/v2/tenant/users/u-1/rest-password?send_mode=SMS",
            headers: bearer(&eiam) + json,
            refused: refused(400),
        },
        Route { line: "POST /v1/tickets", headers: bearer(&tickets) + json, refused: refused(401) },
        Route {
            line: "POST /v1/drift/eiam/limits",
            headers: bearer(&operator) + json,
            refused: refused(401),
        },
    ]
}

fn begin(edge: &Edge, line: &str, headers: &str, framing: &str) -> TcpStream {
    let address = edge.stack().base().trim_start_matches("http://");
    let mut socket = TcpStream::connect(address).unwrap();
    socket.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    socket.write_all(format!("{line} HTTP/1.1\r\nHost: x\r\n{headers}{framing}").as_bytes()).unwrap();
    socket
}

/// The status of the answer, and the time until it.
fn answered(socket: TcpStream, since: Instant) -> (u16, Duration) {
    let mut line = String::new();
    BufReader::new(socket).read_line(&mut line).unwrap();
    let status = line.split(' ').nth(1).and_then(|status| status.parse().ok());
    (status.unwrap_or_else(|| panic!("no status: {line:?}")), since.elapsed())
}

#[test]
fn a_body_that_does_not_end_is_answered_within_ten_seconds() {
    let edge = Edge::start();
    let routes = routes(&edge);
    thread::scope(|scope| {
        let mut asked = Vec::new();
        for route in &routes {
            for (what, framing) in FRAMINGS {
                let socket = begin(&edge, route.line, &route.headers, framing);
                let since = Instant::now();
                asked.push((route.line, what, scope.spawn(move || answered(socket, since))));
            }
        }
        for (line, what, answer) in asked {
            let (status, after) = answer.join().unwrap();
            assert_eq!(status, 408, "{line}, {what}");
            assert!(after < TEN_SECONDS, "{line}, {what}: {after:?}");
        }
    });
    assert_eq!(edge.password_calls(), 0);
    assert_eq!(edge.ask(&Ask::get("/healthz")).status, 200);
}

#[test]
fn an_unauthenticated_request_is_refused_before_its_body() {
    let edge = Edge::start();
    for route in routes(&edge) {
        for (headers, expected) in &route.refused {
            for (what, framing) in FRAMINGS {
                let socket = begin(&edge, route.line, headers, framing);
                let (status, after) = answered(socket, Instant::now());
                assert_eq!(status, *expected, "{}, {what}, {headers:?}", route.line);
                assert!(after < Duration::from_secs(2), "{}, {what}, {headers:?}: {after:?}", route.line);
            }
        }
    }
}

#[test]
fn a_slow_body_that_ends_in_time_is_read() {
    let edge = Edge::start();
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let body = br#"{"password":"Tide*Lamp72"}"#;
    let headers = format!("Authorization: Bearer {token}\r\nContent-Type: application/json\r\n");
    let wang = edge.person("wangxiaoming").eiam;
    let line = format!("PUT /api/v2/tenant/users/{wang}/change-password");
    let framing = format!("Content-Length: {}\r\n\r\n", body.len());
    let mut socket = begin(&edge, &line, &headers, &framing);
    let since = Instant::now();
    for piece in body.chunks(4) {
        thread::sleep(Duration::from_millis(200));
        socket.write_all(piece).unwrap();
    }
    assert_eq!(answered(socket, since).0, 200);
    assert!(edge.is_password("eiam", "wangxiaoming", "Tide*Lamp72"));
}

#[cfg(feature = "measured")]
mod measured {
    use std::{fs, iter};

    use super::*;

    /// The resident set of a process, in MiB, and the number of its open descriptors.
    fn resident(edge: &Edge) -> (u64, usize) {
        let id = edge.stack().worker_process_id().unwrap();
        let status = fs::read_to_string(format!("/proc/{id}/status")).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
        let kib: u64 = line.split_whitespace().nth(1).unwrap().parse().unwrap();
        (kib / 1024, fs::read_dir(format!("/proc/{id}/fd")).unwrap().count())
    }

    #[test]
    fn five_thousand_unfinished_bodies() {
        const MANY: usize = 5_000;
        let edge = match std::env::var("PASSGATE_V8_FLAG") {
            Ok(flag) => Edge::with_v8_flag(&flag),
            Err(_) => Edge::start(),
        };
        let token = edge.eiam_token(&edge.stack().clients().eiam);
        let say = |when: &str| {
            let (mib, descriptors) = resident(&edge);
            let module = edge.ask(&Ask::post("/__test/memory")).json()["module_kib"].as_u64().unwrap() / 1024;
            println!("{when}: {mib} MiB, {module} of them in the module; {descriptors} descriptors");
        };
        let (line, json) =
            ("PUT /api/v2/tenant/users/u-1/change-password", "Content-Type: application/json\r\n");
        let good = format!("Authorization: Bearer {token}\r\n{json}");
        let waves = [
            ("with a good credential", good.as_str()),
            ("with a good credential, again", good.as_str()),
            ("with a good credential, a third time", good.as_str()),
            ("with a good credential, a fourth time", good.as_str()),
            ("without a credential", json),
        ];
        for (who, headers) in waves {
            say(&format!("{who}, before"));
            let since = Instant::now();
            let held: Vec<_> =
                iter::repeat_with(|| begin(&edge, line, headers, FRAMINGS[2].1)).take(MANY).collect();
            println!("begun within {:?}", since.elapsed());
            thread::sleep(Duration::from_secs(5));
            say("during the requests");
            let health = Instant::now();
            assert_eq!(edge.ask(&Ask::get("/healthz")).status, 200);
            println!("/healthz after {:?}", health.elapsed());
            let mut statuses = std::collections::BTreeMap::<u16, usize>::new();
            let mut longest = Duration::ZERO;
            for socket in held {
                let (status, after) = answered(socket, since);
                *statuses.entry(status).or_default() += 1;
                longest = longest.max(after);
            }
            println!("answered {statuses:?}, the last one {longest:?} after the first was begun");
            thread::sleep(Duration::from_secs(3));
            say("after");
        }
    }
}
