//! How many connections the process takes, and what is lost when it takes no more: nothing.
//!
//! `cargo test -p passgate-edge-tests --test descriptors -- --ignored --nocapture` measures the limits
//! that docs/running.md speaks of.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "all of it is test code; clippy.toml knows only the functions marked so"
)]

use std::fs;
use std::net::TcpStream;
use std::thread;
use std::time::Duration;

use passgate_edge_tests::{Ask, Edge};

const KEY: &str = "a-key-of-this-test";

/// The limits of the Worker's process: soft and hard.
fn limits(edge: &Edge) -> (String, String) {
    let id = edge.stack().worker_process_id().unwrap();
    let limits = fs::read_to_string(format!("/proc/{id}/limits")).unwrap();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap();
    let mut words = line.split_whitespace().skip(3);
    (words.next().unwrap().to_owned(), words.next().unwrap().to_owned())
}

/// Connections that say nothing.
fn idle(edge: &Edge, many: usize) -> Vec<TcpStream> {
    let address = edge.stack().base().trim_start_matches("http://");
    (0..many).filter_map(|_| TcpStream::connect(address).ok()).collect()
}

fn is_up(edge: &Edge) -> bool {
    edge.try_ask(&Ask::get("/healthz")).is_ok_and(|told| told.status == 200)
}

#[test]
fn the_soft_limit_is_raised_to_the_hard_one() {
    let (soft, hard) = limits(&Edge::start());
    assert_eq!(soft, hard);
}

#[test]
fn where_the_process_ends_for_want_of_descriptors_nothing_is_lost() {
    let mut edge = Edge::with_open_files(256);
    assert_eq!(limits(&edge).0, "256");
    let wang = edge.person("wangxiaoming").eiam;
    let token = edge.eiam_token(&edge.stack().clients().eiam);
    let change = || Edge::change(&token, &wang, "Tide*Lamp72").header("Idempotency-Key", KEY);
    let told = edge.ask(&change());
    assert_eq!(told.status, 200, "{}", told.text);
    let held = idle(&edge, 400);
    thread::sleep(Duration::from_millis(500));
    drop(held);
    // Whether it ended depends on which call found no descriptor; whoever supervises it starts it again.
    if !is_up(&edge) {
        edge.stack_mut().restart_worker().unwrap();
    }
    assert!(is_up(&edge));
    let again = edge.ask(&change());
    assert_eq!((again.status, again.text.as_str()), (200, told.text.as_str()));
    assert_eq!(edge.arrived("eiam.change-password"), 1, "the answer was kept");
    assert!(edge.is_password("eiam", "wangxiaoming", "Tide*Lamp72"));
    assert_eq!(edge.audited_once("eiam", &wang, |events| events.len() >= 2).len(), 2);
}

#[test]
#[ignore = "a measurement"]
fn what_happens_at_each_limit() {
    for limit in [256, 1_024, 65_536] {
        let edge = Edge::with_open_files(limit);
        println!("limit {} (asked for {limit})", limits(&edge).0);
        let mut held = Vec::new();
        for many in [50, 100, 120, 200, 400, 500, 520, 700, 1_000, 2_000, 5_000, 9_000] {
            held.extend(idle(&edge, many - held.len()));
            thread::sleep(Duration::from_millis(300));
            let id = edge.stack().worker_process_id().unwrap();
            let open = fs::read_dir(format!("/proc/{id}/fd")).map_or(0, Iterator::count);
            let up = is_up(&edge);
            println!("  {many} idle connections: {open} descriptors, up: {up}");
            if !up {
                break;
            }
        }
        drop(held);
        thread::sleep(Duration::from_secs(1));
        println!("  after they are gone, up: {}", is_up(&edge));
    }
}
