//! Checks the direction of dependencies: which crates the browser module reaches, which ones the
//! simulator depends on, and which ones use the platform.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Every crate of the workspace with everything that it reaches by normal and build dependencies, with
/// all features, for the target of the browser and the edge. Dependencies for tests are excluded,
/// because they are not part of the product.
struct Graph {
    names: BTreeMap<String, String>,
    edges: BTreeMap<String, Vec<String>>,
}

/// The target of the browser's module and the Worker.
const PLATFORM: &str = "wasm32-unknown-unknown";

impl Graph {
    fn read() -> Self {
        let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned());
        let output = Command::new(cargo)
            .args(["metadata", "--format-version", "1", "--all-features", "--filter-platform", PLATFORM])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let names = metadata["packages"].as_array().unwrap().iter();
        let nodes = metadata["resolve"]["nodes"].as_array().unwrap().iter();
        Self {
            names: names.map(|package| (text(&package["id"]), text(&package["name"]))).collect(),
            edges: nodes
                .map(|node| {
                    let used = node["deps"].as_array().unwrap().iter().filter(|used| is_product(used));
                    (text(&node["id"]), used.map(|used| text(&used["pkg"])).collect())
                })
                .collect(),
        }
    }

    /// The names of everything that `from` reaches, without itself.
    fn reach(&self, from: &str) -> BTreeSet<&str> {
        let start = self.names.iter().find(|(_, name)| *name == from).map(|(id, _)| id.clone());
        let start = start.unwrap_or_else(|| panic!("there is no crate {from}"));
        let mut seen = BTreeSet::new();
        let mut open = vec![start];
        while let Some(id) = open.pop() {
            for next in &self.edges[&id] {
                if seen.insert(self.names[next].as_str()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    }

    /// The names of the crates that depend on `package` directly.
    fn dependents(&self, package: &str) -> BTreeSet<&str> {
        let uses = |used: &&String| self.names[*used] == package;
        let users = self.edges.iter().filter(|(_, used)| used.iter().any(|id| uses(&id)));
        users.map(|(id, _)| self.names[id].as_str()).collect()
    }
}

fn is_product(dependency: &Value) -> bool {
    dependency["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"] != "dev")
}

/// The tools for policies are for operators, so they must not enlarge the browser's module or the
/// Worker.
#[test]
fn the_browser_and_the_edge_do_not_contain_the_policy_tools() {
    let graph = Graph::read();
    for product in ["passgate-wasm", "passgate-worker"] {
        let reach = graph.reach(product);
        assert!(!reach.contains("passgate-policy") && !reach.contains("microlp"), "{product}");
    }
}

#[test]
fn the_browser_cannot_reach_the_wire() {
    let graph = Graph::read();
    let reach = graph.reach("passgate-wasm");
    assert!(reach.contains("passgate-core"));
    for forbidden in ["passgate-wire", "passgate-worker", "worker"] {
        assert!(!reach.contains(forbidden), "passgate-wasm reaches {forbidden}");
    }
}

#[test]
fn the_core_reaches_no_other_crate_of_ours() {
    let graph = Graph::read();
    let ours: Vec<&str> =
        graph.reach("passgate-core").into_iter().filter(|name| name.starts_with("passgate")).collect();
    assert!(ours.is_empty(), "{ours:?}");
    let wire: Vec<&str> =
        graph.reach("passgate-wire").into_iter().filter(|name| name.starts_with("passgate")).collect();
    assert_eq!(wire, ["passgate-core"]);
}

#[test]
fn the_simulator_depends_on_no_other_crate_of_ours() {
    let graph = Graph::read();
    let reach = graph.reach("passgate-simulator");
    for forbidden in ["passgate-core", "passgate-wire"] {
        assert!(!reach.contains(forbidden), "passgate-simulator reaches {forbidden}");
    }
}

#[test]
fn only_the_worker_uses_the_platform() {
    let graph = Graph::read();
    assert_eq!(graph.dependents("worker"), BTreeSet::from(["passgate-worker"]));
}
