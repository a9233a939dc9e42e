//! The reset whose new password the EIAM delivers: every code of the page.

use serde_json::{Value, json};

use crate::bench::{Bench, EIAM_ID};

fn id_of(bench: &Bench, username: &str) -> String {
    let id = bench.user(username)["eiam"]["user_id"].clone();
    id.as_str().unwrap().to_owned()
}

#[test]
fn a_new_password_is_made_and_delivered() {
    let bench = Bench::start();
    assert_eq!(bench.change("P@ssw0rd123").status, 200);
    for (mode, to) in [("SMS", "137****2801"), ("EMAIL", "wan****ming@example.com")] {
        let got = bench.rest(EIAM_ID, &format!("?send_mode={mode}"));
        assert_eq!(got.status, 200);
        assert!(!bench.matches("eiam", EIAM_ID, "P@ssw0rd123"));
        let listed = bench.control("GET", "/deliveries", Value::Null);
        let delivery = listed["deliveries"].as_array().unwrap().last().unwrap();
        assert_eq!(delivery["channel"], mode);
        assert_eq!(delivery["to"], to);
        assert_eq!(delivery["username"], "wangxiaoming");
        assert_eq!(delivery.as_object().unwrap().len(), 6);
    }
    assert_eq!(bench.user("wangxiaoming")["eiam"]["changes"], 3);
    let emptied = bench.control("DELETE", "/deliveries", Value::Null);
    assert_eq!(emptied["deliveries"], json!([]));
}

#[test]
fn every_code_of_the_page() {
    let bench = Bench::start();
    bench.eiam_policy(json!({"language": "en"}));
    let (zhoumin, wutong) = (id_of(&bench, "zhoumin"), id_of(&bench, "wutong"));
    let mode = "The message sending mode does not meet the verification rules";
    let cases = [
        ("nobody", "?send_mode=SMS", "USER.0001", "User does not exist"),
        (&zhoumin, "?send_mode=SMS", "USER.0011", "Mobile number cannot be empty"),
        (&wutong, "?send_mode=EMAIL", "USER.0012", "Email cannot be empty"),
        (EIAM_ID, "", "MSG.0004", mode),
        (EIAM_ID, "?send_mode=", "MSG.0004", mode),
        (EIAM_ID, "?send_mode=sms", "MSG.0004", mode),
        (EIAM_ID, "?send_mode=FAX", "MSG.0004", mode),
    ];
    for (id, query, code, sentence) in cases {
        let expected = (400, code.to_owned(), sentence.to_owned());
        assert_eq!(bench.rest(id, query).eiam(), expected);
    }
    assert_eq!(bench.rest(&zhoumin, "?send_mode=EMAIL").status, 200);
    assert_eq!(bench.rest(&wutong, "?send_mode=SMS").status, 200);

    bench.eiam_policy(json!({"delivery_fails": true}));
    let expected = (400, "MSG.0001".to_owned(), "Message sending failed".to_owned());
    assert_eq!(bench.rest(EIAM_ID, "?send_mode=SMS").eiam(), expected);
    assert_eq!(bench.user("wangxiaoming")["eiam"]["changes"], 0);
    bench.eiam_policy(json!({"language": "zh-CN"}));
    let (_, _, sentence) = bench.rest(EIAM_ID, "?send_mode=SMS").eiam();
    assert_eq!(sentence, "消息发送失败");
}
