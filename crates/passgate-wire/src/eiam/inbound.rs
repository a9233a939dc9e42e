//! Reads the requests of callers in EIAM's format.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use passgate_core::Secret;
use zeroize::Zeroizing;

use super::dialect::DIALECT;
use super::rest::SEND_MODE;
use super::{ChangePassword, RestPassword, SendMode};
use crate::bad_input::{BadInput, FieldProblem};
use crate::read::{self, Object, Parameters};

/// Reads a change. `user_id` is the raw path segment, `query` the raw query string without the `?` (the
/// page defines none).
///
/// `pwd_must_modify` is the string `"true"` or `"false"` on the page. A boolean is accepted too,
/// because other calls of the vendor take one. An empty password is accepted here: the policy refuses
/// it.
///
/// ```
/// use passgate_wire::eiam::read_change;
///
/// let call = read_change("u-1", "", Some("application/json"), br#"{"password":"P@ssw0rd123"}"#)?;
/// assert_eq!((call.user_id.as_str(), call.password.expose()), ("u-1", "P@ssw0rd123"));
/// assert_eq!(read_change("u-1", "", None, b"").unwrap_err().field, "Content-Type");
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
///
/// # Errors
/// [`BadInput`], naming the field: `user_id`, `query`, `Content-Type`, `body`, `password` or
/// `pwd_must_modify`.
pub fn read_change(
    user_id: &str,
    query: &str,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<ChangePassword, BadInput> {
    let user_id = read::user_id(user_id)?;
    Parameters::none(query)?;
    read::require(read::JSON, content_type)?;
    let body = Object::body(body, &["password", "pwd_must_modify"])?;
    let password = body.string("password")?;
    Ok(ChangePassword {
        user_id,
        password,
        pwd_must_modify: body.optional_flag("pwd_must_modify")?,
        dialect: &DIALECT,
    })
}

/// Reads a rest-password call. `user_id` is the raw path segment, `query` the raw query string. The
/// page defines no body. An empty JSON object is accepted, because many clients cannot send less.
///
/// ```
/// use passgate_wire::eiam::{SendMode, read_rest};
///
/// assert_eq!(read_rest("u-1", "send_mode=SMS", b"")?.send_mode, SendMode::Sms);
/// assert_eq!(read_rest("u-1", "send_mode=sms", b"").unwrap_err().field, "send_mode");
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
///
/// # Errors
/// [`BadInput`], naming the field: `user_id`, `send_mode` or `body`.
pub fn read_rest(user_id: &str, query: &str, body: &[u8]) -> Result<RestPassword, BadInput> {
    let user_id = read::user_id(user_id)?;
    let mut query = Parameters::read(query, &[SEND_MODE], "query")?;
    let send_mode = query.choose(SEND_MODE, SendMode::NAMES, SendMode::from_name)?;
    if !body.trim_ascii().is_empty() && Object::body(body, &[]).is_err() {
        return Err(BadInput::new("body", FieldProblem::UnexpectedBody));
    }
    Ok(RestPassword { user_id, send_mode })
}

/// Reads a token exchange: `Basic` with a form that contains `grant_type=client_credentials`, or the
/// credentials as form fields (the OneAccess way). Both at once, or either in the query, are refused.
///
/// Returns the edge client's id and secret. As on the page, the pair under `Basic` is used without
/// percent-decoding (RFC 7617, not RFC 6749 2.3.1).
///
/// ```
/// use passgate_wire::eiam::read_token_exchange;
///
/// let form = Some("application/x-www-form-urlencoded");
/// let basic = Some("Basic Y2xpZW50X2lkOmNsaWVudF9zZWNyZXQ=");
/// let (id, secret) = read_token_exchange("", basic, form, b"grant_type=client_credentials")?;
/// assert_eq!((id.as_str(), secret.expose()), ("client_id", "client_secret"));
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
///
/// # Errors
/// [`BadInput`], naming the field: `query`, `Content-Type`, `body`, `grant_type`,
/// `Authorization`, `client_id` or `client_secret`.
pub fn read_token_exchange(
    query: &str,
    authorization: Option<&str>,
    content_type: Option<&str>,
    body: &[u8],
) -> Result<(String, Secret), BadInput> {
    Parameters::none(query)?;
    read::require(read::FORM, content_type)?;
    let mut form =
        Parameters::read(read::body_text(body)?, &["grant_type", "client_id", "client_secret"], "body")?;
    form.choose("grant_type", GRANT_TYPES, |name| GRANT_TYPES.contains(&name).then_some(()))?;
    match (authorization, form.take("client_id"), form.take("client_secret")) {
        (Some(value), None, None) => read_basic(value),
        (Some(_), _, _) => Err(BadInput::new("Authorization", FieldProblem::CredentialsTwice)),
        (None, Some(id), Some(secret)) => form_pair(&id, secret),
        (None, Some(_), None) => Err(BadInput::new("client_secret", FieldProblem::Missing)),
        (None, None, Some(_)) => Err(BadInput::new("client_id", FieldProblem::Missing)),
        (None, None, None) => Err(BadInput::new("Authorization", FieldProblem::Missing)),
    }
}

const GRANT_TYPES: &[&str] = &["client_credentials"];

/// Reads the client's id and secret from an `Authorization` header, so that they can be checked before
/// the body is read.
///
/// ```
/// let (id, secret) = passgate_wire::eiam::read_basic("Basic Y2xpZW50X2lkOmNsaWVudF9zZWNyZXQ=")?;
/// assert_eq!((id.as_str(), secret.expose()), ("client_id", "client_secret"));
/// # Ok::<(), passgate_wire::BadInput>(())
/// ```
///
/// # Errors
/// [`BadInput`] on `Authorization`.
pub fn read_basic(authorization: &str) -> Result<(String, Secret), BadInput> {
    let bad = || BadInput::new("Authorization", FieldProblem::BadBasicCredentials);
    let (scheme, encoded) = authorization.split_once(' ').ok_or_else(bad)?;
    if !scheme.eq_ignore_ascii_case("Basic") {
        return Err(bad());
    }
    let decoded = Zeroizing::new(STANDARD.decode(encoded.trim()).map_err(|_| bad())?);
    let pair = std::str::from_utf8(&decoded).map_err(|_| bad())?;
    let (id, secret) = pair.split_once(':').ok_or_else(bad)?;
    if id.is_empty() || secret.is_empty() || pair.chars().any(char::is_control) {
        return Err(bad());
    }
    Ok((id.to_owned(), Secret::new(secret)))
}

fn form_pair(id: &Secret, secret: Secret) -> Result<(String, Secret), BadInput> {
    for (name, value) in [("client_id", id), ("client_secret", &secret)] {
        if value.expose().is_empty() {
            return Err(BadInput::new(name, FieldProblem::Empty));
        }
    }
    Ok((id.expose().to_owned(), secret))
}
