use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use crate::options::Hidden;

/// The reset page, permission: 修改企业邮箱的密码.
pub(crate) const RESET_SCOPE: &str = "admin:ent_email_password";
/// The reset page, field permission when `user_id_type` is `user_id`: 获取用户 user ID.
pub(crate) const FIELD_SCOPE: &str = "contact:user.employee_id:readonly";

/// A self-built app of the tenant.
#[derive(Clone)]
pub(crate) struct App {
    pub(crate) secret: Hidden,
    pub(crate) scopes: BTreeSet<String>,
    pub(crate) state: AppState,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum AppState {
    #[default]
    Enabled,
    Disabled,
    /// The app is not installed in this tenant.
    Unavailable,
    /// The caller's address is not on the app's list. The token call does not check the list.
    IpDenied,
    /// The monthly quota is used up.
    QuotaUsedUp,
}

impl App {
    pub(crate) fn new(secret: Hidden) -> Self {
        Self {
            secret,
            scopes: [RESET_SCOPE, FIELD_SCOPE].map(str::to_owned).into(),
            state: AppState::Enabled,
        }
    }

    /// Whether the app may make any call with its token.
    pub(super) fn check_state(&self) -> Result<(), Refusal> {
        let (code, message) = match self.state {
            AppState::Enabled => return Ok(()),
            AppState::Disabled => (99_991_662, "app disabled"),
            AppState::Unavailable => (99_991_673, "app is not available in this tenant"),
            AppState::IpDenied => (99_991_401, "ip 127.0.0.1 is denied by app setting"),
            AppState::QuotaUsedUp => (99_991_403, "monthly api call quota exceeded"),
        };
        Err(Refusal::new(400, code, message))
    }

    /// Whether the app has a scope. `kind` is the kind of the violation.
    pub(super) fn check_scope(&self, scope: &str, kind: &'static str) -> Result<(), Refusal> {
        if self.scopes.contains(scope) {
            return Ok(());
        }
        Err(Refusal::missing_scope(scope, kind))
    }
}
