//! The work of one thread: one attempt after another, over accounts of its own.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::sleep;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use passgate_wire::Outcome;

use super::account::Account;
use super::attempt::{Act, Attempt, By, Reported};
use super::caller::{Answer, Call, Edge};

/// The pause between two attempts: the load is mixed, not heavy.
const PAUSE_MS: std::ops::Range<u64> = 40..160;
/// The pause of an account whose last attempt may still be running. By then it has ended: the longest
/// fault, the budget of a reset, and the settling of a stale intent.
const REST: Duration = Duration::from_secs(18);
/// How long a caller with a key repeats its request.
const INSISTENCE: Duration = Duration::from_secs(45);

/// Makes attempts until it is stopped, and returns all of them.
/// Without an issuer there are no user tokens, so the callers are clients and ticket holders.
pub fn run(edge: &Edge, accounts: Vec<&Account>, has_issuer: bool, stop: &AtomicBool) -> Vec<Attempt> {
    let agent = Edge::agent();
    let mut attempts = Vec::new();
    let mut resting: BTreeMap<String, Instant> = BTreeMap::new();
    while !stop.load(Ordering::Relaxed) {
        sleep(Duration::from_millis(fastrand::u64(PAUSE_MS)));
        let Some(account) = fastrand::choice(accounts.iter()) else { break };
        let (act, by) = kind(has_issuer);
        let user_id = if act == Act::Reset { &account.feishu } else { &account.eiam };
        if resting.get(user_id).is_some_and(|until| Instant::now() < *until) {
            continue;
        }
        // Without the edge there is no credential, and therefore no attempt.
        let Ok(headers) = edge.credential(&agent, by, act, user_id) else { continue };
        let password = (act != Act::Rest).then(password);
        let key = fastrand::bool().then(|| (0..24).map(|_| fastrand::alphanumeric()).collect::<String>());
        let keyed = key.is_some();
        let call = Edge::call(act, user_id, password.as_deref(), headers, key);
        let started_ms = now_ms();
        let (told, answers) = insist(edge, &agent, &call, keyed);
        if !matches!(told, Reported::Done | Reported::Refused) {
            resting.insert(user_id.clone(), Instant::now().checked_add(REST).unwrap_or_else(Instant::now));
        }
        attempts.push(Attempt {
            user_id: user_id.clone(),
            act,
            by,
            started_ms,
            answers,
            keyed,
            told,
            password,
        });
    }
    attempts
}

/// With a key, repeats the request until there is an answer; without one, sends it once. Sometimes
/// repeats an answered request, whose answer must then be the same.
fn insist(edge: &Edge, agent: &ureq::Agent, call: &Call, keyed: bool) -> (Reported, Vec<Option<Outcome>>) {
    let began = Instant::now();
    let mut answers = Vec::new();
    loop {
        let answer = edge.make(agent, call).ok();
        let was_lost = answers.contains(&None);
        answers.push(answer.as_ref().and_then(|answer| answer.outcome));
        let is_early = keyed && began.elapsed() < INSISTENCE;
        match answer {
            Some(answer) if answer.outcome == Some(Outcome::Conflict) && is_early => {}
            // The answer says nothing about the previous request, which had no answer.
            Some(answer) if is_credential_over(&answer) && was_lost => return (Reported::Silence, answers),
            Some(answer) => {
                if keyed && answer.told == Reported::Done && fastrand::u8(0..4) == 0 {
                    let again = edge.make(agent, call).ok();
                    answers.push(again.as_ref().and_then(|again| again.outcome));
                    return (compared(again, answer.told), answers);
                }
                return (answer.told, answers);
            }
            None if is_early => {}
            None => return (Reported::Silence, answers),
        }
        sleep(Duration::from_millis(700));
    }
}

/// The result of an attempt whose request was repeated after an answer.
fn compared(again: Option<Answer>, first: Reported) -> Reported {
    match again {
        Some(answer) if answer.told == first || is_credential_over(&answer) => first,
        Some(answer) if matches!(answer.told, Reported::Refused | Reported::Unexpected(_)) => {
            Reported::Unexpected(299)
        }
        // The edge was killed in between, or too busy to look up the answer: the first answer counts.
        _ => first,
    }
}

/// Whether the credential has become invalid because the Worker's clock was set: it has expired, or was
/// issued too far in the future.
fn is_credential_over(answer: &Answer) -> bool {
    answer.outcome == Some(Outcome::Unauthenticated)
}

fn kind(has_issuer: bool) -> (Act, By) {
    match fastrand::u8(0..20) {
        16..18 if !has_issuer => (Act::Change, By::Holder),
        19 if !has_issuer => (Act::Rest, By::Client),
        0..6 => (Act::Reset, By::Client),
        6..10 => (Act::Reset, By::Holder),
        10..13 => (Act::Change, By::Client),
        13..16 => (Act::Change, By::Holder),
        16..18 => (Act::Change, By::Person),
        18 => (Act::Rest, By::Client),
        _ => (Act::Rest, By::Operator),
    }
}

/// A password that the policies accept, in most cases.
fn password() -> String {
    const LETTERS: &[char] = &['b', 'd', 'f', 'h', 'k', 'm', 'p', 'r', 't', 'v', 'x'];
    let mut text = String::from("Q");
    for _ in 0..5 {
        text.extend(fastrand::choice(LETTERS));
        text.push(fastrand::digit(10));
    }
    // One in eight has too few character classes for either policy, and the edge refuses it.
    if fastrand::u8(0..8) == 0 {
        return text.to_lowercase().replace(|character: char| character.is_ascii_digit(), "k");
    }
    text.push('*');
    text
}

fn now_ms() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
}
