//! Which numbers of a refusal are the vendor's limits, and which belong to an account or a password.
#![allow(missing_docs)]

mod common;

use common::{EIAM_CHANGE, eiam_change, refusal, reply, user};
use passgate_core::{Identity, Secret, Violation};
use passgate_wire::{Answer, PasswordCall as _, Reason, eiam::ChangePassword};

#[test]
fn a_sentence_that_contains_the_password_still_gives_its_numbers() {
    let told = |password: &str, code: &str, message: &str| {
        let change = ChangePassword { password: Secret::new(password), ..eiam_change() };
        let body = format!(r#"{{"error_code":"{code}","error_msg":"{message}"}}"#);
        let Answer::Refused(refusal) = change.answer(&reply(400, &body), &Identity::default()) else {
            panic!("{body}")
        };
        refusal.reason.violations().to_vec()
    };
    let length = |min, max| vec![Violation::wrong_length(min, max)];
    let words = |text: &str| vec![Violation::NotAccepted { message: Some(text.to_owned()) }];
    let sentence = "Password length is 8~18 characters";
    assert_eq!(told("Password", "PWD.0002", sentence), length(Some(8), Some(18)));
    // The message contains the password, so its digits are not a limit of the vendor.
    assert_eq!(told("Ab12cd34", "PWD.0002", "密码 ab12CD34 不符合要求"), length(None, None));
    let sentence = "The password does not meet the verification rules, add a digit";
    assert_eq!(told("Password", "PWD.0005", sentence), words("add a digit"));
}

#[test]
fn digits_of_the_account_are_not_a_limit() {
    let told = |user_id: &str, person: &Identity, message: &str| {
        let change = ChangePassword { user_id: user(user_id), ..eiam_change() };
        let body = format!(r#"{{"error_code":"PWD.0002","error_msg":"{message}"}}"#);
        let Answer::Refused(refusal) = change.answer(&reply(400, &body), person) else { panic!("{body}") };
        (refusal.reason.violations().to_vec(), refusal.message)
    };
    let nobody = Identity::default();
    let person = Identity {
        username: Some("xm14-18".to_owned()),
        phones: Some(vec!["13800120018".to_owned()]),
        emails: Some(vec!["wang16@corp.example".to_owned()]),
        ..Identity::default()
    };
    let length = |min, max| vec![Violation::wrong_length(min, max)];
    for (user_id, person, message) in [
        ("16-17", &nobody, "用户 16-17 的密码长度不符合要求"),
        ("16-17", &nobody, "用户１６～１７的密码长度不符合要求"),
        ("u-1", &person, "用户 XM14-18 的密码长度不符合要求"),
        ("u-1", &person, "1380012 至 0018"),
        ("emp-16-17", &nobody, "16-17 的密码长度不符合要求"),
        ("u-1", &person, "wang16@corp.example 的密码长度为 14~18"),
        ("zhangsan", &nobody, "zhangsan: 14~18"),
    ] {
        let (violations, sentence) = told(user_id, person, message);
        assert_eq!(violations, length(None, None), "{message}");
        assert_eq!(sentence.in_language(None), "密码长度不符合要求");
    }
    let (violations, sentence) = told("u-1", &person, "密码长度为12~16个字符");
    assert_eq!(
        (violations, sentence.in_language(None)),
        (length(Some(12), Some(16)), "密码长度为12~16个字符")
    );
}

#[test]
fn implausible_numbers_are_not_learned() {
    for (code, message, violation) in [
        ("PWD.0002", "密码长度为18~8个字符", Violation::wrong_length(None, None)),
        ("PWD.0002", "密码长度为{0}~{1}个字符", Violation::wrong_length(None, None)),
        (
            "PWD.0008",
            "密码中最大字符重复数不能超过99999999999个",
            Violation::TooRepetitive { max: None, count: None },
        ),
        ("PWD.0005", "密码不符合校验规则,{0}", Violation::NotAccepted { message: None }),
    ] {
        let body = format!(r#"{{"error_code":"{code}","error_msg":"{message}"}}"#);
        let refusal = refusal(EIAM_CHANGE, &reply(400, &body));
        assert_eq!(refusal.reason, Reason::Password(vec![violation]));
        let sentence = refusal.message.in_language(None);
        assert!(!sentence.contains('{'), "{sentence}");
    }
    // No message at all, or one of the wrong type.
    for body in [r#"{"error_code":"PWD.0002"}"#, r#"{"error_code":"PWD.0002","error_msg":{"text":1}}"#] {
        let expected = Reason::Password(vec![Violation::wrong_length(None, None)]);
        assert_eq!(refusal(EIAM_CHANGE, &reply(400, body)).reason, expected);
    }
}
