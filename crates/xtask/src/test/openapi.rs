//! The OpenAPI document against the running Worker: schemathesis generates valid and invalid requests
//! from it, as every kind of caller, and checks each answer against it.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};
use passgate_stack::{Stack, StackOptions};
use serde_json::{Value, json};

use crate::dev::{EdgeApi, Product};
use crate::files;
use crate::prepare;
use crate::progress;
use crate::project::Project;
use crate::test::count::Count;

/// Requests per operation and caller, in addition to those that cover each part of the document once.
const EXAMPLES: &str = "8";

/// The accounts of the vendors' own pages, which the simulator has.
const FEISHU_USER: &str = "abc123";
const EIAM_USER: &str = "20201028102749564-9082-DC8CD2722";

/// The number of concurrent callers.
const LANES: usize = 3;

/// The operations that need a credential.
const GUARDED: [&str; 11] = [
    "feishuReset",
    "eiamChangePassword",
    "eiamRestPassword",
    "mintTicket",
    "showTicket",
    "claimTicket",
    "audit",
    "drift",
    "adoptLimit",
    "resetLimits",
    "metrics",
];

/// A kind of caller.
struct Caller {
    name: &'static str,
    /// The operations that the caller must succeed with, each at least once; it must succeed with no
    /// others of [`GUARDED`]. `None` while the vendors fail, when no expectation is possible.
    does: Option<&'static [&'static str]>,
    headers: Vec<String>,
    environment: Vec<(&'static str, String)>,
    /// Additional arguments: which operations, which checks.
    arguments: Vec<&'static str>,
}

impl Caller {
    /// A caller with a bearer credential. Operations without a credential are left to the anonymous
    /// caller.
    fn bearer(
        name: &'static str,
        credential: &str,
        tags: &[&'static str],
        does: &'static [&'static str],
    ) -> Self {
        let headers = vec![format!("Authorization: Bearer {credential}")];
        let mut arguments =
            vec!["--exclude-operation-id", "feishuToken", "--exclude-operation-id", "eiamToken"];
        for tag in tags {
            arguments.extend(["--include-tag", tag]);
        }
        Self { name, does: Some(does), headers, environment: Vec::new(), arguments }
    }

    /// With the mint request for its tickets.
    fn minting(mut self, request: &Value) -> Self {
        self.environment.push(("PASSGATE_TICKET", request.to_string()));
        self
    }

    /// Accepts any answer of the document, for the time when the vendors fail.
    fn failing(mut self) -> Self {
        self.does = None;
        let checks = "not_a_server_error,positive_data_acceptance,negative_data_rejection";
        self.arguments.extend(["--exclude-checks", checks, "--phases", "examples,fuzzing"]);
        self
    }
}

/// All callers, then clients whose vendors fail.
pub fn run(project: &Project) -> Result<Count> {
    let program = prepare::schemathesis(project)?;
    let stack = Stack::start(StackOptions {
        root: Some(project.root().to_owned()),
        name: "openapi".to_owned(),
        ..StackOptions::default()
    })?;
    // The vendor's own limits would hide other answers.
    let limits = json!({ "daily_limit": null, "rate": null });
    stack.simulator().control("PATCH", "/_sim/policy/feishu", Some(&limits))?;
    let api = EdgeApi::new(stack.base());
    let feishu = api.client_token(Product::Feishu, &stack.clients().tickets)?;
    let eiam = api.client_token(Product::Eiam, &stack.clients().tickets)?;
    let gatherer = api.client_token(Product::Eiam, &stack.clients().metrics)?;
    let callers = callers(&stack, &feishu, &eiam, &gatherer)?;
    let mut count = fuzz_all(project, &program, &stack, &callers)?;
    fail_always(&stack)?;
    let failing = [
        Caller::bearer("a Feishu client, the vendor failing", &feishu, &["feishu"], &[]).failing(),
        Caller::bearer("an EIAM client, the vendor failing", &eiam, &["eiam"], &[]).failing(),
    ];
    count = count.plus(fuzz_all(project, &program, &stack, &failing)?);
    Ok(count)
}

