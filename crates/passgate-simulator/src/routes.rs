//! Resolves a request to a call.

use hyper::Method;

use crate::calls::CallName;
use crate::net::Head;

#[derive(Debug, PartialEq)]
pub(crate) enum Route {
    /// A vendor's call, with the account's id if the path contains it.
    Call(CallName, Option<String>),
    /// The segments after `/_sim`.
    Control(Vec<String>),
    /// A wrong path or method: Feishu's gateway, and the range host, answer both in the same way.
    UnknownToFeishu,
    UnknownToEiam {
        is_known_path: bool,
    },
}

pub(crate) fn route(head: &Head) -> Route {
    let segments = head.segments();
    let path: Vec<&str> = segments.iter().map(String::as_str).collect();
    let (method, call, user_id) = match path.as_slice() {
        ["_sim", rest @ ..] => {
            return Route::Control(rest.iter().map(ToString::to_string).collect());
        }
        ["open-apis", "auth", "v3", "tenant_access_token", "internal"] => {
            (Method::POST, CallName::FeishuToken, None)
        }
        ["oauth", "v3", "token"] => (Method::POST, CallName::FeishuOauthToken, None),
        ["open-apis", "admin", "v1", "password", "reset"] => (Method::POST, CallName::FeishuReset, None),
        ["api", "v2", "tenant", "token"] => (Method::POST, CallName::EiamToken, None),
        ["api", "v2", "tenant", "users", id, "change-password"] => {
            (Method::PUT, CallName::EiamChangePassword, Some(id))
        }
        ["api", "v2", "tenant", "users", id, "rest-password"] => {
            (Method::PUT, CallName::EiamRestPassword, Some(id))
        }
        ["api", "v1", "oauth2", ".well-known", "openid-configuration"] => {
            (Method::GET, CallName::EiamDiscovery, None)
        }
        ["api", "v1", "oauth2", "keys"] => (Method::GET, CallName::EiamKeys, None),
        ["range", _] => (Method::GET, CallName::BreachesRange, None),
        ["api", ..] => {
            return Route::UnknownToEiam { is_known_path: false };
        }
        _ => return Route::UnknownToFeishu,
    };
    if head.method == method {
        Route::Call(call, user_id.map(ToString::to_string))
    } else if call.is_feishu() || call == CallName::BreachesRange {
        Route::UnknownToFeishu
    } else {
        Route::UnknownToEiam { is_known_path: true }
    }
}
