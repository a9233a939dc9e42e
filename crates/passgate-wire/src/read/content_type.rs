//! The content type that a page requires.

use crate::bad_input::{BadInput, FieldProblem};

/// The media type of every JSON body.
pub(crate) const JSON: &str = "application/json";
/// The media type of EIAM's token call.
pub(crate) const FORM: &str = "application/x-www-form-urlencoded";

/// Checks the `Content-Type` header. It must have this media type and at most the parameter
/// `charset=utf-8`, in any letter case, quoted or not. `utf8` is accepted too, because OneAccess's page
/// writes it.
pub(crate) fn require(expected: &'static str, content_type: Option<&str>) -> Result<(), BadInput> {
    let fits = content_type.is_some_and(|value| {
        let mut parts = value.split(';').map(str::trim);
        let media_type = parts.next().unwrap_or_default();
        let charset = parts.next().is_none_or(is_utf8);
        media_type.eq_ignore_ascii_case(expected) && charset && parts.next().is_none()
    });
    if fits {
        Ok(())
    } else {
        Err(BadInput::new("Content-Type", FieldProblem::WrongContentType { expected }))
    }
}

fn is_utf8(parameter: &str) -> bool {
    let Some((name, value)) = parameter.split_once('=') else { return false };
    let value = value.strip_prefix('"').map_or(Some(value), |inner| inner.strip_suffix('"'));
    name.eq_ignore_ascii_case("charset")
        && value
            .is_some_and(|value| value.eq_ignore_ascii_case("utf-8") || value.eq_ignore_ascii_case("utf8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_types() {
        for (value, fits) in [
            (Some("application/json; charset=utf-8"), true),
            (Some("application/json"), true),
            (Some("Application/JSON;charset=UTF-8"), true),
            (Some("application/json;charset=\"utf-8\""), true),
            (Some("application/json ; Charset=\"UTF-8\" "), true),
            (Some("application/json;charset=utf8"), true),
            (None, false),
            (Some(""), false),
            (Some("text/plain"), false),
            (Some("text/plain; application/json"), false),
            (Some("application/jsonp"), false),
            (Some("application/json; charset=gbk"), false),
            (Some("application/json; charset=\"utf-8"), false),
            (Some("application/json; charset"), false),
            (Some("application/json;"), false),
            (Some("application/json; charset=utf-8; charset=utf-8"), false),
            (Some("application/json; boundary=x"), false),
            (Some("application/json, text/plain"), false),
        ] {
            let read = require(JSON, value);
            assert_eq!(read.is_ok(), fits, "{value:?}");
            if let Err(bad) = read {
                assert_eq!(
                    bad,
                    BadInput::new("Content-Type", FieldProblem::WrongContentType { expected: JSON })
                );
            }
        }
    }
}
