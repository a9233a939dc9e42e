//! The rows: every kind of caller, and its access to each route.

use passgate_worker::callers::client_token::Claims;
use serde_json::json;

use crate::access::routes::{Guarded, Shape};
use crate::access::world::{Presented, World};

/// The access decision of a route.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// The caller is authorized.
    Yes,
    /// The caller is not authenticated.
    Who,
    /// The caller is authenticated and not authorized.
    No,
    /// The caller must sign in again.
    Old,
}

impl Cell {
    /// The status and the code of this decision at that route.
    pub fn expected(self, route: Guarded, is_absent: bool) -> (u16, &'static str) {
        match (self, route.shape()) {
            (Self::Yes, Shape::Feishu) => (200, "0"),
            (Self::Yes, _) => (route.yes(), ""),
            (Self::Who, Shape::Feishu) if is_absent => (400, "99991661"),
            (Self::Who, Shape::Feishu) => (400, "99991663"),
            (Self::Who, Shape::Eiam) => (400, "invalid_token"),
            (Self::Who, Shape::Own) if is_absent => (401, "no-credential"),
            (Self::Who, Shape::Own) => (401, "unauthenticated"),
            (Self::No | Self::Old, Shape::Feishu) => (400, "99991672"),
            (Self::No | Self::Old, Shape::Eiam) => (403, "EDGE.0403"),
            (Self::No, Shape::Own) => (403, "forbidden"),
            (Self::Old, Shape::Own) => (401, "sign-in-too-old"),
        }
    }

    /// Whether the observed answer has this decision.
    pub fn is(self, route: Guarded, seen: &(u16, String), is_absent: bool) -> bool {
        let (status, code) = self.expected(route, is_absent);
        (status, code) == (seen.0, seen.1.as_str())
    }
}

const ROUTES: usize = Guarded::ALL.len();

/// The decisions of all routes.
pub type Cells = [Cell; ROUTES];

type Credential = fn(&World) -> Presented;

/// A kind of caller.
pub struct Row {
    pub who: &'static str,
    pub credential: Credential,
    pub cells: Cells,
}

const Y: Cell = Cell::Yes;
const W: Cell = Cell::Who;
const N: Cell = Cell::No;
const O: Cell = Cell::Old;
const NOBODY: Cells = [W; ROUTES];
const NOT_HERE: Cells = [N, N, N, N, N, W, W, N, N, N, N, N, N];

/// Every row, in the order of the routes.
pub fn rows() -> Vec<Row> {
    let row = |who, credential: Credential, cells| Row { who, credential, cells };
    let mut rows = vec![
        row("no credential", |_| Presented::nothing(), NOBODY),
        row(
            "another authentication scheme",
            |_| Presented::nothing().with("Authorization", "Basic eDp5"),
            NOBODY,
        ),
        row("an invalid bearer token", |_| Presented::bearer("x"), NOBODY),
        row("a vendor's token", |_| Presented::bearer("t-caecc734c2e3328a62489fe0648c4b98779515d3"), NOBODY),
    ];
    rows.extend(clients());
    rows.extend(users());
    rows.extend(tickets());
    rows.push(row(
        "a valid client on a page of an unlisted origin",
        |world| {
            let token = world.edge.eiam_token(&world.edge.stack().clients().tickets);
            Presented::bearer(token).with("Origin", "https://evil.example")
        },
        [N; ROUTES],
    ));
    rows
}

