//! The specification of each product, and that products of one API differ only where they declare it.
#![allow(missing_docs)]
#![allow(clippy::unwrap_used, reason = "test code")]

mod common;

use common::{EIAM_CHANGE, ONEACCESS_CHANGE, ONEACCESS_TOKEN, Outcome, outcome, refusal, reply, shows};
use passgate_core::{Product, Secret, Violation};
use passgate_wire::{
    Action, Api, CallInput, LengthLimits, Message, Method, PasswordCall, Reason, Spec, TokenInput, feishu,
    lark, oneaccess,
};

#[test]
fn each_product_has_one_specification() {
    for (product, spec) in Product::ALL.into_iter().zip(Spec::all()) {
        assert_eq!(spec.product, product);
        let paths = spec.calls.iter().map(|call| call.template).chain([spec.token.path]);
        for path in paths {
            assert!(path.starts_with(spec.api.prefix()), "{path}");
        }
        for (index, call) in spec.calls.iter().enumerate() {
            assert_eq!(spec.calls.iter().position(|other| other.action == call.action), Some(index));
            let is_known =
                spec.codes.iter().any(|row| row.calls.iter().any(|known| known.name() == call.action.name()));
            assert!(is_known, "{} has no code for {}", product.name(), call.action.name());
        }
        // Each product has a name in both languages.
        assert!(!spec.brand.zh_cn.is_empty() && !spec.brand.en.is_empty());
    }
    for api in Api::ALL {
        assert_eq!(Spec::of_api(api).api, api);
    }
}

#[test]
fn lark_differs_from_feishu_only_in_its_name() {
    let (lark, feishu) = (lark::SPEC, feishu::SPEC);
    assert_eq!(lark.brand.en, "Lark");
    assert_eq!((lark.api, lark.credential, lark.rate), (feishu.api, feishu.credential, feishu.rate));
    assert_eq!(lark.user_id_types, feishu.user_id_types);
    assert_eq!((lark.codes.len(), lark.trace_header), (feishu.codes.len(), feishu.trace_header));
    assert!(lark.actions().eq([Action::Reset]));
}

#[test]
fn only_products_with_kinds_of_account_ids_take_a_kind() {
    for (product, given, problem) in [
        (Product::Feishu, Some("open_id"), None),
        (Product::Lark, Some("user_id"), None),
        (Product::Feishu, None, Some("is missing")),
        (Product::Feishu, Some("email"), Some("must be one of open_id, union_id, user_id")),
        (Product::Eiam, None, None),
        (Product::Eiam, Some("open_id"), Some("is only for feishu and lark")),
    ] {
        assert_eq!(Spec::of(product).wrong_user_id_type(given).as_deref(), problem, "{product:?} {given:?}");
    }
}

#[test]
fn a_call_states_the_kind_of_its_account_id_and_its_password() {
    let calls: [(&dyn PasswordCall, _, _); 4] = [
        (&common::feishu_reset(), Some("open_id"), Some("abcd*efg")),
        (&common::eiam_change(), None, Some("P@ssw0rd123")),
        (&common::oneaccess_change(), None, Some("P@ssw0rd123")),
        (&common::eiam_rest(), None, None),
    ];
    for (call, kind, password) in calls {
        assert_eq!((call.user_id_type(), call.password().map(Secret::expose)), (kind, password));
    }
}

