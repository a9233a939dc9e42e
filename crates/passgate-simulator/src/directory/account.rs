use super::Profile;
use crate::passwords::Passwords;

/// A person and what became of their passwords.
#[derive(Clone)]
pub(crate) struct Account {
    pub(crate) profile: Profile,
    pub(crate) feishu: FeishuState,
    pub(crate) eiam: EiamState,
}

#[derive(Clone)]
pub(crate) struct FeishuState {
    pub(crate) passwords: Passwords,
    reset_day: i64,
    resets_on_day: u32,
}

#[derive(Clone)]
pub(crate) struct EiamState {
    pub(crate) passwords: Passwords,
    /// What the last change asked for, as the text it came as.
    pub(crate) must_modify: Option<String>,
}

impl Account {
    pub(super) fn new(profile: Profile) -> Self {
        Self {
            profile,
            feishu: FeishuState { passwords: Passwords::random(), reset_day: 0, resets_on_day: 0 },
            eiam: EiamState { passwords: Passwords::random(), must_modify: None },
        }
    }
}

impl FeishuState {
    /// How often this account was reset on this day (of China's calendar).
    pub(crate) fn resets_on(&self, day: i64) -> u32 {
        if self.reset_day == day { self.resets_on_day } else { 0 }
    }

    pub(crate) fn reset(&mut self, password: &str, day: i64) {
        self.resets_on_day = self.resets_on(day).saturating_add(1);
        self.reset_day = day;
        self.passwords.change(password);
    }
}
