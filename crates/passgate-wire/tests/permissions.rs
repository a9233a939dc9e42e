//! Refusals because the edge's app lacks a permission at the vendor.
#![allow(missing_docs)]

mod common;

use common::{EIAM_CHANGE, EIAM_REST, FEISHU_RESET, refusal, reply};
use passgate_wire::Reason;

/// No page shows how EIAM reports a missing permission, so the decoder recognises it in any shape.
#[test]
fn a_missing_permission_is_a_configuration_error() {
    for (call, status, body) in [
        (EIAM_CHANGE, 400, r#"{"error_code":"AUTH.0001","error_msg":"无权限访问"}"#),
        (EIAM_CHANGE, 200, r#"{"error_code":"AUTH.0001","error_msg":"无权限访问"}"#),
        (EIAM_REST, 400, r#"{"error_code":"API.0003","error_msg":"Access denied"}"#),
        (EIAM_REST, 403, r#"{"error":"insufficient_scope","error_description":"Insufficient scope"}"#),
        (EIAM_CHANGE, 400, r#"{"error_code":"X.1","error_msg":"应用没有接口权限"}"#),
        (FEISHU_RESET, 400, r#"{"code":99991672,"msg":"Access denied"}"#),
        (FEISHU_RESET, 400, r#"{"code":212345,"msg":"app has no permission"}"#),
    ] {
        let refusal = refusal(call, &reply(status, body));
        assert_eq!(refusal.reason, Reason::Configuration, "{body}");
    }
    // A refusal about the password or the account is not one about a permission.
    let refusal = refusal(EIAM_CHANGE, &reply(400, r#"{"error_code":"USER.0009","error_msg":"用户已锁定"}"#));
    assert_eq!(refusal.reason, Reason::Undocumented);
}

#[test]
fn the_missing_scope_is_named_and_nothing_else_of_the_error() {
    let body = r#"{"code":99991672,"msg":"Access denied","error":{"log_id":"L1","permission_violations":[
        {"type":"action_scope_required","subject":"admin:ent_email_password","description":"P@ssw0rd123"},
        {"type":"field_scope_required","subject":"contact:user.employee_id:readonly"},
        {"subject":"not a scope\n"},{"subject":7}]}}"#;
    let refusal = refusal(FEISHU_RESET, &reply(400, body));
    let named = "admin:ent_email_password contact:user.employee_id:readonly";
    assert_eq!(refusal.permission.as_deref(), Some(named));
    assert_eq!(refusal.log_id.as_deref(), Some("L1"));
}
