//! The content of the well-known paths: where passwords are changed, and where to report a
//! vulnerability.

use passgate_core::Product;
use std::collections::BTreeMap;

use crate::base::fields::Fields;
use crate::config::environment::Environment;
use crate::config::origins::{is_elsewhere, is_header_text};
use crate::config::products::ProductConfig;

/// The answers of `/.well-known/`.
pub struct WellKnown {
    /// The target of `change-password`: a path of this edge, or a page elsewhere.
    pub change_password: String,
    /// The content of `security.txt`, where it is configured.
    pub security: Option<SecurityTxt>,
}

/// The content of `security.txt` (RFC 9116).
pub struct SecurityTxt {
    /// Where to report, in order of preference: `mailto:`, `tel:` or `https:`.
    pub contacts: Vec<String>,
    /// The end of its validity, in UTC: `2027-06-30T00:00:00Z`. After it the file is not served.
    pub expires: String,
}

impl SecurityTxt {
    /// The file, until it expires. `now` has the form of `expires`; fractions of a second are allowed.
    pub fn text(&self, now: &str, public_origin: &str) -> Option<String> {
        if is_past(&self.expires, now) {
            return None;
        }
        let contacts: String = self.contacts.iter().map(|contact| format!("Contact: {contact}\n")).collect();
        Some(format!(
            "{contacts}Expires: {}\nPreferred-Languages: zh, en\nCanonical: {public_origin}/.well-known/security.txt\n",
            self.expires
        ))
    }
}

/// Whether the time has passed. Compares up to the second and ignores what follows.
fn is_past(time: &str, now: &str) -> bool {
    let second = |time: &str| time.get(..19).map(str::to_owned);
    second(now) >= second(time)
}

/// Reads `change_password` and `security`.
pub(super) fn read(
    fields: &mut Fields<'_>,
    products: &BTreeMap<Product, ProductConfig>,
    environment: &dyn Environment,
) -> WellKnown {
    let change_password = fields.optional_text("change_password");
    if let Some(place) = &change_password
        && !is_place(place)
    {
        fields.blame("change_password", "must be a path of this edge or an https URL");
    }
    let only = products.keys().next().filter(|_| products.len() == 1);
    let form = only.map_or_else(|| "/".to_owned(), |product| format!("/{}/", product.name()));
    WellKnown {
        change_password: change_password.unwrap_or(form),
        security: read_security(fields, environment),
    }
}

fn read_security(fields: &mut Fields<'_>, environment: &dyn Environment) -> Option<SecurityTxt> {
    let value = fields.optional("security")?;
    let mut security = Fields::of(value, "security", fields.wrong())?;
    let contacts = security.texts("contacts");
    for (index, contact) in contacts.iter().enumerate().filter(|(_, contact)| !is_contact(contact)) {
        let problem = if contact.contains(':') { "must be a mailto:, tel: or https: URL" } else { CONTACT };
        security.blame(&format!("contacts[{index}]"), problem);
    }
    if contacts.is_empty() {
        security.blame("contacts", "must contain at least one address");
    }
    let expires = security.text("expires");
    if let Some(expires) = &expires {
        if !is_time(expires) {
            security.blame("expires", "must be a time in UTC such as 2027-06-30T00:00:00Z");
        } else if environment.now().is_some_and(|now| is_past(expires, &now)) {
            security.blame("expires", "has passed, and security.txt is no longer served: write a later time");
        }
    }
    security.finish();
    Some(SecurityTxt { contacts, expires: expires? })
}

/// Whether the text is a path or a page elsewhere. A path must not begin with two slashes, which would
/// name another host.
fn is_place(place: &str) -> bool {
    let path = place.starts_with('/') && !place.starts_with("//");
    (path && is_header_text(place)) || is_elsewhere(place)
}

const CONTACT: &str = "must be a URL: put mailto: before an e-mail address, tel: before a phone number";

fn is_contact(contact: &str) -> bool {
    let rest = ["mailto:", "tel:"].iter().find_map(|scheme| contact.strip_prefix(scheme));
    let is_reached = match rest {
        Some(rest) => rest.bytes().any(|byte| byte.is_ascii_alphanumeric()),
        None => contact.starts_with("https://") && is_elsewhere(contact),
    };
    is_reached && is_header_text(contact)
}