fn clients() -> Vec<Row> {
    let row = |who, credential: Credential, cells| Row { who, credential, cells };
    vec![
        row(
            "a client for Feishu resets",
            |world| Presented::bearer(world.edge.feishu_token(&world.edge.stack().clients().feishu)),
            [Y, N, N, N, N, W, W, N, N, N, N, N, N],
        ),
        row(
            "a client for EIAM",
            |world| Presented::bearer(world.edge.eiam_token(&world.edge.stack().clients().eiam)),
            [N, Y, Y, N, N, W, W, N, N, N, N, N, N],
        ),
        row(
            "a client that mints, its token for Feishu",
            |world| Presented::bearer(world.edge.feishu_token(&world.edge.stack().clients().tickets)),
            [Y, N, N, Y, N, W, W, N, N, N, N, N, N],
        ),
        row(
            "a client that mints, its token for EIAM",
            |world| Presented::bearer(world.edge.eiam_token(&world.edge.stack().clients().tickets)),
            [N, Y, Y, N, Y, W, W, N, N, N, N, N, N],
        ),
        row(
            "a client that reads metrics",
            |world| Presented::bearer(world.edge.eiam_token(&world.edge.stack().clients().metrics)),
            [N, N, N, N, N, W, W, N, N, N, N, N, Y],
        ),
        row(
            "an expired client token",
            |world| {
                Presented::bearer(world.signed(&Claims { expires_at: world.now() - 1, ..world.claims() }))
            },
            NOBODY,
        ),
        row(
            "a client token with too long a lifetime",
            |world| {
                Presented::bearer(
                    world.signed(&Claims { expires_at: world.now() + 86_400, ..world.claims() }),
                )
            },
            NOBODY,
        ),
        row(
            "a client token of another edge",
            |world| Presented::bearer(world.signed_elsewhere(&world.claims())),
            NOBODY,
        ),
        row(
            "a modified client token",
            |world| {
                let good = world.signed(&world.claims());
                let wide = world.signed_elsewhere(&Claims { mints_tickets: true, ..world.claims() });
                let signature = good.rsplit('.').next().unwrap_or_default();
                let claims = wide.rsplit_once('.').map_or("", |(claims, _)| claims);
                Presented::bearer(format!("{claims}.{signature}"))
            },
            NOBODY,
        ),
        row(
            "a client that was removed",
            |world| Presented::bearer(world.signed(&Claims { client: "gone".to_owned(), ..world.claims() })),
            NOT_HERE,
        ),
        row(
            "a client whose secret was removed",
            |world| {
                Presented::bearer(world.signed(&Claims { secret: world.replaced_secret(), ..world.claims() }))
            },
            NOT_HERE,
        ),
    ]
}

