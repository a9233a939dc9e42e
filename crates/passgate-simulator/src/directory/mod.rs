//! The persons that both vendors know.

mod account;
mod demo;
mod profile;
mod readings;

pub(crate) use account::Account;
pub(crate) use demo::{demo_profiles, numbered_profile};
#[cfg(test)]
pub(crate) use profile::Nickname;
pub(crate) use profile::{EiamProfile, FeishuProfile, Profile};

use std::collections::BTreeMap;

/// All accounts by user name. The vendors' ids are found by a search.
#[derive(Clone, Default)]
pub(crate) struct Directory {
    accounts: BTreeMap<String, Account>,
}

impl Directory {
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Account> {
        self.accounts.values()
    }

    pub(crate) fn contains(&self, username: &str) -> bool {
        self.accounts.contains_key(username)
    }

    pub(crate) fn add(&mut self, profile: Profile) {
        let username = profile.username.clone();
        self.accounts.insert(username, Account::new(profile));
    }

    pub(crate) fn by_username(&self, username: &str) -> Option<&Account> {
        self.accounts.get(username)
    }

    /// The account with this user name, or with this id at either vendor.
    pub(crate) fn by_any_id_mut(&mut self, id: &str) -> Option<&mut Account> {
        if self.accounts.contains_key(id) {
            return self.accounts.get_mut(id);
        }
        self.find_mut(|profile| profile.has_id(id))
    }

    pub(crate) fn by_eiam_id_mut(&mut self, id: &str) -> Option<&mut Account> {
        self.find_mut(|profile| {
            let eiam = profile.eiam.as_ref();
            eiam.is_some_and(|eiam| eiam.user_id == id)
        })
    }

    pub(crate) fn by_feishu_mut(
        &mut self,
        is_sought: impl Fn(&FeishuProfile) -> bool,
    ) -> Option<&mut Account> {
        self.find_mut(|profile| profile.feishu.as_ref().is_some_and(&is_sought))
    }

    /// The first id of `profile` that belongs to another account already.
    pub(crate) fn taken_id(&self, profile: &Profile) -> Option<String> {
        let others = || self.iter().filter(|account| account.profile.username != profile.username);
        profile
            .ids()
            .into_iter()
            .find(|id| others().any(|account| account.profile.has_id(id)))
            .map(str::to_owned)
    }

    fn find_mut(&mut self, is_sought: impl Fn(&Profile) -> bool) -> Option<&mut Account> {
        self.accounts.values_mut().find(|account| is_sought(&account.profile))
    }
}
