//! The access control matrix: every guarded route with every kind of caller. The expected access is a
//! table here. The test sends each request to the running Worker and writes `docs/access.md` from the
//! answers.

#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "test helpers may panic"
)]

mod alike;
mod callers;
mod document;
mod routes;
mod timing;
mod world;

use std::collections::BTreeSet;

use passgate_edge_tests::{Ask, Edge};
use serde_json::json;

use callers::Cell;
use routes::Guarded;
use world::World;

#[test]
fn every_caller_at_every_route() {
    let world = World::open();
    let mut wrong = Vec::new();
    let mut lines = Vec::new();
    for row in callers::rows() {
        for (route, expected) in Guarded::ALL.into_iter().zip(row.cells) {
            let before = world.edge.password_calls();
            let presented = (row.credential)(&world);
            let prepared = world.edge.password_calls();
            let told = world.edge.ask(&route.ask(&world, &presented));
            let seen = (told.status, told.code_if_any());
            if !expected.is(route, &seen, presented.is_absent()) {
                wrong.push(format!("{} at {}: {seen:?} and not {expected:?}", row.who, route.name()));
            }
            let calls = world.edge.password_calls() - prepared;
            let wanted = u64::from(expected == Cell::Yes && route.reaches_the_vendor());
            if calls != wanted {
                wrong.push(format!("{} at {}: {calls} calls to the vendor", row.who, route.name()));
            }
            assert!(prepared >= before);
        }
        lines.push((row.who, row.cells));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    document::holds(&lines, &alike::groups(&world));
}

#[test]
fn every_route_is_in_the_matrix_or_open_to_everyone() {
    let edge = Edge::start();
    let document = edge.ask(&Ask::get("/openapi.json")).json();
    let documented: BTreeSet<&str> =
        document["paths"].as_object().into_iter().flatten().map(|(path, _)| path.as_str()).collect();
    let guarded = Guarded::ALL.into_iter().map(Guarded::template).chain(routes::TOKEN_ROUTES);
    let known: BTreeSet<&str> = guarded.chain(routes::OPEN.iter().map(|(template, ..)| *template)).collect();
    assert_eq!(documented, known, "each route needs a column in tests/edge/tests/access, or a place in OPEN");
    for (_, path, status) in routes::OPEN {
        assert_eq!(edge.ask(&Ask::get(path)).status, status, "{path}");
    }
}

#[test]
fn clients_at_the_token_routes() {
    let world = World::open();
    let edge = &world.edge;
    let clients = edge.stack().clients();
    let (app, vendor) = (edge.stack().simulator().app(), edge.stack().simulator().client());
    let none = "cs1.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let refused = [("10003", 200), ("invalid_client", 401)];
    /// Name; id and secret at Feishu's route and at EIAM's; code and status at each.
    type Row<'a> = (&'a str, [(&'a str, &'a str); 2], [(&'a str, u16); 2]);
    let rows: [Row<'_>; 7] = [
        (
            "a client's id and secret",
            [(&clients.feishu.id, &clients.feishu.secret), (&clients.eiam.id, &clients.eiam.secret)],
            [("0", 200), ("", 200)],
        ),
        (
            "of the other product",
            [(&clients.eiam.id, &clients.eiam.secret), (&clients.feishu.id, &clients.feishu.secret)],
            refused,
        ),
        ("another secret", [(&clients.feishu.id, none), (&clients.eiam.id, none)], refused),
        ("an unknown id", [("nobody", &clients.feishu.secret), ("nobody", &clients.eiam.secret)], refused),
        (
            "the secret of another client",
            [(&clients.feishu.id, &clients.eiam.secret), (&clients.eiam.id, &clients.feishu.secret)],
            refused,
        ),
        (
            "the hash in place of the secret",
            [
                (&clients.feishu.id, &clients.feishu.secret_hash()),
                (&clients.eiam.id, &clients.eiam.secret_hash()),
            ],
            refused,
        ),
        ("the vendor's own credential", [(app.0, app.1), (vendor.0, vendor.1)], refused),
    ];
    for (who, [(feishu_id, feishu_secret), (eiam_id, eiam_secret)], [feishu, eiam]) in rows {
        let body = json!({ "app_id": feishu_id, "app_secret": feishu_secret });
        let told = edge.ask(&Ask::post("/open-apis/auth/v3/tenant_access_token/internal").json(&body));
        assert_eq!((told.code_if_any().as_str(), told.status), feishu, "{who}: {}", told.text);
        let told = edge.ask(&Edge::eiam_exchange(eiam_id, eiam_secret));
        assert_eq!((told.code_if_any().as_str(), told.status), eiam, "{who}: {}", told.text);
    }
    assert_eq!(edge.arrived("feishu.token") + edge.arrived("eiam.token"), 0);
}
