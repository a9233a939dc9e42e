//! The cost of one request: no password of any identity may delay other requests.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "test code; clippy.toml exempts only functions marked as tests"
)]

use std::thread;
use std::time::Instant;

use passgate_edge_tests::{Ask, Edge, IdToken};
use serde_json::{Value, json};

/// The number of concurrent worst-case requests. In version 0.1 one of them took 51 seconds, longer
/// than the timeout of the tests' client.
const AT_ONCE: usize = 20;

/// The lengths of a person's words, each of which contains the next one.
const WORDS: std::ops::RangeInclusive<usize> = 189..=250;

fn changes(edge: &Edge, identity: &Value, password: &str) -> Vec<Ask> {
    let mut changes = Vec::new();
    for person in edge.numbered_people() {
        let minted = json!({
            "product": "eiam", "action": "change-password", "user_id": person.eiam, "identity": identity,
        });
        changes.push(Edge::change(&edge.ticket(&minted), &person.eiam, password));
    }
    changes
}

#[test]
fn the_longest_passwords_of_the_worst_identities_delay_no_other_request() {
    let edge = Edge::with_people(AT_ONCE);
    let wang = edge.person("wangxiaoming").eiam;
    let user = IdToken::of(&edge, "wangxiaoming").issue(&edge);
    let nested: Vec<String> = WORDS.map(|length| "a".repeat(length)).collect();
    for (name, identity, password) in [
        ("nested words", json!({ "words": nested }), "a".repeat(3_898) + "@"),
        (
            "a name of one letter",
            json!({ "name": "a ".repeat(100), "username": "a".repeat(200) }),
            "a".repeat(3_899) + "@",
        ),
        (
            "李丽丽",
            json!({ "name": "李丽丽", "username": "lili", "phones": ["13811111111"], "emails": ["lili@corp.example"] }),
            "lili".repeat(974) + "@",
        ),
    ] {
        let asks = changes(&edge, &identity, &password);
        let began = Instant::now();
        edge.ask(&asks[0]);
        println!("{name}: one request in {} ms", began.elapsed().as_millis());
        let began = Instant::now();
        let (told, others) = thread::scope(|scope| {
            let worst = scope.spawn(|| edge.ask_at_once(&asks));
            let health = edge.ask(&Ask::get("/healthz"));
            let change = edge.ask(&Edge::change(&user, &wang, &format!("Tide*Lamp{}", name.len())));
            (worst.join().unwrap(), [health.status, change.status])
        });
        println!("{name}: {AT_ONCE} requests and two others in {} ms", began.elapsed().as_millis());
        assert_eq!(others, [200, 200], "{name}");
        for told in told {
            assert_eq!((told.status, told.code().as_str()), (400, "PWD.0002"), "{name}: {}", told.text);
            assert!(told.violations().contains(&"too-long".to_owned()), "{name}: {}", told.text);
        }
    }
    assert_eq!(edge.arrived("eiam.change-password"), 3, "the calls of the other account only");
}