fn callers(stack: &Stack, feishu: &str, eiam: &str, gatherer: &str) -> Result<Vec<Caller>> {
    let all = ["feishu", "eiam", "tickets", "operators"];
    let nobody = Caller {
        name: "nobody",
        does: Some(&["feishuToken", "eiamToken", "policy", "health", "ready", "openapi", "changePassword"]),
        headers: Vec::new(),
        environment: Vec::new(),
        arguments: Vec::new(),
    };
    let role = |role: &str| id_token(stack, &json!({ "roles": [role] }));
    let feishus = json!({
        "product": "feishu", "action": "reset", "user_id": FEISHU_USER, "user_id_type": "user_id",
    });
    let eiams = json!({ "product": "eiam", "action": "change-password", "user_id": EIAM_USER });
    Ok(vec![
        nobody,
        Caller::bearer("a stranger", "ct1.e30.AAAA", &all, &[]),
        Caller::bearer("a Feishu client", feishu, &["feishu", "tickets"], &["feishuReset", "mintTicket"])
            .minting(&feishus),
        Caller::bearer(
            "an EIAM client",
            eiam,
            &["eiam", "tickets", "operators"],
            &["eiamChangePassword", "eiamRestPassword", "mintTicket"],
        )
        .minting(&eiams),
        Caller::bearer("a client that gathers metrics", gatherer, &["operators"], &["metrics"]),
        Caller::bearer("a person", &id_token(stack, &json!({}))?, &all, &["eiamChangePassword"]),
        // An operator's token also belongs to a person, who may change the own password.
        Caller::bearer(
            "an operator",
            &role("password-operator")?,
            &["eiam", "tickets", "operators"],
            &[
                "eiamChangePassword",
                "eiamRestPassword",
                "mintTicket",
                "audit",
                "drift",
                "resetLimits",
                "metrics",
            ],
        )
        .minting(&eiams),
        Caller::bearer(
            "an auditor",
            &role("password-auditor")?,
            &["tickets", "operators"],
            &["audit", "drift", "metrics"],
        ),
        holder(
            "a Feishu ticket's holder",
            stack,
            feishu,
            &feishus,
            "feishu",
            &["feishuReset", "showTicket", "claimTicket"],
        ),
        holder(
            "an EIAM ticket's holder",
            stack,
            eiam,
            &eiams,
            "eiam",
            &["eiamChangePassword", "showTicket", "claimTicket"],
        ),
    ])
}

/// The hooks mint a ticket for each request, because a used ticket is always rejected.
fn holder(
    name: &'static str,
    stack: &Stack,
    token: &str,
    request: &Value,
    tag: &'static str,
    does: &'static [&'static str],
) -> Caller {
    let mint = json!({ "base": stack.base(), "token": token, "request": request });
    let mut caller = Caller::bearer(name, "", &[tag, "tickets"], does);
    // The hooks add the ticket to each request. A header on the command line would replace it, and
    // would also be in requests that must have no credential.
    caller.arguments.extend(["--exclude-checks", "ignored_auth,missing_required_header"]);
    caller.headers.clear();
    caller.headers.push(format!("Passgate-Browser: {}", "A".repeat(43)));
    caller.environment.push(("PASSGATE_MINT", mint.to_string()));
    caller
}

/// Runs a few callers at a time, and prints the output of each when it is done.
fn fuzz_all(project: &Project, program: &Path, stack: &Stack, callers: &[Caller]) -> Result<Count> {
    let next = AtomicUsize::new(0);
    let lane = || -> Result<Count> {
        let mut count = Count::default();
        while let Some(caller) = callers.get(next.fetch_add(1, Ordering::Relaxed)) {
            let start = Instant::now();
            let one = fuzz(project, program, stack, caller)?;
            let took = progress::seconds(start.elapsed());
            progress::say(
                "fuzzed",
                format_args!("as {}: {} passed, {} failed, {took}", caller.name, one.passed, one.failed),
            );
            count = count.plus(one);
        }
        Ok(count)
    };
    std::thread::scope(|scope| {
        let lanes: Vec<_> = (0..LANES).map(|_| scope.spawn(lane)).collect();
        let mut count = Count::default();
        for lane in lanes {
            count = count.plus(lane.join().map_err(|_| anyhow!("a thread failed"))??);
        }
        Ok(count)
    })
}

fn id_token(stack: &Stack, claims: &Value) -> Result<String> {
    let request =
        json!({ "user": EIAM_USER, "audience": stack.audience(), "expires_in": 900, "claims": claims });
    let issued = stack.simulator().post("/_sim/id-tokens", &request)?;
    let token = issued.get("id_token").and_then(Value::as_str);
    token.map(str::to_owned).context("the simulator issued no ID token")
}

