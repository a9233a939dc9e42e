//! `passgate link`.

use std::fs;

use passgate_edge_tests::Edge;

use super::deployment::{Deployment, failed, run, succeeded};

#[test]
fn links_are_minted_through_the_running_edge() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let not_running = run(&["link", "--product", "eiam", "--account", &wang.eiam], &deployment.config());
    failed(&not_running, "is it running?");
    let _served = deployment.start();
    let one = run(&["link", "--product", "eiam", "--account", &wang.eiam], &deployment.config());
    assert!(succeeded(&one).starts_with(&format!("{}/eiam/#rt1.", deployment.base)), "no link");
    let csv = deployment.folder.path().join("people.csv");
    fs::write(&csv, format!("{},user_id\n{},open_id\n,\n", wang.feishu, wang.open_id)).unwrap();
    let file = csv.to_str().unwrap();
    let many = run(&["link", "--product", "feishu", "--csv", file], &deployment.config());
    // One line is not an account's; the other two links are minted.
    failed(&many, "1 of 3 links were not minted");
    assert_eq!(String::from_utf8(many.stdout).unwrap().lines().count(), 2);
    for (wrong, says) in [
        (vec!["link", "--product", "lark", "--account", "x"], "is not configured; these are: feishu, eiam"),
        (
            vec!["link", "--product", "eiam", "--action", "reset", "--account", "x"],
            "must be one of change-password, rest-password",
        ),
    ] {
        failed(&run(&wrong, &deployment.config()), says);
    }
}
