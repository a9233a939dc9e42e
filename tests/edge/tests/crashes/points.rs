//! The rows of the crash matrix: where the process is killed, and what must be true then.

use serde_json::{Value, json};

/// Where the process is killed.
pub enum At {
    /// A failpoint of the Worker, at which it stops.
    Halt(&'static str),
    /// While the vendor processes this call: when that many of them have arrived.
    Vendor(&'static str, u64),
}

impl At {
    /// Whether every account that delivers an event to the audit log passes this point, and not only
    /// the account of the reset.
    pub fn is_passed_by_every_account(&self) -> bool {
        const PLACES: [&str; 4] = ["8-telling", "8-gathered", "8-told", "8-delivered"];
        matches!(self, Self::Halt(place) if PLACES.contains(place))
    }
}

/// The vendor's call, and its caller.
#[derive(Clone, Copy, PartialEq)]
pub enum Way {
    FeishuClient,
    FeishuTicket,
    EiamTicket,
    EiamClient,
    RestTicket,
    RestClient,
}

/// The answer to a repeat of the request with the same key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Truth {
    /// No attempt was started: the repeat does it and is answered as done.
    NotBegun,
    /// An attempt was started, and its outcome is unknown.
    Unknown,
    /// The reset was done before the process was killed.
    Done,
}

pub struct Point {
    pub name: &'static str,
    pub way: Way,
    /// The vendor's faults in the meantime: a call and a fault each.
    pub faults: Vec<(&'static str, Value)>,
    pub at: At,
    pub truth: Truth,
    /// How many password calls arrive and are executed, including the repeat's.
    pub calls: (u64, u64),
}

pub fn points() -> Vec<Point> {
    use At::{Halt, Vendor};
    use Truth::{Done, NotBegun, Unknown};
    use Way::{EiamClient, EiamTicket, FeishuClient, FeishuTicket, RestClient, RestTicket};
    let point = |name, way, faults, at, truth, calls| Point { name, way, faults, at, truth, calls };
    let plain = |name, way, place, truth, calls| point(name, way, vec![], Halt(place), truth, calls);
    let late = |when: &str| json!({ "kind": "delay", "ms": 1_500, "when": when });
    let stale = json!({ "kind": "stale-token", "forget": true });
    let slow = json!({ "kind": "slow-body", "chunk": 1, "ms": 400 });
    // The first token of a process is issued as usual.
    let at_once = json!({ "kind": "delay", "ms": 0 });
    let busy = json!({ "kind": "throttle", "status": 429, "retry_after": 2 });
    let (reset, change, rest) = ("feishu.reset", "eiam.change-password", "eiam.rest-password");
    vec![
        plain("1 received", FeishuClient, "1-received", NotBegun, (1, 1)),
        plain("1 authorised", EiamTicket, "1-authorised", NotBegun, (1, 1)),
        plain("2 checked", FeishuTicket, "2-checked", NotBegun, (1, 1)),
        plain("3 the account's turn", EiamClient, "3-turn", NotBegun, (1, 1)),
        plain("3 the account's turn, by a ticket", RestTicket, "3-turn", NotBegun, (1, 1)),
        plain("4 intent written", FeishuTicket, "4-intended", Unknown, (0, 0)),
        plain("4 alarm set", EiamClient, "4-alarm-set", Unknown, (0, 0)),
        point(
            "6 token requested",
            EiamTicket,
            vec![("eiam.token", late("before"))],
            Vendor("eiam.token", 1),
            Unknown,
            (0, 0),
        ),
        point(
            "6 token issued, not received",
            FeishuClient,
            vec![("feishu.token", late("after"))],
            Vendor("feishu.token", 1),
            Unknown,
            (0, 0),
        ),
        plain("6 token granted", FeishuTicket, "6-granted", Unknown, (0, 0)),
        point(
            "7 sent, not executed",
            EiamTicket,
            vec![(change, late("before"))],
            Vendor(change, 1),
            Unknown,
            (1, 1),
        ),
        point(
            "7 executed, not answered",
            FeishuTicket,
            vec![(reset, late("after"))],
            Vendor(reset, 1),
            Unknown,
            (1, 1),
        ),
        point(
            "7 delivered by the vendor, not answered",
            RestClient,
            vec![(rest, late("after"))],
            Vendor(rest, 1),
            Unknown,
            (1, 1),
        ),
        point("7 half answered", FeishuClient, vec![(reset, slow)], Vendor(reset, 1), Unknown, (1, 1)),
        plain("7 answered", EiamClient, "7-answered", Unknown, (1, 1)),
        point(
            "7 stale token, before the second try",
            FeishuTicket,
            vec![(reset, stale.clone())],
            Halt("7-again"),
            Unknown,
            (1, 0),
        ),
        point(
            "7 stale token, new one requested",
            EiamClient,
            vec![(change, stale.clone()), ("eiam.token", at_once), ("eiam.token", late("before"))],
            Vendor("eiam.token", 2),
            Unknown,
            (1, 0),
        ),
        point(
            "7 second try sent",
            EiamTicket,
            vec![(change, stale), (change, late("after"))],
            Vendor(change, 2),
            Unknown,
            (2, 1),
        ),
        point(
            "7 waiting for the second try",
            RestTicket,
            vec![(rest, busy)],
            Halt("7-waiting"),
            Unknown,
            (1, 0),
        ),
        plain("8 before the outcome", FeishuTicket, "8-before", Unknown, (1, 1)),
        plain("8 outcome written", EiamTicket, "8-written", Done, (1, 1)),
        plain("8 the audit log about to be told", FeishuClient, "8-telling", Done, (1, 1)),
        plain("8 the audit log about to write", FeishuTicket, "8-gathered", Done, (1, 1)),
        plain("8 the audit log told, not answered", EiamClient, "8-told", Done, (1, 1)),
        plain("8 the outbox not yet emptied", RestClient, "8-delivered", Done, (1, 1)),
        plain("9 before the answer", FeishuTicket, "9-answering", Done, (1, 1)),
        plain("9 the answer on its way", EiamTicket, "9-sending", Done, (1, 1)),
    ]
}