/// Makes the vendors fail permanently, in one way after another.
fn fail_always(stack: &Stack) -> Result<()> {
    let faults = [
        json!({ "kind": "reset-before" }),
        json!({ "kind": "reset-after" }),
        json!({ "kind": "status", "status": 502, "executed": true }),
        json!({ "kind": "status", "status": 500 }),
        json!({ "kind": "malformed" }),
        json!({ "kind": "wrong-shape" }),
        json!({ "kind": "not-json" }),
        json!({ "kind": "cut-body" }),
        json!({ "kind": "close" }),
        json!({ "kind": "throttle", "status": 429, "retry_after": 1 }),
        json!({ "kind": "stale-token" }),
        json!({ "kind": "not-found" }),
        json!({ "kind": "answer", "status": 400, "code": "1", "message": "x" }),
    ];
    let mut all = Vec::new();
    for call in ["feishu.reset", "eiam.change-password", "eiam.rest-password"] {
        for _ in 0..20 {
            all.extend(faults.iter().map(|fault| json!({ "call": call, "fault": fault, "times": 1 })));
        }
    }
    stack.simulator().control("DELETE", "/_sim/faults", None)?;
    stack.simulator().post("/_sim/faults", &Value::from(all))?;
    Ok(())
}

fn fuzz(project: &Project, program: &Path, stack: &Stack, caller: &Caller) -> Result<Count> {
    let report = project.path(format!("dist/openapi-{}.xml", caller.name.replace(' ', "-")));
    let _ = std::fs::remove_file(&report);
    let done = project.path(format!("dist/openapi-{}.json", caller.name.replace(' ', "-")));
    let _ = std::fs::remove_file(&done);
    let client = &stack.clients().tickets;
    let client = json!({ "id": client.id, "secret": client.secret });
    let mut command = Command::new(program);
    command
        .current_dir(project.root())
        .args(["--config-file", "tests/openapi/schemathesis.toml", "run"])
        .arg(format!("{}/openapi.json", stack.base()))
        .args(["--no-color", "--max-examples", EXAMPLES, "--report", "junit", "--report-junit-path"])
        .arg(&report)
        .args(&caller.arguments)
        .env("PASSGATE_CLIENT", client.to_string())
        .env("PASSGATE_DONE", &done)
        .envs(caller.environment.iter().cloned())
        // Prevents compiled files beside the sources.
        .env("PYTHONDONTWRITEBYTECODE", "1");
    for header in &caller.headers {
        command.args(["--header", header]);
    }
    let output = command.output().context("could not start schemathesis")?;
    let said = String::from_utf8_lossy(&output.stdout);
    let count = Count::of_junit(&files::read(&report).with_context(|| said.clone().into_owned())?);
    if count.failed > 0 {
        eprintln!("{said}");
    } else if !output.status.success() || count.passed == 0 {
        bail!("schemathesis did not run to its end\n{said}{}", String::from_utf8_lossy(&output.stderr));
    }
    let done: BTreeMap<String, u64> = serde_json::from_str(&files::read(&done)?)?;
    match wrongly(caller, &done).as_slice() {
        [] => Ok(count),
        wrong => bail!("as {}: {}", caller.name, wrong.join(", ")),
    }
}

/// The operations with which the caller should have succeeded but did not, and the reverse. Without
/// this check, an edge that refuses everything would conform to the document.
fn wrongly(caller: &Caller, done: &BTreeMap<String, u64>) -> Vec<String> {
    let Some(does) = caller.does else { return Vec::new() };
    let is_done = |operation: &str| done.get(operation).is_some_and(|times| *times > 0);
    let missing = does.iter().filter(|operation| !is_done(operation));
    let missing = missing.map(|operation| format!("{operation} was never done"));
    let beyond = GUARDED.iter().filter(|operation| is_done(operation) && !does.contains(operation));
    missing.chain(beyond.map(|operation| format!("{operation} was done"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edge_that_refuses_everything_or_nothing_is_detected() {
        let caller = Caller::bearer("x", "x", &[], &["metrics"]);
        let wrongly = |done: &[&str]| {
            wrongly(&caller, &done.iter().map(|operation| ((*operation).to_owned(), 1)).collect())
        };
        assert_eq!(wrongly(&["metrics", "health"]), Vec::<String>::new());
        assert_eq!(wrongly(&["health"]), ["metrics was never done"]);
        assert_eq!(wrongly(&["metrics", "audit"]), ["audit was done"]);
        assert_eq!(super::wrongly(&caller.failing(), &BTreeMap::new()), Vec::<String>::new());
    }
}
