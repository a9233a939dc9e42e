//! The environment of the configuration: the bindings of the platform, and the secrets among them.

use passgate_core::{Product, Secret};

use crate::base::fields::Fields;
use crate::base::object::{ASSETS, Object};
use crate::config::parts::VARIABLES;
use crate::config::products::service_binding;
use crate::config::webhooks::{MAX_WEBHOOKS, webhook_binding};

/// The bindings of the platform.
pub trait Environment {
    /// A secret binding; `None` when it is unset or empty.
    fn secret(&self, name: &str) -> Option<Secret>;
    /// Whether a service (a vendor's address fixed by the deployment) is bound.
    fn has_service(&self, name: &str) -> bool;
    /// Whether the deployment itself reports why it cannot read the secret. It is then not reported as unset.
    fn reports(&self, _name: &str) -> bool {
        false
    }
    /// The members beside the Worker's own that the deployment reads and the document does not have. They are
    /// suggested for unknown members.
    fn own_members(&self) -> Vec<&'static str> {
        Vec::new()
    }
    /// The time in UTC, such as `2026-11-30T12:00:00Z`, if an expired date is a mistake. The edge itself
    /// returns `None`: it must start even after a date has passed.
    fn now(&self) -> Option<String> {
        None
    }
}

/// Reads a secret that the configuration names as `{"env":"NAME"}`. Its value never appears in the
/// configuration.
pub(super) fn read_secret(
    fields: &mut Fields<'_>,
    name: &str,
    environment: &dyn Environment,
) -> Option<Secret> {
    let value = fields.required(name)?;
    if value.is_string() {
        fields.blame(
            name,
            r#"must be {"env": "NAME"}: the secret itself does not belong in the configuration"#,
        );
        return None;
    }
    let path = fields.path_of(name);
    let mut reference = Fields::of(value, &path, fields.wrong())?;
    let variable = reference.text("env");
    reference.finish();
    let variable = variable?;
    if is_taken(&variable) {
        fields.blame(
            &format!("{name}.env"),
            &format!("{variable} is the name of another binding; choose another"),
        );
        return None;
    }
    match environment.secret(&variable) {
        None if !environment.reports(&variable) => {
            fields.blame(&format!("{name}.env"), &format!("{variable} is not set"));
            None
        }
        secret => secret,
    }
}

/// Whether the name is reserved for a binding. A secret with this name would replace the service.
fn is_taken(variable: &str) -> bool {
    variable == ASSETS
        || Object::ALL.into_iter().any(|object| object.binding() == variable)
        || VARIABLES.contains(&variable)
        || Product::ALL.into_iter().any(|product| service_binding(product) == variable)
        || (0..MAX_WEBHOOKS).any(|place| webhook_binding(place) == variable)
}
