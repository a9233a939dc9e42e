//! The content of the well-known paths: where passwords are changed, and where to report a
//! vulnerability.

use passgate_core::Product;
use std::collections::BTreeMap;

use crate::base::fields::Fields;
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
        // Compares up to the second and ignores what follows.
        let second = |time: &str| time.get(..19).map(str::to_owned);
        if second(now) >= second(&self.expires) {
            return None;
        }
        let contacts: String = self.contacts.iter().map(|contact| format!("Contact: {contact}\n")).collect();
        Some(format!(
            "{contacts}Expires: {}\nPreferred-Languages: zh, en\nCanonical: {public_origin}/.well-known/security.txt\n",
            self.expires
        ))
    }
}

/// Reads `change_password` and `security`.
pub(super) fn read(fields: &mut Fields<'_>, products: &BTreeMap<Product, ProductConfig>) -> WellKnown {
    let change_password = fields.optional_text("change_password");
    if let Some(place) = &change_password
        && !is_place(place)
    {
        fields.blame("change_password", "must be a path of this edge or an https URL");
    }
    let only = products.keys().next().filter(|_| products.len() == 1);
    let form = only.map_or_else(|| "/".to_owned(), |product| format!("/{}/", product.name()));
    WellKnown { change_password: change_password.unwrap_or(form), security: read_security(fields) }
}

fn read_security(fields: &mut Fields<'_>) -> Option<SecurityTxt> {
    let value = fields.optional("security")?;
    let mut security = Fields::of(value, "security", fields.wrong())?;
    let contacts = security.texts("contacts");
    if contacts.iter().any(|contact| !is_contact(contact)) {
        security.blame("contacts", "must be mailto:, tel: or https: URLs");
    }
    if contacts.is_empty() {
        security.blame("contacts", "must contain at least one address");
    }
    let expires = security.text("expires");
    if let Some(expires) = &expires
        && !is_time(expires)
    {
        security.blame("expires", "must be a time in UTC such as 2027-06-30T00:00:00Z");
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

fn is_contact(contact: &str) -> bool {
    ["mailto:", "tel:", "https://"].iter().any(|scheme| contact.starts_with(scheme))
        && is_header_text(contact)
}

fn is_time(text: &str) -> bool {
    let shape: String =
        text.chars().map(|character| if character.is_ascii_digit() { '0' } else { character }).collect();
    shape == "0000-00-00T00:00:00Z"
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn read(value: Value) -> (WellKnown, Vec<String>) {
        let mut wrong = Vec::new();
        let mut fields = Fields::of(value, "", &mut wrong).unwrap();
        let well_known = super::read(&mut fields, &BTreeMap::new());
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
                json!({ "security": { "contacts": ["s@example.com"], "expires": "2027-06-30T00:00:00Z" } }),
                Some("security.contacts"),
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
