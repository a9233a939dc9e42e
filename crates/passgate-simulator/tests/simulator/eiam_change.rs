//! Changing a password: every code of the page with its sentence, and the related settings.

use serde_json::{Value, json};

use crate::bench::{Bench, EIAM_ID};

fn refused(bench: &Bench, password: &str) -> (String, String) {
    let (status, code, sentence) = bench.change(password).eiam();
    assert_eq!(status, 400, "{password} was accepted");
    assert!(!bench.matches("eiam", EIAM_ID, password));
    (code, sentence)
}

fn code(bench: &Bench, password: &str) -> String {
    bench.change(password).eiam().1
}

fn code_of(bench: &Bench, username: &str, password: &str) -> String {
    let id = bench.user(username)["eiam"]["user_id"].clone();
    let body = json!({"password": password}).to_string();
    bench.change_raw(id.as_str().unwrap(), &body).eiam().1
}

fn pair(code: &str, sentence: &str) -> (String, String) {
    (code.to_owned(), sentence.to_owned())
}

#[test]
fn every_code_with_its_chinese_sentence() {
    let bench = Bench::start();
    bench.eiam_policy(json!({"max": 40, "classes_at_least": 1}));
    let cases = [
        ("", "PWD.0001", "密码不能为空"),
        ("Sh0rt!", "PWD.0002", "密码长度为8~40个字符"),
        ("WangXiaoMing", "PWD.0003", "密码不能与用户名一致"),
        ("gnimoaixgnaw", "PWD.0004", "密码不允许使用用户名的倒写"),
        ("Abc(defg)1", "PWD.0005", "密码不符合校验规则,密码中存在不支持的字符"),
        ("ADMIN@123", "PWD.0006", "该密码为弱密码"),
        ("Abbbcdef1!", "PWD.0008", "密码中最大字符重复数不能超过2个"),
        ("x1!WangXiaoMing", "PWD.0009", "密码中不允许包含:用户名、手机号、邮箱前缀、姓名拼音"),
    ];
    for (password, code, sentence) in cases {
        assert_eq!(refused(&bench, password), pair(code, sentence), "{password}");
    }
    bench.eiam_policy(json!({"classes_at_least": 3}));
    let sentence = "密码不符合校验规则,至少包含大写字母、小写字母、数字、特殊字符中的3种";
    assert_eq!(refused(&bench, "abcdefgh1"), pair("PWD.0005", sentence));
    assert_eq!(bench.change("P@ssw0rd123").status, 200);
    let (status, code, sentence) = bench.change("P@ssw0rd123").eiam();
    assert_eq!(status, 400);
    assert_eq!((code, sentence), pair("PWD.0007", "不允许使用历史密码"));
}

