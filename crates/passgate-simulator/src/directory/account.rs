use super::Profile;
use crate::passwords::Passwords;

/// A person and the passwords at both vendors.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) profile: Profile,
    pub(crate) feishu: FeishuState,
    pub(crate) eiam: EiamState,
}

#[derive(Clone)]
pub(crate) struct FeishuState {
    pub(crate) passwords: Passwords,
}

#[derive(Clone)]
pub(crate) struct EiamState {
    pub(crate) passwords: Passwords,
    /// The `pwd_must_modify` of the last change, as the text that was sent.
    pub(crate) must_modify: Option<String>,
}

impl Account {
    pub(super) fn new(profile: Profile) -> Self {
        Self {
            profile,
            feishu: FeishuState { passwords: Passwords::random() },
            eiam: EiamState { passwords: Passwords::random(), must_modify: None },
        }
    }
}
