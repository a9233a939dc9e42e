//! Valid requests of callers, and the errors for invalid ones.
#![allow(missing_docs)]
#![allow(clippy::expect_used, reason = "test code")]

use passgate_core::Secret;
use passgate_wire::{
    BadInput, FieldProblem, MAX_BODY_BYTES, MAX_CALL_BYTES, PasswordCall as _,
    eiam::{self, SendMode},
    feishu::{self, UserIdType},
};

const JSON: Option<&str> = Some("application/json; charset=utf-8");
const FORM: Option<&str> = Some("application/x-www-form-urlencoded");
const RESET: &str = r#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#;
const CHANGE: &str = r#"{"password":"P@ssw0rd123","pwd_must_modify":"false"}"#;
const STRING: FieldProblem = FieldProblem::WrongType { expected: "string" };
const OBJECT: FieldProblem = FieldProblem::WrongType { expected: "object" };

fn named<T>(read: Result<T, BadInput>) -> (String, FieldProblem) {
    let bad = read.err().expect("refused");
    (bad.field, bad.problem)
}

#[test]
fn requests_of_the_official_sdks_are_read() {
    for (content_type, body) in [
        ("application/json", RESET),
        (
            "application/json; charset=utf-8",
            r#"{"password": {"ent_email_password": "abcd*efg"}, "user_id": "abc123"}"#,
        ),
    ] {
        let call = feishu::read_reset("user_id_type=open_id", Some(content_type), body.as_bytes()).unwrap();
        assert_eq!((call.user_id.as_str(), call.user_id_type), ("abc123", UserIdType::OpenId));
        assert_eq!(call.password.expose(), "abcd*efg");
    }
    for (content_type, body) in [
        (Some("application/json"), r#"{"app_id":"client-a","app_secret":"s"}"#),
        (None, r#"{"app_id": "client-a", "app_secret": "s"}"#), // the Python SDK
    ] {
        let (id, secret) = feishu::read_token_exchange("", content_type, body.as_bytes()).unwrap();
        assert_eq!((id.as_str(), secret.expose()), ("client-a", "s"));
    }
}

#[test]
fn an_empty_password_is_left_to_the_policy() {
    let body = br#"{"password":{"ent_email_password":""},"user_id":"abc123"}"#;
    let call = feishu::read_reset("user_id_type=user_id", JSON, body).unwrap();
    assert_eq!(call.password.expose(), "");
    assert_eq!(eiam::read_change("u", "", JSON, br#"{"password":""}"#).unwrap().password.expose(), "");
}

#[test]
fn a_reset_error_names_the_invalid_field() {
    let call = feishu::read_reset("", JSON, RESET.as_bytes()).unwrap();
    assert_eq!(call.user_id_type, UserIdType::OpenId, "the page's default");
    let open_id = "user_id_type=open_id";
    let not_one_of = FieldProblem::NotOneOf(&["open_id", "union_id", "user_id"]);
    let json = FieldProblem::WrongContentType { expected: "application/json" };
    let user = |id: &str| format!(r#"{{"password":{{"ent_email_password":"a"}},"user_id":"{id}"}}"#);
    let (longest, too_long) = (user(&"号".repeat(200)), user(&"号".repeat(201)));
    let huge = format!("{}{}", RESET, " ".repeat(MAX_BODY_BYTES));
    assert!(feishu::read_reset(open_id, JSON, longest.as_bytes()).is_ok(), "200 characters, not bytes");
    for (query, content_type, body, field, problem) in [
        ("user_id_type=", JSON, RESET, "user_id_type", not_one_of.clone()),
        ("user_id_type=openid", JSON, RESET, "user_id_type", not_one_of.clone()),
        ("user_id_type=OPEN_ID", JSON, RESET, "user_id_type", not_one_of),
        ("user_id_type=open_id&user_id_type=user_id", JSON, RESET, "user_id_type", FieldProblem::Duplicate),
        ("user_id_type=open_id&debug=1", JSON, RESET, "debug", FieldProblem::Unknown),
        ("user_id_type=open_id&P%40ss=1", JSON, RESET, "query", FieldProblem::UnknownMember),
        (open_id, None, RESET, "Content-Type", json.clone()),
        (open_id, FORM, RESET, "Content-Type", json.clone()),
        (open_id, Some("application/json; charset=gb18030"), RESET, "Content-Type", json),
        (open_id, JSON, "", "body", FieldProblem::Missing),
        (open_id, JSON, "{", "body", FieldProblem::NotJson),
        (open_id, JSON, "[]", "body", OBJECT),
        (open_id, JSON, &huge, "body", FieldProblem::BodyTooLarge { max_bytes: 16_384 }),
        (open_id, JSON, "{}", "password", FieldProblem::Missing),
        (open_id, JSON, r#"{"password":"abcd*efg","user_id":"a"}"#, "password", OBJECT),
        (
            open_id,
            JSON,
            r#"{"password":{},"user_id":"a"}"#,
            "password.ent_email_password",
            FieldProblem::Missing,
        ),
        (
            open_id,
            JSON,
            r#"{"password":{"ent_email_password":12345678},"user_id":"a"}"#,
            "password.ent_email_password",
            STRING,
        ),
        (
            open_id,
            JSON,
            r#"{"password":{"ent_email_password":"\ud800"},"user_id":"a"}"#,
            "password.ent_email_password",
            FieldProblem::LoneSurrogate,
        ),
        (
            open_id,
            JSON,
            r#"{"password":{"ent_email_password":"a","new_password":"b"},"user_id":"a"}"#,
            "password.new_password",
            FieldProblem::Unknown,
        ),
        (
            open_id,
            JSON,
            r#"{"password":{"ent_email_password":"a"},"user_id":"a","user_id_type":"open_id"}"#,
            "user_id_type",
            FieldProblem::Unknown,
        ),
        (
            open_id,
            JSON,
            r#"{"password":{"ent_email_password":"a"},"user_id":"a","user_id":"b"}"#,
            "user_id",
            FieldProblem::Duplicate,
        ),
        (open_id, JSON, r#"{"password":{"ent_email_password":"a"}}"#, "user_id", FieldProblem::Missing),
        (open_id, JSON, r#"{"password":{"ent_email_password":"a"},"user_id":7}"#, "user_id", STRING),
        (open_id, JSON, &user(""), "user_id", FieldProblem::Empty),
        (open_id, JSON, &too_long, "user_id", FieldProblem::TooLong { max: 200 }),
        (open_id, JSON, &user("a\\u0000b"), "user_id", FieldProblem::ControlCharacter),
        (open_id, JSON, &user("\\udfff"), "user_id", FieldProblem::LoneSurrogate),
    ] {
        let read = feishu::read_reset(query, content_type, body.as_bytes());
        assert_eq!(named(read), (field.to_owned(), problem), "{query} {body:.80}");
    }
    let read = feishu::read_reset(open_id, JSON, b"\xff\xfe{}");
    assert_eq!(named(read), ("body".to_owned(), FieldProblem::NotUtf8));
}

#[test]
fn the_longest_call_fits_in_any_json_encoding() {
    let escaped = |characters| r"\ud83d\ude00".repeat(characters);
    let (id, password) = (escaped(200), escaped(128));
    let body = format!(r#"{{"password":{{"ent_email_password":"{password}"}},"user_id":"{id}"}}"#);
    assert!(body.len() <= MAX_CALL_BYTES, "{}", body.len());
    assert!(feishu::read_reset("user_id_type=open_id", JSON, body.as_bytes()).is_ok());
}

#[test]
fn a_feishu_token_exchange_error_names_the_invalid_field() {
    let good = r#"{"app_id":"a","app_secret":"s"}"#;
    for (query, content_type, body, field, problem) in [
        ("app_secret=s", JSON, good, "query", FieldProblem::UnexpectedQuery),
        (
            "",
            Some("text/plain"),
            good,
            "Content-Type",
            FieldProblem::WrongContentType { expected: "application/json" },
        ),
        ("", JSON, r#"{"app_id":"a"}"#, "app_secret", FieldProblem::Missing),
        ("", JSON, r#"{"app_id":"","app_secret":"s"}"#, "app_id", FieldProblem::Empty),
        ("", JSON, r#"{"app_id":"a","app_secret":""}"#, "app_secret", FieldProblem::Empty),
        ("", JSON, r#"{"app_id":1,"app_secret":"s"}"#, "app_id", STRING),
        (
            "",
            JSON,
            r#"{"app_id":"a","app_secret":"s","app_ticket":"t"}"#,
            "app_ticket",
            FieldProblem::Unknown,
        ),
    ] {
        let read = feishu::read_token_exchange(query, content_type, body.as_bytes());
        assert_eq!(named(read), (field.to_owned(), problem), "{body}");
    }
}

#[test]
fn a_change_is_read_and_its_error_names_the_invalid_field() {
    for (body, expected) in [
        (CHANGE, Some(false)),
        (r#"{"password":"P@ssw0rd123","pwd_must_modify":"true"}"#, Some(true)),
        (r#"{"password":"P@ssw0rd123","pwd_must_modify":false}"#, Some(false)),
        (r#"{"password":"P@ssw0rd123"}"#, None),
    ] {
        let call = eiam::read_change("%E7%8E%8B", "", JSON, body.as_bytes()).unwrap();
        assert_eq!((call.user_id.as_str(), call.password.expose()), ("王", "P@ssw0rd123"));
        assert_eq!(call.pwd_must_modify, expected, "{body}");
    }
    let json = FieldProblem::WrongContentType { expected: "application/json" };
    let flag = FieldProblem::NotOneOf(&["true", "false"]);
    for (user_id, query, content_type, body, field, problem) in [
        ("a%2Fb", "", JSON, CHANGE, "user_id", FieldProblem::EncodedSlash),
        ("..", "", JSON, CHANGE, "user_id", FieldProblem::DotSegment),
        ("", "", JSON, CHANGE, "user_id", FieldProblem::Empty),
        ("%0a", "", JSON, CHANGE, "user_id", FieldProblem::ControlCharacter),
        ("%ff", "", JSON, CHANGE, "user_id", FieldProblem::NotUtf8),
        ("%f", "", JSON, CHANGE, "user_id", FieldProblem::BadPercentEncoding),
        ("u", "password=P@ssw0rd123", JSON, CHANGE, "query", FieldProblem::UnexpectedQuery),
        ("u", "", None, CHANGE, "Content-Type", json),
        ("u", "", JSON, "password=a", "body", FieldProblem::NotJson),
        ("u", "", JSON, "{}", "password", FieldProblem::Missing),
        ("u", "", JSON, r#"{"password":{"ent_email_password":"a"}}"#, "password", STRING),
        ("u", "", JSON, r#"{"password":null}"#, "password", STRING),
        ("u", "", JSON, r#"{"password":"\ud83d"}"#, "password", FieldProblem::LoneSurrogate),
        ("u", "", JSON, r#"{"password":"a","password":"b"}"#, "password", FieldProblem::Duplicate),
        ("u", "", JSON, r#"{"password":"a","must_modify":"true"}"#, "must_modify", FieldProblem::Unknown),
        ("u", "", JSON, r#"{"password":"a","pwd_must_modify":"no"}"#, "pwd_must_modify", flag),
        ("u", "", JSON, r#"{"password":"a","pwd_must_modify":1}"#, "pwd_must_modify", STRING),
    ] {
        let read = eiam::read_change(user_id, query, content_type, body.as_bytes());
        assert_eq!(named(read), (field.to_owned(), problem), "{user_id} {body}");
    }
}

#[test]
fn a_rest_is_read_and_its_error_names_the_invalid_field() {
    for (query, body, mode) in
        [("send_mode=SMS", "", SendMode::Sms), ("send_mode=EMAIL", " {} ", SendMode::Email)]
    {
        let call = eiam::read_rest("u-1", query, body.as_bytes()).unwrap();
        assert_eq!((call.user_id.as_str(), call.send_mode), ("u-1", mode));
    }
    let modes = FieldProblem::NotOneOf(&["SMS", "EMAIL"]);
    for (user_id, query, body, field, problem) in [
        ("u", "", "", "send_mode", FieldProblem::Missing),
        ("u", "send_mode=", "", "send_mode", modes.clone()),
        ("u", "send_mode=email", "", "send_mode", modes),
        ("u", "send_mode=SMS&send_mode=SMS", "", "send_mode", FieldProblem::Duplicate),
        ("u", "send_mode=SMS&extra=1", "", "extra", FieldProblem::Unknown),
        ("%2e", "send_mode=SMS", "", "user_id", FieldProblem::DotSegment),
        ("u", "send_mode=SMS", r#"{"password":"a"}"#, "body", FieldProblem::UnexpectedBody),
        ("u", "send_mode=SMS", "x", "body", FieldProblem::UnexpectedBody),
    ] {
        let read = eiam::read_rest(user_id, query, body.as_bytes());
        assert_eq!(named(read), (field.to_owned(), problem), "{query} {body}");
    }
}

#[test]
fn an_eiam_token_exchange_takes_basic_or_form_and_not_both() {
    let grant = "grant_type=client_credentials";
    // client-a:se:cret%20: the secret keeps its colon and its percent sign.
    let basic = Some("Basic Y2xpZW50LWE6c2U6Y3JldCUyMA==");
    for (authorization, content_type, body, expected) in [
        (basic, FORM, grant.to_owned(), ("client-a", "se:cret%20")),
        (
            Some("basic  Y2xpZW50LWE6c2U6Y3JldCUyMA=="),
            Some("application/x-www-form-urlencoded;charset=UTF-8"),
            grant.to_owned(),
            ("client-a", "se:cret%20"),
        ),
        (None, FORM, format!("{grant}&client_id=client-a&client_secret=s%2B%3A+x"), ("client-a", "s+: x")),
    ] {
        let (id, secret) =
            eiam::read_token_exchange("", authorization, content_type, body.as_bytes()).unwrap();
        assert_eq!((id.as_str(), secret.expose()), expected);
    }
    let bad_basic = FieldProblem::BadBasicCredentials;
    let form = FieldProblem::WrongContentType { expected: "application/x-www-form-urlencoded" };
    let grants = FieldProblem::NotOneOf(&["client_credentials"]);
    for (query, authorization, content_type, body, field, problem) in [
        ("client_id=a&client_secret=s", None, FORM, grant, "query", FieldProblem::UnexpectedQuery),
        ("", basic, JSON, grant, "Content-Type", form.clone()),
        ("", basic, None, grant, "Content-Type", form),
        ("", basic, FORM, "", "grant_type", FieldProblem::Missing),
        ("", basic, FORM, "grant_type=password", "grant_type", grants),
        (
            "",
            basic,
            FORM,
            "grant_type=client_credentials&grant_type=client_credentials",
            "grant_type",
            FieldProblem::Duplicate,
        ),
        ("", basic, FORM, "grant_type=client_credentials&scope=all", "scope", FieldProblem::Unknown),
        ("", None, FORM, grant, "Authorization", FieldProblem::Missing),
        ("", None, FORM, "grant_type=client_credentials&client_id=a", "client_secret", FieldProblem::Missing),
        ("", None, FORM, "grant_type=client_credentials&client_secret=a", "client_id", FieldProblem::Missing),
        (
            "",
            None,
            FORM,
            "grant_type=client_credentials&client_id=a&client_secret=",
            "client_secret",
            FieldProblem::Empty,
        ),
        (
            "",
            basic,
            FORM,
            "grant_type=client_credentials&client_id=a",
            "Authorization",
            FieldProblem::CredentialsTwice,
        ),
        (
            "",
            basic,
            FORM,
            "grant_type=client_credentials&client_id=a&client_secret=s",
            "Authorization",
            FieldProblem::CredentialsTwice,
        ),
        ("", Some("Bearer abc"), FORM, grant, "Authorization", bad_basic.clone()),
        ("", Some("Basic"), FORM, grant, "Authorization", bad_basic.clone()),
        ("", Some("Basic ***"), FORM, grant, "Authorization", bad_basic.clone()),
        ("", Some("Basic bm9jb2xvbg=="), FORM, grant, "Authorization", bad_basic.clone()), // nocolon
        ("", Some("Basic OnNlY3JldA=="), FORM, grant, "Authorization", bad_basic.clone()), // :secret
        ("", Some("Basic YTo="), FORM, grant, "Authorization", bad_basic.clone()),         // a:
        ("", Some("Basic /zr/"), FORM, grant, "Authorization", bad_basic.clone()),         // not UTF-8
        ("", Some("Basic YToKYg=="), FORM, grant, "Authorization", bad_basic),             // a:\nb
    ] {
        let read = eiam::read_token_exchange(query, authorization, content_type, body.as_bytes());
        assert_eq!(named(read), (field.to_owned(), problem), "{authorization:?} {body}");
    }
}

#[test]
fn a_built_request_can_be_read_back() {
    let token = Secret::new("t");
    let request = feishu::token_request("cli_a", &Secret::new("s\"\\密"));
    let body = request.body.unwrap();
    let (id, secret) = feishu::read_token_exchange("", JSON, body.expose().as_bytes()).unwrap();
    assert_eq!((id.as_str(), secret.expose()), ("cli_a", "s\"\\密"));

    let request = eiam::token_request("client", &Secret::new("s:é%41"));
    let (authorization, content_type) = (request.headers[0].1.expose(), request.headers[1].1.expose());
    let body = request.body.unwrap();
    let read =
        eiam::read_token_exchange("", Some(authorization), Some(content_type), body.expose().as_bytes())
            .unwrap();
    assert_eq!((read.0.as_str(), read.1.expose()), ("client", "s:é%41"));

    let request = eiam::read_rest("a%3Fb", "send_mode=SMS", b"").unwrap().request(&token);
    assert_eq!(request.path, "/api/v2/tenant/users/a%3Fb/rest-password?send_mode=SMS");
}

#[test]
fn problems_are_sentences_without_values() {
    let bad = feishu::read_reset("user_id_type=sekrit", JSON, RESET.as_bytes()).unwrap_err();
    assert_eq!(bad.to_string(), "user_id_type: must be one of: open_id, union_id, user_id");
    let bad = eiam::read_change("u", "", JSON, br#"{"password":"sekrit","Sekrit-7":"sekrit"}"#).unwrap_err();
    assert_eq!(bad.to_string(), "body: has a member that is not a field of this request");
}