#[test]
fn every_code_with_its_english_sentence() {
    let bench = Bench::start();
    bench.eiam_policy(json!({"language": "en", "classes_at_least": 1}));
    let cases = [
        ("", "PWD.0001", "Password cannot be empty"),
        ("Sh0rt!", "PWD.0002", "Password length is 8~18 characters"),
        ("wangxiaoming", "PWD.0003", "Password cannot match username"),
        ("gnimoaixgnaw", "PWD.0004", "Password does not allow reverse writing of username"),
        ("admin@123", "PWD.0006", "The password is weak"),
        ("Abbbcdef1!", "PWD.0008", "Maximum number of characters to repeat in password cannot exceed 2"),
        (
            "x1!WangXiaoMing",
            "PWD.0009",
            "Passwords are not allowed to include: username, mobile phone number, email prefix, name pinyin",
        ),
    ];
    for (password, code, sentence) in cases {
        assert_eq!(refused(&bench, password), pair(code, sentence), "{password}");
    }
    let (code, sentence) = refused(&bench, "Abcd efg1");
    assert_eq!(code, "PWD.0005");
    assert!(sentence.starts_with("The password does not meet the verification rules, "));
    bench.eiam_policy(json!({"complexity_detail": "level 3"}));
    let sentence = "The password does not meet the verification rules, level 3";
    assert_eq!(refused(&bench, "Abcd efg1"), pair("PWD.0005", sentence));
    bench.change("P@ssw0rd123");
    let (_, code, sentence) = bench.change("P@ssw0rd123").eiam();
    let expected = pair("PWD.0007", "History passwords are not allowed");
    assert_eq!((code, sentence), expected);
    let got = bench.change_raw("nobody", r#"{"password":"P@ssw0rd123"}"#);
    assert_eq!(got.eiam().2, "User does not exist");
}

#[test]
fn history_covers_the_configured_number() {
    let bench = Bench::start();
    bench.eiam_policy(json!({"history": 2}));
    for password in ["Abcdef1!", "Abcdef2!", "Abcdef3!"] {
        assert_eq!(bench.change(password).status, 200);
    }
    assert_eq!(code(&bench, "Abcdef3!"), "PWD.0007");
    assert_eq!(code(&bench, "Abcdef2!"), "PWD.0007");
    assert_eq!(bench.change("Abcdef1!").status, 200);
    bench.eiam_policy(json!({"history": 0}));
    assert_eq!(bench.change("Abcdef1!").status, 200);
    // A password set by the control API enters the history too.
    bench.eiam_policy(json!({"history": 1}));
    let set = json!({"vendor": "eiam", "user": "wangxiaoming", "password": "Set-by-hand1"});
    bench.control("POST", "/users/set-password", set);
    assert_eq!(code(&bench, "Set-by-hand1"), "PWD.0007");
}

#[test]
fn repeats_count_as_a_run_or_as_a_total() {
    let bench = Bench::start();
    assert_eq!(bench.change("Aabacada1!").status, 200);
    bench.eiam_policy(json!({"repeats": {"count": "total", "max": 2}}));
    assert_eq!(code(&bench, "Aabacada2!"), "PWD.0008");
    bench.eiam_policy(json!({"repeats": {"count": "run", "max": 1}}));
    assert_eq!(code(&bench, "P@ssw0rd1234"), "PWD.0008");
    bench.eiam_policy(json!({"repeats": null}));
    assert_eq!(bench.change("Aaaaaaaa1!").status, 200);
}

#[test]
fn a_password_must_not_contain_data_of_the_person() {
    let bench = Bench::start();
    let contains = "PWD.0009";
    assert_eq!(code(&bench, "x-13765412801-Y"), contains);
    // A surname of two characters.
    assert_eq!(code_of(&bench, "ouyangfeng", "OuYangFeng1!"), contains);
    // The e-mail's prefix.
    let change = json!({"email": "feng.ou@example.com"});
    bench.control("PATCH", "/users/ouyangfeng", change);
    assert_eq!(code_of(&bench, "ouyangfeng", "1!Feng.Ou.x"), contains);
    // ü in its three spellings.
    for password in ["LvMeiLi1!", "lumeili1!A", "lyumeili1!A"] {
        assert_eq!(code_of(&bench, "lvmeili", password), contains, "{password}");
    }
    // A heteronym in each of its readings.
    for password in ["ZengGuoFan1!", "cengguofan1!A"] {
        assert_eq!(code_of(&bench, "zengguofan", password), contains, "{password}");
    }
    for password in ["shanyafei1!A", "danyafei1!A", "chanyafei1!A"] {
        assert_eq!(code_of(&bench, "shanyafei", password), contains, "{password}");
    }
    // Initials count only if the tenant configures it.
    assert_eq!(code(&bench, "1!Wxm-Abcd"), "");
    bench.eiam_policy(json!({"pinyin_initials": true}));
    assert_eq!(code(&bench, "2!Wxm-Abcd"), contains);
    bench.eiam_policy(json!({"identity": ["phone"]}));
    assert_eq!(code(&bench, "3!Wxm-Abcd"), "");
    assert_eq!(code(&bench, "1!wangxiaoming-A"), "");
    assert_eq!(code(&bench, "x-13765412801-Z"), contains);
}

#[test]
fn the_rest_of_the_policy_is_configurable_too() {
    let bench = Bench::start();
    bench.eiam_policy(json!({"unit": "utf16", "non_ascii": "letter", "min": 10}));
    assert_eq!(code(&bench, "A1!😀😀😀"), "PWD.0002");
    assert_eq!(code(&bench, "A1!😀😀x😀"), "");
    bench.eiam_policy(json!({"min": 2, "weak": ["Zz9!zz"], "symbols": "(!"}));
    assert_eq!(code(&bench, "ZZ9!ZZ"), "PWD.0006");
    assert_eq!(code(&bench, "Ab1(cd"), "");
    assert_eq!(code(&bench, "Ab1@cd"), "PWD.0005");
    let off =
        json!({"username_equal": false, "username_reversed": false, "classes_at_least": 1, "identity": []});
    bench.eiam_policy(off);
    assert_eq!(code(&bench, "wangxiaoming"), "");
    assert_eq!(code(&bench, "gnimoaixgnaw"), "");
    bench.eiam_policy(json!({"code_leading_space": true, "min": 8}));
    assert_eq!(code(&bench, "x"), " PWD.0002");
}

#[test]
fn pwd_must_modify_is_a_string() {
    let bench = Bench::start();
    let change = |password: &str, must_modify: Value| {
        let body = json!({"password": password, "pwd_must_modify": must_modify});
        bench.change_raw(EIAM_ID, &body.to_string()).eiam().1
    };
    let recorded = || bench.user("wangxiaoming")["eiam"]["must_modify"].clone();
    assert_eq!(bench.change("Abcdef1!").status, 200);
    assert_eq!(recorded(), "true");
    assert_eq!(change("Abcdef2!", json!("false")), "");
    assert_eq!(recorded(), "false");
    for wrong in [json!(true), json!("yes"), json!(1)] {
        assert_eq!(change("Abcdef3!", wrong), "PARAM.0001");
    }
    bench.eiam_policy(json!({"must_modify_accepts": "both"}));
    assert_eq!(change("Abcdef3!", json!(true)), "");
    assert_eq!(recorded(), "true");
}

#[test]
fn an_invalid_request() {
    let bench = Bench::start();
    for body in ["", "{", "[]", r#"{"password":12345678}"#] {
        let (status, code, _) = bench.change_raw(EIAM_ID, body).eiam();
        assert_eq!((status, code.as_str()), (400, "PARAM.0001"), "{body}");
    }
    assert_eq!(bench.change_raw(EIAM_ID, "{}").eiam().1, "PWD.0001");
    let got = bench.send(
        "PUT",
        &format!("/api/v2/tenant/users/{EIAM_ID}/change-password"),
        &[("authorization", &format!("Bearer {}", bench.eiam_token())), ("content-type", "text/plain")],
        r#"{"password":"P@ssw0rd123"}"#,
    );
    assert_eq!(got.status, 415);
    // A slash in an id is encoded, and does not change the path.
    let profile = json!({"username": "slash", "eiam": {"user_id": "a/b"}});
    bench.control("POST", "/users", profile);
    let got = bench.change_raw("a%2Fb", r#"{"password":"P@ssw0rd123"}"#);
    assert_eq!((got.status, got.json()["user_id"].clone()), (200, json!("a/b")));
}