#[test]
fn oneaccess_changes_a_password_and_delivers_none() {
    let spec = Spec::of(Product::OneAccess);
    assert!(spec.actions().eq([Action::ChangePassword]));
    assert!(spec.offers(Action::ChangePassword) && !spec.offers(Action::RestPassword));
    let call = spec.call(Action::ChangePassword).unwrap();
    assert_eq!(call.method, Method::Put);
    for flag in ["true", "\"true\""] {
        let body = format!(r#"{{"password":"P@ssw0rd123","pwd_must_modify":{flag}}}"#);
        let input = CallInput {
            account: "u-1",
            query: "",
            content_type: Some("application/json"),
            body: body.as_bytes(),
        };
        let read = (call.read)(&input).unwrap();
        let request = read.request(&Secret::new("t"));
        let sent = request.body.unwrap();
        assert_eq!(sent.expose(), r#"{"password":"P@ssw0rd123","pwd_must_modify":true}"#);
    }
}

/// The products have separate tables, because the same code can have two meanings.
#[test]
fn oneaccess_codes_are_its_own() {
    let mut shown = Vec::new();
    for (code, violation) in [
        ("PWD.0001", Violation::Reused),
        ("PWD.0002", Violation::ReversesUsername),
        ("PWD.0008", Violation::Empty),
    ] {
        let body = format!(r#"{{"error_code":"{code}","error_msg":"m"}}"#);
        let refusal = refusal(ONEACCESS_CHANGE, &reply(400, &body));
        assert_eq!(refusal.reason, Reason::Password(vec![violation.clone()]), "{code}");
        let Outcome::Refused(of_eiam) = outcome(EIAM_CHANGE, &reply(400, &body)) else { panic!("{code}") };
        assert_ne!(of_eiam.reason, Reason::Password(vec![violation]), "{code}");
        shown.push(format!("oneaccess/{code}"));
    }
    shows("oneaccess_codes_are_its_own", shown.iter().map(String::as_str));
    // A code that only EIAM documents is unknown here, and is passed on with the vendor's message.
    let body = r#"{"error_code":"PWD.0007","error_msg":"The password must contain 8 to 18 characters"}"#;
    let refusal = refusal(ONEACCESS_CHANGE, &reply(400, body));
    let words = "The password must contain 8 to 18 characters".to_owned();
    let violation = Violation::NotAccepted { message: Some(words.clone()) };
    assert_eq!(refusal.reason, Reason::Password(vec![violation]));
    assert_eq!(refusal.code, "PWD.0007");
    assert_eq!(refusal.message, Message::Vendor(words));
    // Codes with another prefix are not about the password. EIAM's page lists all codes, so an unlisted
    // one is undocumented.
    let other = r#"{"error_code":"USER.0099","error_msg":"m"}"#;
    assert_eq!(common::refusal(ONEACCESS_CHANGE, &reply(400, other)).reason, Reason::Undocumented);
    let unlisted = r#"{"error_code":"PWD.0042","error_msg":"m"}"#;
    assert_eq!(common::refusal(EIAM_CHANGE, &reply(400, unlisted)).reason, Reason::Undocumented);
}

#[test]
fn oneaccess_token_errors_need_an_operator() {
    for (status, body) in [
        (401, r#"{"error":"unauthorized","error_description":"Full authentication is required"}"#),
        (400, r#"{"error":"invalid_grant","error_description":"Invalid authorization code"}"#),
    ] {
        assert_eq!(refusal(ONEACCESS_TOKEN, &reply(status, body)).reason, Reason::Configuration, "{status}");
    }
    shows("oneaccess_token_errors_need_an_operator", ["oneaccess/unauthorized", "oneaccess/invalid_grant"]);
    let granted = r#"{"access_token":"a","token_type":"Bearer","expires_in":1719,"scope":"all"}"#;
    assert_eq!(outcome(ONEACCESS_TOKEN, &reply(200, granted)), Outcome::Granted(1719));
}

/// A refusal by the edge has the vendor's code if one is known, otherwise the edge's.
#[test]
fn oneaccess_refuses_only_with_known_codes() {
    for (violation, code) in [
        (Violation::Empty, "PWD.0008"),
        (Violation::Reused, "PWD.0001"),
        (Violation::ReversesUsername, "PWD.0002"),
        (Violation::TooShort { min: 8 }, "EDGE.0400"),
        (Violation::TooCommon { pattern: None }, "EDGE.0400"),
    ] {
        let refusal = oneaccess::local_refusal(vec![violation], LengthLimits::default());
        assert_eq!(refusal.code, code);
        assert_ne!(refusal.message, Message::None);
    }
}

/// A client of the edge may send its credential in the form of either page.
#[test]
fn a_token_request_is_read_in_its_pages_format() {
    let body = b"grant_type=client_credentials&client_id=hr&client_secret=s";
    let input = TokenInput {
        query: "",
        authorization: None,
        content_type: Some("application/x-www-form-urlencoded"),
        body,
    };
    let (id, secret) = (Spec::of(Product::OneAccess).token.read)(&input).unwrap();
    assert_eq!((id.as_str(), secret.expose()), ("hr", "s"));
}
