//! Answers that no page describes.

use serde_json::json;

use crate::calls::CallName;
use crate::net::Reply;

/// The first half of the body, as a complete message.
pub(crate) fn halved(mut reply: Reply) -> Reply {
    let half = reply.body.len().div_euclid(2);
    reply.body.truncate(half);
    reply
}

/// A JSON object with one more member of that many bytes.
pub(crate) fn padded(mut reply: Reply, bytes: usize) -> Reply {
    let mut body = reply.body.to_vec();
    if body.pop() == Some(b'}') {
        body.extend_from_slice(br#","padding":""#);
        body.resize(body.len().saturating_add(bytes), b'x');
        body.extend_from_slice(br#""}"#);
        reply.body = body.into();
    }
    reply
}

/// JSON without a form that either vendor documents.
pub(crate) fn wrong_shape() -> Reply {
    Reply::text(200, "application/json", r#"{"status":"OK","result":[1,2,3]}"#)
}

/// A success for another account. On Feishu's page `data` is empty.
pub(crate) fn about_another(call: CallName, user_id: &str) -> Reply {
    let body = if call.is_feishu() {
        json!({ "code": 0, "msg": "success", "data": { "user_id": user_id } })
    } else {
        json!({ "user_id": user_id })
    };
    Reply::text(200, "application/json; charset=utf-8", body.to_string())
}

/// An error page, as a proxy would send it.
pub(crate) fn web_page(status: u16) -> Reply {
    Reply::text(
        status,
        "text/html; charset=utf-8",
        "<!DOCTYPE html>\n<html><head><title>Gateway</title></head><body><h1>Please sign in</h1></body></html>\n",
    )
}
