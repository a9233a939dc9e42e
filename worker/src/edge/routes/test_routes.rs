//! Deliberate failures, to test that the guard of `entry.mjs` turns them into answers. They exist in
//! the build for tests only, which starts on a loopback origin only.

use worker::Env;

use crate::edge::platform::fail_here::panic_on_purpose;
use crate::edge::platform::respond::Outgoing;
use crate::edge::platform::stub::ask_raw;
use crate::edge::platform::{clock, failpoint, idle, random, reuse};
use crate::edge::stubs::{account, audit_log};

/// A page of WebAssembly memory, in KiB.
const PAGE_KIB: usize = 64;
const LONGER_THAN_SLOW_MS: u64 = 20_000;

/// `POST /__test/{failure}`: `worker-panic` fails in the Worker; `panic`, `exception` and `slow` fail
/// in an object; `rewrite-audit` tries to change a row of the audit log and reports whether that
/// failed; `halt-at.{place}` sets the failpoint with that name; `rest.{milliseconds}` sets how long
/// objects are idle before they delete their storage; `no-randomness.{requests}` withholds the
/// runtime's randomness from that many requests; `ahead.{milliseconds}` moves the clock; `memory`
/// returns the size of the module's memory, and how many answers were given again.
pub async fn fail(failure: &str, env: &Env) -> Outgoing {
    if let Some(place) = failure.strip_prefix("halt-at.") {
        failpoint::set(place);
        return Outgoing::json(200, r#"{"failed":false}"#.to_owned());
    }
    if let Some(Ok(ms)) = failure.strip_prefix("ahead.").map(str::parse) {
        clock::set_ahead(ms);
        return Outgoing::json(200, r#"{"failed":false}"#.to_owned());
    }
    if let Some(Ok(ms)) = failure.strip_prefix("rest.").map(str::parse) {
        idle::set_rest_ms(ms);
        return Outgoing::json(200, r#"{"failed":false}"#.to_owned());
    }
    if let Some(Ok(requests)) = failure.strip_prefix("no-randomness.").map(str::parse) {
        random::withhold(requests);
        return Outgoing::json(200, r#"{"failed":false}"#.to_owned());
    }
    if failure == "memory" {
        let kib = core::arch::wasm32::memory_size::<0>().saturating_mul(PAGE_KIB);
        return Outgoing::json(
            200,
            format!(r#"{{"failed":false,"module_kib":{kib},"reused":{}}}"#, reuse::reused()),
        );
    }
    if failure == "rewrite-audit" {
        let failed = audit_log::rewrite("feishu", env).await == Ok(false);
        return Outgoing::json(200, format!(r#"{{"failed":{failed}}}"#));
    }
    if failure == "worker-panic" {
        panic_on_purpose();
    }
    if let Ok(stub) = account::stub("test", env) {
        let _ = ask_raw::<()>(&stub, failure, &[], LONGER_THAN_SLOW_MS).await;
    }
    Outgoing::json(200, r#"{"failed":false}"#.to_owned())
}
