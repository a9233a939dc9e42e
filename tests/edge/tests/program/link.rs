//! `passgate link`.

use std::fs;

use passgate_edge_tests::Edge;

use super::deployment::{Deployment, failed, printed, run, succeeded};

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
    let file = csv.to_str().unwrap();
    let mint = |text: &str| {
        fs::write(&csv, text).unwrap();
        run(&["link", "--product", "feishu", "--csv", file], &deployment.config())
    };
    // A file with a mistake mints nothing, so that the corrected file can be used as it is.
    let wrong = mint(&format!("{},user_id\n{},open_di\n,open_id\n", wang.feishu, wang.open_id));
    failed(&wrong, "people.csv: line 3: has no account");
    let wrong = mint(&format!("{},user_id\n{},open_di\n", wang.feishu, wang.open_id));
    failed(&wrong, "people.csv: line 2: id_type must be one of");
    assert!(wrong.stdout.is_empty());
    let many = mint(&format!(
        "\u{feff}account,id_type,person\r\n{},user_id,王小明\r\n\r\n{},open_id,\r\n",
        wang.feishu, wang.open_id
    ));
    let told = succeeded(&many);
    assert_eq!(String::from_utf8(many.stdout).unwrap().lines().count(), 2);
    assert!(told.contains("1 of 2 links say nothing about the person"), "{told}");
    for arguments in
        [&["link", "--product", "eiam"][..], &["link", "--product", "eiam", "--csv", file, "--word", "x"]]
    {
        let output = run(arguments, &deployment.config());
        assert_eq!(output.status.code(), Some(2), "{}", printed(&output));
        assert!(printed(&output).contains("--csv"), "{}", printed(&output));
    }
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
