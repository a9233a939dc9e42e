//! Resolves a `user_id` to an account.

use super::refusal::Refusal;
use crate::directory::{Account, Directory, FeishuProfile};

/// The three values of `user_id_type`.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum IdKind {
    /// The id of a person in one app.
    Open,
    /// The id of a person in all apps of one developer.
    Union,
    /// The id of a person in the tenant.
    User,
}

impl IdKind {
    pub(super) fn from_name(name: &str) -> Option<Self> {
        [Self::Open, Self::Union, Self::User].into_iter().find(|kind| kind.name() == name)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Open => "open_id",
            Self::Union => "union_id",
            Self::User => "user_id",
        }
    }

    fn of(self, profile: &FeishuProfile) -> &str {
        match self {
            Self::Open => &profile.open_id,
            Self::Union => &profile.union_id,
            Self::User => &profile.user_id,
        }
    }

    /// The refusal of an id that does not exist.
    fn unknown(self) -> Refusal {
        let code = match self {
            Self::Open => 99_992_351,
            Self::Union => 99_992_364,
            Self::User => 99_992_360,
        };
        self.not_valid(code)
    }

    /// The refusal of an id of another tenant.
    fn foreign(self) -> Refusal {
        let code = match self {
            Self::Open => 99_992_351,
            Self::Union => 99_992_381,
            Self::User => 99_992_364,
        };
        self.not_valid(code)
    }

    fn not_valid(self, code: i64) -> Refusal {
        let name = self.name();
        let message = format!("The request you send is not a valid {{{name}}} or not exists");
        Refusal::new(400, code, message)
    }
}

/// The account, if the app may see it.
pub(super) fn find<'a>(
    users: &'a mut Directory,
    kind: IdKind,
    id: &str,
    app_id: &str,
    home_app: &str,
) -> Result<&'a mut Account, Refusal> {
    let account = users.by_feishu_mut(|profile| kind.of(profile) == id).ok_or_else(|| kind.unknown())?;
    let profile = account.profile.feishu.as_ref();
    let profile = profile.ok_or_else(|| kind.unknown())?;
    if profile.other_tenant {
        return Err(kind.foreign());
    }
    let its_app = profile.app_id.as_deref().unwrap_or(home_app);
    if kind == IdKind::Open && its_app != app_id {
        return Err(Refusal::new(400, 99_992_361, "open_id cross app"));
    }
    if !profile.in_range {
        return Err(Refusal::new(400, 41_050, "no user authority error"));
    }
    Ok(account)
}
