//! Many concurrent callers that retry as instructed, and the calls that the vendor counted.

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::ask::Told;
use crate::edge::Edge;

/// The maximum number of requests of one caller.
const PATIENCE: usize = 50;

/// The `user_id`s of that many accounts of the simulated Feishu.
pub fn accounts(edge: &Edge, count: usize) -> Vec<String> {
    let made = edge.control("POST", "/_sim/users/numbered", &json!({ "count": count, "prefix": "crowd" }));
    let users = made["users"].as_array().unwrap();
    users.iter().map(|user| user["feishu"]["user_id"].as_str().unwrap().to_owned()).collect()
}

/// The requests that a caller needed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Fared {
    /// The number of requests.
    pub comings: usize,
    /// The number of answers with an unknown outcome.
    pub unknown: usize,
}

/// Resets a password like a well-behaved caller: it retries when instructed. After an unknown outcome
/// or without an answer, it first checks whether the new password works.
pub fn reset_patiently(edge: &Edge, token: &str, user_id: &str, password: &str) -> Fared {
    let mut fared = Fared::default();
    while fared.comings < PATIENCE {
        fared.comings += 1;
        let told = edge.try_ask(&Edge::reset(token, user_id, password));
        match told.as_ref().map(|told| (told.status, told)) {
            Ok((200, _)) => return fared,
            Ok((429, told)) => thread::sleep(Duration::from_secs(retry_after(told))),
            Ok((503, told)) => {
                thread::sleep(Duration::from_secs(told.header("Retry-After").parse().unwrap_or(2)));
            }
            Ok((504, _)) | Err(_) => {
                fared.unknown += 1;
                if edge.is_password("feishu", user_id, password) {
                    return fared;
                }
            }
            Ok((status, told)) => panic!("{status}: {}", told.text),
        }
    }
    panic!("{user_id} was refused {PATIENCE} times");
}

/// The retry time of an answer, in seconds.
pub fn retry_after(told: &Told) -> u64 {
    told.header("Retry-After").parse().unwrap_or_else(|_| panic!("no Retry-After: {told:?}"))
}

/// The result of each account, once all are served.
pub fn all_at_once(edge: &Edge, token: &str, accounts: &[String], password: &str) -> Vec<Fared> {
    thread::scope(|scope| {
        let asked: Vec<_> = accounts
            .iter()
            .map(|account| scope.spawn(move || reset_patiently(edge, token, account, password)))
            .collect();
        asked.into_iter().map(|asked| asked.join().unwrap()).collect()
    })
}

/// The resets that arrived at the vendor, as it counted them.
pub struct Calls {
    /// The times at which it admitted them, in milliseconds since 1970, sorted.
    pub admitted: Vec<i64>,
    /// The number of calls that it refused because there were too many per second.
    pub turned_away: usize,
}

/// Feishu's count of resets.
pub fn calls(edge: &Edge) -> Calls {
    let calls = edge.control("GET", "/_sim/calls?call=feishu.reset", &Value::Null);
    let entries = calls["entries"].as_array().unwrap();
    let turned_away = entries.iter().filter(|entry| entry["code"] == "99991400").count();
    let mut admitted: Vec<i64> =
        entries.iter().filter_map(|entry| entry["admitted_at_ms"].as_i64()).collect();
    admitted.sort_unstable();
    Calls { admitted, turned_away }
}

impl Calls {
    /// The maximum number that it admitted within any second.
    pub fn most_in_a_second(&self) -> usize {
        let within = |start: &i64| {
            let second = *start..start.saturating_add(1_000);
            self.admitted.iter().filter(|moment| second.contains(*moment)).count()
        };
        self.admitted.iter().map(within).max().unwrap_or_default()
    }
}
