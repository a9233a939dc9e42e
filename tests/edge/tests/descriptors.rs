//! The number of connections that the process accepts. At the limit, nothing is lost.
//!
//! `cargo test -p passgate-edge-tests --features measured --test edge descriptors::measured -- --nocapture`
//! measures the limits in docs/running.md.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
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

/// Idle connections.
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
fn nothing_is_lost_when_the_process_runs_out_of_descriptors() {
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
    // Whether the process ended depends on the call that got no descriptor. A supervisor would restart
    // it.
    if !is_up(&edge) {
        edge.stack_mut().restart_worker().unwrap();
    }
    assert!(is_up(&edge));
    let again = edge.ask(&change());
    assert_eq!((again.status, again.text.as_str()), (200, told.text.as_str()));
    assert_eq!(edge.arrived("eiam.change-password"), 1, "the stored answer was used");
    assert!(edge.is_password("eiam", "wangxiaoming", "Tide*Lamp72"));
    assert_eq!(edge.audited_once("eiam", &wang, |events| events.len() >= 2).len(), 2);
}

#[cfg(feature = "measured")]
mod measured {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::path::PathBuf;
    use std::process::{Child, Command};

    use super::*;

    #[test]
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

    /// The sample's nginx in front of that edge, on a free port, without TLS.
    struct Nginx {
        process: Child,
        folder: PathBuf,
        address: String,
    }

    impl Nginx {
        fn start(program: &str, edge: &Edge) -> Self {
            const SAMPLE: &str = include_str!("../../../docs/nginx.conf");
            let folder = edge.stack().run_directory().join("nginx");
            fs::create_dir_all(&folder).unwrap();
            let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
            let upstream = edge.stack().base().trim_start_matches("http://").to_owned();
            let here = folder.display();
            let mut text = SAMPLE.replace("127.0.0.1:8080", &upstream).replace("443 ssl", &free.to_string());
            // Half of the connections that 1,024 descriptors allow, and no file outside of the run's
            // folder.
            text = text.replace("worker_connections 4096", "worker_connections 400");
            let temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
                .map(|name| format!("    {name}_temp_path {here}/{name};\n"))
                .concat();
            text = text.replacen("http {\n", &format!("http {{\n{temporary}"), 1);
            let lines = text.lines().filter(|line| !line.trim_start().starts_with("ssl_"));
            let head = format!("daemon off;\nuser root;\npid {here}/pid;\nerror_log {here}/error.log;\n");
            fs::write(folder.join("nginx.conf"), head + &lines.collect::<Vec<_>>().join("\n")).unwrap();
            let mut command = Command::new(program);
            command.arg("-p").arg(&folder).arg("-c").arg(folder.join("nginx.conf"));
            let process = command.arg("-e").arg(folder.join("error.log")).spawn().unwrap();
            thread::sleep(Duration::from_secs(1));
            Self { process, folder, address: free.to_string() }
        }

        fn is_up(&self) -> bool {
            let answer = || {
                let mut socket = TcpStream::connect(&self.address).ok()?;
                socket.set_read_timeout(Some(Duration::from_secs(3))).ok()?;
                socket.write_all(b"GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ok()?;
                let mut answer = String::new();
                socket.read_to_string(&mut answer).ok()?;
                answer.contains(" 200 ").then_some(())
            };
            answer().is_some()
        }
    }

    impl Drop for Nginx {
        fn drop(&mut self) {
            // nginx's master process ends its workers.
            let id = fs::read_to_string(self.folder.join("pid")).unwrap_or_default();
            let _ = Command::new("kill").args(["-QUIT", id.trim()]).status();
            let _ = self.process.wait();
        }
    }

    #[test]
    /// Needs `PASSGATE_NGINX=/usr/sbin/nginx`.
    fn with_a_proxy_in_front() {
        let program = std::env::var("PASSGATE_NGINX").unwrap();
        let edge = Edge::with_open_files(1_024);
        let nginx = Nginx::start(&program, &edge);
        assert!(nginx.is_up());
        let say = |when: &str| {
            let id = edge.stack().worker_process_id().unwrap();
            let open = fs::read_dir(format!("/proc/{id}/fd")).unwrap().count();
            println!("{when}: workerd has {open} descriptors and is up: {}", is_up(&edge));
        };
        say("before");
        for many in [300, 700, 2_000] {
            let held: Vec<_> = (0..many).filter_map(|_| TcpStream::connect(&nginx.address).ok()).collect();
            thread::sleep(Duration::from_secs(1));
            say(&format!("{many} idle connections to the proxy"));
            println!("  through the proxy, up: {}", nginx.is_up());
            thread::sleep(Duration::from_secs(12));
            println!("  after its time-out, they still held: {}", nginx.is_up());
            drop(held);
            thread::sleep(Duration::from_millis(500));
            println!("  when they are gone: {}", nginx.is_up());
        }
        assert!(is_up(&edge));
    }
}
