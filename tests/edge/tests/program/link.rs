//! `passgate link`.

use std::fs;

use passgate_edge_tests::Edge;

use super::deployment::{Deployment, run};

#[test]
fn links_are_minted_through_the_running_edge() {
    let edge = Edge::start();
    let wang = edge.person("wangxiaoming");
    let deployment = Deployment::new(&edge);
    let not_running = run(&["link", "--product", "eiam", "--account", &wang.eiam], &deployment.config());
    assert_eq!(not_running.status.code(), Some(1));
    assert!(String::from_utf8(not_running.stderr).unwrap().contains("is it running?"));
    let served = deployment.serve();
    served.wait_for("ready");
    let one = run(&["link", "--product", "eiam", "--account", &wang.eiam], &deployment.config());
    assert_eq!(one.status.code(), Some(0), "{}", String::from_utf8_lossy(&one.stderr));
    let link = String::from_utf8(one.stdout).unwrap();
    assert!(link.starts_with(&format!("{}/eiam/#rt1.", deployment.base)), "no link");
    let csv = deployment.folder.path().join("people.csv");
    fs::write(&csv, format!("{},user_id\n{},open_id\n,\n", wang.feishu, wang.open_id)).unwrap();
    let file = csv.to_str().unwrap();
    let many = run(&["link", "--product", "feishu", "--csv", file], &deployment.config());
    // Two links, and a line that is no account: the others are minted all the same.
    assert_eq!(many.status.code(), Some(1));
    assert_eq!(String::from_utf8(many.stdout).unwrap().lines().count(), 2);
    assert!(String::from_utf8(many.stderr).unwrap().contains("1 of 3 links were not minted"));
    for (wrong, says) in [
        (vec!["link", "--product", "lark", "--account", "x"], "is not configured; these are: feishu, eiam"),
        (
            vec!["link", "--product", "eiam", "--action", "reset", "--account", "x"],
            "must be one of change-password, rest-password",
        ),
    ] {
        let refused = run(&wrong, &deployment.config());
        assert_eq!(refused.status.code(), Some(1));
        assert!(String::from_utf8(refused.stderr).unwrap().contains(says));
    }
}