fn users() -> Vec<Row> {
    let row = |who, credential: Credential, cells| Row { who, credential, cells };
    let mut rows = vec![
        row(
            "the account's user",
            |world| Presented::bearer(world.user("wangxiaoming")),
            [W, Y, N, W, N, W, W, N, N, N, W, N, N],
        ),
        row(
            "another user",
            |world| Presented::bearer(world.user("lvmeili")),
            [W, N, N, W, N, W, W, N, N, N, W, N, N],
        ),
        row(
            "an operator",
            |world| Presented::bearer(world.staff("password-operator", 60)),
            [W, N, Y, W, Y, W, W, N, Y, Y, W, Y, Y],
        ),
        row(
            "an operator with an old sign-in",
            |world| Presented::bearer(world.staff("password-operator", 960)),
            [W, N, O, W, O, W, W, O, O, O, W, O, O],
        ),
        row(
            "an operator without a sign-in time",
            |world| {
                let claims = json!({ "roles": ["password-operator"], "auth_time": null });
                Presented::bearer(world.user_with("claims", claims))
            },
            [W, Y, O, W, O, W, W, O, O, O, W, O, O],
        ),
        row(
            "an auditor",
            |world| Presented::bearer(world.staff("password-auditor", 60)),
            [W, N, N, W, N, W, W, Y, Y, Y, W, N, Y],
        ),
        row(
            "an auditor with an old sign-in",
            |world| Presented::bearer(world.staff("password-auditor", 960)),
            [W, N, N, W, N, W, W, O, O, O, W, N, O],
        ),
    ];
    let false_tokens: [(&'static str, Credential); 12] = [
        ("a user token: expired", |world| {
            Presented::bearer(world.user_with("claims", json!({ "exp": world.now() - 120 })))
        }),
        ("a user token: not valid yet", |world| {
            Presented::bearer(world.user_with("claims", json!({ "nbf": world.now() + 600 })))
        }),
        ("a user token: issued in the future", |world| {
            Presented::bearer(world.user_with("claims", json!({ "iat": world.now() + 600 })))
        }),
        ("a user token: another issuer", |world| {
            Presented::bearer(world.user_with("claims", json!({ "iss": "https://evil.example" })))
        }),
        ("a user token: another audience", |world| {
            Presented::bearer(world.user_with("audience", json!("another")))
        }),
        ("a user token: an additional audience", |world| {
            Presented::bearer(world.user_with("claims", json!({ "aud": ["passgate", "another"] })))
        }),
        ("a user token: no subject", |world| {
            Presented::bearer(world.user_with("claims", json!({ "sub": null })))
        }),
        ("a user token: `alg` none", |world| Presented::bearer(world.user_with("algorithm", json!("none")))),
        ("a user token: `alg` HS256, signed with the public key", |world| {
            Presented::bearer(world.user_with("algorithm", json!("HS256")))
        }),
        ("a user token: an unpublished key", |world| {
            Presented::bearer(world.user_with("key", json!("unpublished")))
        }),
        ("a user token: a logout token", |world| {
            Presented::bearer(world.user_with("header", json!({ "typ": "logout+jwt" })))
        }),
        ("a user token: the signature of another token", |world| {
            let (mine, others) = (world.user("wangxiaoming"), world.user("lvmeili"));
            let signature = others.rsplit('.').next().unwrap_or_default();
            let claims = mine.rsplit_once('.').map_or("", |(claims, _)| claims);
            Presented::bearer(format!("{claims}.{signature}"))
        }),
    ];
    rows.extend(false_tokens.map(|(who, credential)| row(who, credential, NOBODY)));
    rows
}

fn tickets() -> Vec<Row> {
    let row = |who, credential: Credential, cells| Row { who, credential, cells };
    let mut rows = vec![
        row(
            "a ticket for the EIAM change",
            |world| Presented::ticket(world.ticket()),
            [N, Y, N, N, N, Y, Y, N, N, N, N, N, N],
        ),
        row(
            "a ticket for the EIAM rest",
            |world| {
                let request =
                    json!({ "product": "eiam", "action": "rest-password", "user_id": world.wang.eiam });
                Presented::ticket(world.edge.ticket(&request))
            },
            [N, N, Y, N, N, Y, Y, N, N, N, N, N, N],
        ),
        row(
            "a ticket for the Feishu reset",
            |world| {
                let request = json!({
                    "product": "feishu", "action": "reset", "user_id": world.wang.feishu,
                    "user_id_type": "user_id",
                });
                Presented::ticket(world.edge.ticket(&request))
            },
            [Y, N, N, N, N, Y, Y, N, N, N, N, N, N],
        ),
        row(
            "a ticket for another account",
            |world| {
                let request =
                    json!({ "product": "eiam", "action": "change-password", "user_id": world.lv.eiam });
                Presented::ticket(world.edge.ticket(&request))
            },
            [N, N, N, N, N, Y, Y, N, N, N, N, N, N],
        ),
    ];
    let names = [
        "an unknown ticket",
        "an expired ticket",
        "a used ticket",
        "a replaced ticket",
        "a ticket claimed by another browser",
        "a ticket without a browser key",
        "a forged ticket",
    ];
    rows.extend(names.into_iter().zip(dead_tickets()).map(|(who, credential)| row(who, credential, NOBODY)));
    rows
}

/// A ticket for each reason why a ticket is invalid.
pub fn dead_tickets() -> [Credential; 7] {
    [
        |world| Presented::ticket(world.unknown_ticket()),
        |world| Presented::ticket(world.expired_ticket()),
        |world| Presented::ticket(world.spent_ticket()),
        |world| {
            let older = world.ticket();
            world.ticket();
            Presented::ticket(older)
        },
        |world| Presented::ticket(world.claimed_ticket()).elsewhere(),
        |world| Presented::ticket(world.ticket()).without_browser(),
        |world| {
            let ticket = world.ticket();
            let tag = ticket.split('.').nth(1).unwrap_or_default();
            Presented::ticket(format!("rt1.{tag}.{}", "A".repeat(43)))
        },
    ]
}