/// Whether the text is an existing time in UTC, to the second.
fn is_time(text: &str) -> bool {
    let shape: String =
        text.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    let number = |from: usize, to: usize| text.get(from..to).and_then(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (number(0, 4), number(5, 7), number(8, 10)) else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    let is_of_day = [(11, 23), (14, 59), (17, 59)]
        .into_iter()
        .all(|(at, last): (usize, u32)| number(at, at.saturating_add(2)).is_some_and(|part| part <= last));
    shape == "0000-00-00T00:00:00Z" && (1..=days).contains(&day) && is_of_day
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    /// `security` needs only the time.
    struct At(Option<&'static str>);

    impl Environment for At {
        fn secret(&self, _: &str) -> Option<passgate_core::Secret> {
            None
        }

        fn has_service(&self, _: &str) -> bool {
            false
        }

        fn now(&self) -> Option<String> {
            self.0.map(str::to_owned)
        }
    }

    fn read(value: Value) -> (WellKnown, Vec<String>) {
        read_at(value, None)
    }

    fn read_at(value: Value, now: Option<&'static str>) -> (WellKnown, Vec<String>) {
        let mut wrong = Vec::new();
        let mut fields = Fields::of(value, "", &mut wrong).unwrap();
        let well_known = super::read(&mut fields, &BTreeMap::new(), &At(now));
        fields.finish();
        (well_known, wrong.into_iter().map(|wrong| wrong.field).collect())
    }

    #[test]
    fn both_are_optional() {
        let (well_known, wrong) = read(json!({}));
        assert_eq!((well_known.change_password.as_str(), wrong.len()), ("/", 0));
        assert!(well_known.security.is_none());
    }

    #[test]
    fn an_invalid_target_contact_or_time_is_reported() {
        for (value, expected) in [
            (json!({ "change_password": "/eiam/" }), None),
            (json!({ "change_password": "https://portal.example.com/password?from=x" }), None),
            (json!({ "change_password": "https://portal.example.com" }), None),
            (json!({ "change_password": "//evil.example" }), Some("change_password")),
            (json!({ "change_password": "/\\evil.example" }), Some("change_password")),
            (json!({ "change_password": "http://portal.example.com/" }), Some("change_password")),
            (json!({ "change_password": "javascript:alert(1)" }), Some("change_password")),
            (json!({ "change_password": "/a\r\nSet-Cookie: x=1" }), Some("change_password")),
            (
                json!({ "security": { "contacts": ["mailto:s@example.com"], "expires": "2027-06-30T00:00:00Z" } }),
                None,
            ),
            (
                json!({ "security": { "contacts": [], "expires": "2027-06-30T00:00:00Z" } }),
                Some("security.contacts"),
            ),
            (
                json!({ "security": { "contacts": ["tel:+86", "s@example.com"], "expires": "2027-06-30T00:00:00Z" } }),
                Some("security.contacts[1]"),
            ),
            (
                json!({ "security": { "contacts": ["mailto:"], "expires": "2027-06-30T00:00:00Z" } }),
                Some("security.contacts[0]"),
            ),
            (
                json!({ "security": { "contacts": ["https://"], "expires": "2027-06-30T00:00:00Z" } }),
                Some("security.contacts[0]"),
            ),
            (
                json!({ "security": { "contacts": ["tel:+86"], "expires": "2027-02-29T00:00:00Z" } }),
                Some("security.expires"),
            ),
            (
                json!({ "security": { "contacts": ["tel:+86"], "expires": "2027-02-28T24:00:00Z" } }),
                Some("security.expires"),
            ),
            (
                json!({ "security": { "contacts": ["tel:+86"], "expires": "next year" } }),
                Some("security.expires"),
            ),
            (json!({ "security": { "contacts": ["tel:+86"] } }), Some("security.expires")),
            (
                json!({ "security": { "contacts": ["tel:+86"], "expires": "2027-06-30T00:00:00Z", "x": 1 } }),
                Some("security.x"),
            ),
        ] {
            let (_, wrong) = read(value.clone());
            assert_eq!(wrong.first().map(String::as_str), expected, "{value}");
        }
    }

    /// `check` knows the time. The edge does not, so that it starts after any date.
    #[test]
    fn an_expired_file_is_a_mistake_where_the_time_is_known() {
        let security = json!({ "security": { "contacts": ["tel:+86"], "expires": "2027-06-30T00:00:00Z" } });
        for (now, expected) in [
            (None, None),
            (Some("2027-06-29T23:59:59Z"), None),
            (Some("2027-06-30T00:00:00Z"), Some("security.expires")),
            (Some("2030-01-01T00:00:00Z"), Some("security.expires")),
        ] {
            let (_, wrong) = read_at(security.clone(), now);
            assert_eq!(wrong.first().map(String::as_str), expected, "{now:?}");
        }
    }

    #[test]
    fn an_expired_file_is_not_served() {
        let (well_known, _) = read(json!({ "security": {
            "contacts": ["mailto:security@example.com", "https://example.com/report"],
            "expires": "2027-06-30T00:00:00Z",
        } }));
        let security = well_known.security.unwrap();
        let text = security.text("2027-06-29T23:59:59.999Z", "https://reset.example.com").unwrap();
        assert_eq!(
            text,
            "Contact: mailto:security@example.com\nContact: https://example.com/report\n\
             Expires: 2027-06-30T00:00:00Z\nPreferred-Languages: zh, en\n\
             Canonical: https://reset.example.com/.well-known/security.txt\n"
        );
        assert_eq!(security.text("2027-06-30T00:00:00.000Z", ""), None);
    }
}
