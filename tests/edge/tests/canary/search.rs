//! The texts to search for, proof that they were used, and the places where they must not be.

use std::fs;
use std::path::Path;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use passgate_edge_tests::Receiver;
use passgate_edge_tests::needles::Needles;
use passgate_stack::Clients;
use serde_json::Value;

use crate::canary::Canaries;

/// Every token that a vendor issued to the edge. There are several, and the edge has used them, so it
/// has used the vendor's secret.
pub fn what_the_vendors_gave(all: &mut Canaries) {
    let tokens = all.edge.control("GET", "/_sim/tokens", &Value::Null);
    for vendor in ["feishu", "eiam"] {
        let given = tokens[vendor].as_array().unwrap();
        let used = given.iter().filter(|token| token["uses"].as_u64() > Some(0)).count();
        assert!(used > 1, "{vendor}: {given:?}");
        all.unsent.extend(given.iter().map(|token| token["token"].as_str().unwrap().to_owned()));
    }
}

/// Fails unless every secret was used, because a search for an unused secret proves nothing.
pub fn everything_was_in_use(all: &Canaries, clients: &Clients) {
    for secret in &all.secrets {
        let texts = Needles::of(written(secret));
        let is_client = [&clients.eiam, &clients.tickets, &clients.metrics, &clients.feishu]
            .iter()
            .any(|client| client.secret == *secret);
        // A client's secret is sent in base64 with its id, which is a separate secret here.
        assert!(is_client || all.asked.iter().any(|ask| ask.sends(&texts)), "a secret was never sent");
    }
    assert!(all.edge.arrived("breaches.range") > 20, "the edge searched for breached passwords");
    // The gateway was sent a link, and links wait for it on the disk.
    let sent = all.gateway.received().iter().map(|message| message.body.to_string()).collect::<String>();
    let tickets = Needles::of(all.secrets.iter().cloned());
    assert!(sent.contains("/#rt1.") && tickets.are_in(sent.as_bytes()), "no link was sent");
    assert!(all.edge.stored_links().1 > 0, "no link waits on the disk");
    assert!(all.others.iter().all(|receiver| receiver.received().len() > 1), "no other message was sent");
}

/// The forms in which a secret may be written.
fn written(secret: &str) -> [String; 3] {
    [secret.to_owned(), STANDARD.encode(secret), secret.replace('*', "%2A")]
}

pub fn nothing_is_found(all: &Canaries) {
    assert!(all.secrets.len() > 80 && all.answers.len() > 80);
    let texts = all.answers.iter().map(|told| format!("{} {:?} {}", told.status, told.headers, told.text));
    let pushed = all.others.iter().flat_map(Receiver::received).map(|message| message.body.to_string());
    let texts: Vec<Vec<u8>> = texts.chain(pushed).map(String::into_bytes).collect();
    let stack = all.edge.stack();
    let kept: Vec<Vec<u8>> = [stack.worker_log(), stack.objects()].into_iter().flat_map(files).collect();
    let secrets = Needles::of(all.secrets.iter().chain(&all.unsent).flat_map(|secret| written(secret)));
    let told = texts.iter().find(|text| secrets.are_in(text));
    assert!(told.is_none(), "a secret is in an answer or a message: {:?}", told.unwrap().get(..3));
    assert!(!kept.iter().any(|bytes| secrets.are_in(bytes)), "a secret is on disk or in the log");
    // The search finds texts that do exist.
    for word in ["change-password", "request_id"] {
        let word = Needles::of([word.to_owned()]);
        assert!(kept.iter().any(|bytes| word.are_in(bytes)));
    }
}

/// The digits of a password's SHA-1 hash that must not be sent.
pub fn sha1_suffix(password: &str) -> String {
    let digest = digest(&SHA1_FOR_LEGACY_USE_ONLY, password.as_bytes());
    digest.as_ref().iter().map(|byte| format!("{byte:02X}")).skip(3).collect()
}

/// The content of a file, or of every file below a folder.
fn files(path: &Path) -> Vec<Vec<u8>> {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().flat_map(|entry| files(&entry.unwrap().path())).collect();
    }
    vec![fs::read(path).unwrap()]
}
