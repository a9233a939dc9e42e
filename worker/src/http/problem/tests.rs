use super::*;
use crate::callers::unproven::Why;

#[test]
fn the_reason_of_a_failed_authentication_is_only_logged() {
    let problem = |why| Problem::from(Unproven::Refused(why));
    let disposition = problem(Why::Clock).disposition();
    assert_eq!((disposition.cause, disposition.why), (Cause::NotProven, Some(Why::Clock)));
    assert_eq!(problem(Why::Clock).to_json(Reader::of("r")), problem(Why::Key).to_json(Reader::of("r")));
    let forbidden = |denied| Problem::from(denied);
    assert_eq!(forbidden(Denied::NotEntitled).disposition().cause, Cause::NotEntitled);
    assert_eq!(
        forbidden(Denied::NotEntitled).to_json(Reader::of("r")),
        forbidden(Denied::ClientGone).to_json(Reader::of("r"))
    );
    let absent = Problem::from(Unproven::Absent);
    assert_eq!((absent.code(), absent.status()), ("no-credential", 401));
    assert!(absent.to_json(Reader::of("r")).contains("Authorization header"));
}

#[test]
fn the_detail_is_in_the_readers_language_and_nothing_else_changes() {
    let wrong = Wrong { field: "product".to_owned(), problem: "is missing".to_owned() };
    for problem in [
        Problem::BadInput(vec![wrong]),
        Problem::NotJson,
        Problem::WrongContentType,
        Problem::WrongContentCoding,
        Problem::BodyTooLarge(16_384),
        Problem::BodyTooSlow,
        Problem::WrongHost,
        Problem::Unauthenticated(Unproven::Absent),
        Problem::Unauthenticated(Unproven::Refused(Why::Clock)),
        Problem::Forbidden(None),
        Problem::SignInTooOld { sign_in_within: 900 },
        Problem::NotFound,
        Problem::MethodNotAllowed("GET, PUT"),
        Problem::TooOften { retry_after_seconds: 3 },
        Problem::Unavailable,
        Problem::Internal,
    ] {
        let [plain, chinese, english] = [None, Some(Locale::ZhCn), Some(Locale::En)].map(|language| {
            let text = problem.to_json(Reader { request_id: "r", language });
            let mut document: Value = serde_json::from_str(&text).unwrap();
            let detail = document.as_object_mut().unwrap().remove("detail").unwrap();
            (detail.as_str().unwrap().to_owned(), document)
        });
        assert_eq!(plain, english);
        assert_eq!(chinese.1, english.1);
        let is_chinese = |text: &str| text.chars().any(|char| matches!(char, '\u{4E00}'..='\u{9FFF}'));
        assert!(is_chinese(&chinese.0) && !is_chinese(&english.0), "{chinese:?} {english:?}");
    }
}

#[test]
fn a_problem_comes_with_its_headers_and_no_others() {
    let challenge = "Bearer error=\"insufficient_user_authentication\", max_age=900";
    for (problem, expected) in [
        (Problem::from(Unproven::Absent), Some(("WWW-Authenticate", "Bearer"))),
        (Problem::SignInTooOld { sign_in_within: 900 }, Some(("WWW-Authenticate", challenge))),
        (Problem::MethodNotAllowed("GET, HEAD"), Some(("Allow", "GET, HEAD"))),
        (Problem::TooOften { retry_after_seconds: 7 }, Some(("Retry-After", "7"))),
        (Problem::Unavailable, Some(("Retry-After", "2"))),
        (Problem::NotFound, None),
        (Problem::Internal, None),
    ] {
        let headers = problem.headers();
        let found: Vec<_> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(found, Vec::from_iter(expected), "{problem:?}");
    }
}

#[test]
fn a_problem_of_the_body_or_a_header_names_it() {
    for (problem, field) in [
        (Problem::NotJson, "body"),
        (Problem::BodyTooLarge(1), "body"),
        (Problem::BodyTooSlow, "body"),
        (Problem::WrongHost, "Host"),
        (Problem::WrongContentType, "Content-Type"),
        (Problem::WrongContentCoding, "Content-Encoding"),
    ] {
        let document: Value = serde_json::from_str(&problem.to_json(Reader::of("r"))).unwrap();
        assert_eq!(document["field"], field, "{problem:?}");
    }
    let document: Value = serde_json::from_str(&Problem::NotFound.to_json(Reader::of("r"))).unwrap();
    assert!(document.get("field").is_none(), "{document}");
}

#[test]
fn the_first_wrong_field_is_named() {
    let wrong = |field: &str| Wrong { field: field.to_owned(), problem: "is missing".to_owned() };
    let problem = Problem::BadInput(vec![wrong("product"), wrong("action")]);
    let document: Value = serde_json::from_str(&problem.to_json(Reader::of("r1"))).unwrap();
    assert_eq!(document["field"], "product");
    assert_eq!(document["detail"], "product is missing; action is missing");
    assert_eq!(document["status"], 400);
    assert_eq!(document["outcome"], "bad-request");
    assert_eq!(document["request_id"], "r1");
}
