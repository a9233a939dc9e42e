//! `/readyz` with a disk that is read-only or full, and after the disk has recovered. The test mounts
//! file systems, so it must run as root:
//! `cargo test -p passgate-edge-tests --features measured --test disk -- --nocapture`

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::arithmetic_side_effects,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::{Duration, Instant};

use passgate_edge_tests::{Ask, Edge};

fn mount(arguments: &[&str], on: &Path) {
    let status = Command::new("mount").args(arguments).arg("tmpfs").arg(on).status().unwrap();
    assert!(status.success(), "mount {arguments:?}");
}

/// A mount that is removed at the end of the test.
struct Mounted(std::path::PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn ready(edge: &Edge) -> u16 {
    let told = edge.ask(&Ask::get("/readyz"));
    println!("{} {}", told.status, told.text);
    told.status
}

/// The time until `/readyz` has this status, within 15 seconds.
fn becomes(edge: &Edge, status: u16) -> Option<Duration> {
    let since = Instant::now();
    while since.elapsed() < Duration::from_secs(15) {
        if ready(edge) == status {
            return Some(since.elapsed());
        }
        thread::sleep(Duration::from_millis(500));
    }
    None
}

#[test]
fn read_only_from_the_start() {
    let mut edge = Edge::start();
    edge.stack_mut().kill_worker();
    let objects = edge.stack().objects().to_owned();
    mount(&["-t", "tmpfs", "-o", "size=8m"], &objects);
    let _mounted = Mounted(objects.clone());
    edge.stack_mut().restart_worker().unwrap();
    assert!(becomes(&edge, 200).is_some());
    edge.stack_mut().kill_worker();
    mount(&["-o", "remount,ro"], &objects);
    edge.stack_mut().restart_worker().unwrap();
    assert_eq!(edge.ask(&Ask::get("/healthz")).status, 200);
    assert_eq!(ready(&edge), 503);
    mount(&["-o", "remount,rw"], &objects);
    println!("after remount,rw: {:?}", becomes(&edge, 200));
    edge.stack_mut().restart_worker().unwrap();
    assert!(becomes(&edge, 200).is_some(), "after a restart");
}

#[test]
fn read_only_and_full_in_between() {
    let mut edge = Edge::start();
    edge.stack_mut().kill_worker();
    let objects = edge.stack().objects().to_owned();
    mount(&["-t", "tmpfs", "-o", "size=4m"], &objects);
    let _mounted = Mounted(objects.clone());
    edge.stack_mut().restart_worker().unwrap();
    assert!(becomes(&edge, 200).is_some());
    let filler = objects.join("filler");
    let _ = Command::new("dd")
        .args(["if=/dev/zero", "bs=4k", "count=4096"])
        .arg(format!("of={}", filler.display()))
        .status();
    println!("full: {:?}", becomes(&edge, 503));
    std::fs::remove_file(&filler).unwrap();
    let again = becomes(&edge, 200);
    println!("room again: {again:?}");
    assert!(again.is_some());
}
