//! Reads the requests of callers in Feishu's format, such as official SDKs with another domain.

use passgate_core::Secret;

use super::reset::{ResetPassword, UserIdType};
use crate::bad_input::BadInput;
use crate::read::{self, Object, Parameters};
use crate::user_id::UserId;

/// Reads a reset. `query` is the raw query string, without the `?`.
///
/// Without a `user_id_type` the page's default applies. An empty password is accepted here: the policy
/// refuses it, in the caller's own language.
///
/// ```
/// use passgate_wire::feishu::read_reset;
///
/// let body = br#"{"password":{"ent_email_password":"abcd*efg"},"user_id":"abc123"}"#;
/// let call = read_reset("user_id_type=open_id", Some("application/json"), body)?;
/// assert_eq!((call.user_id.as_str(), call.password.expose()), ("abc123", "abcd*efg"));
///
/// let bad = read_reset("user_id_type=email", Some("application/json"), body).unwrap_err();
/// assert_eq!(bad.field, "user_id_type");
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
///
/// # Errors
/// [`BadInput`], naming the field: `user_id_type`, `Content-Type`, `body`, `password`,
/// `password.ent_email_password` or `user_id`.
pub fn read_reset(query: &str, content_type: Option<&str>, body: &[u8]) -> Result<ResetPassword, BadInput> {
    let mut query = Parameters::read(query, &["user_id_type"], "query")?;
    let user_id_type = query.choose_or_default("user_id_type", UserIdType::NAMES, UserIdType::from_name)?;
    read::require(read::JSON, content_type)?;
    let body = Object::body(body, &["password", "user_id"])?;
    let password =
        body.object("password", "password", &["ent_email_password"])?.string("ent_email_password")?;
    let user_id = UserId::parse(body.string("user_id")?.expose())?;
    Ok(ResetPassword { user_id, user_id_type, password })
}

/// Reads a token exchange: the edge client's id and secret in the fields of the vendor's app. The
/// Python SDK sends no content type here, so none is required; a wrong one is refused.
///
/// ```
/// let body = br#"{"app_id":"client-a","app_secret":"s"}"#;
/// let (id, secret) = passgate_wire::feishu::read_token_exchange("", Some("application/json"), body)?;
/// assert_eq!((id.as_str(), secret.expose()), ("client-a", "s"));
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
///
/// # Errors
/// [`BadInput`], naming the field: `query`, `Content-Type`, `body`, `app_id` or `app_secret`.
pub fn read_token_exchange(
    query: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<(String, Secret), BadInput> {
    Parameters::none(query)?;
    if content_type.is_some() {
        read::require(read::JSON, content_type)?;
    }
    let body = Object::body(body, &["app_id", "app_secret"])?;
    let app_id = body.filled_string("app_id")?.expose().to_owned();
    Ok((app_id, body.filled_string("app_secret")?))
}
