//! The whole state of the simulator, behind one lock.

use crate::breaches::Breaches;
use crate::calls::CallLog;
use crate::clock::Clock;
use crate::directory::{Directory, demo_profiles, numbered_profile};
use crate::eiam::{Client, Eiam};
use crate::faults::FaultQueue;
use crate::feishu::{App, Feishu};
use crate::oidc::KeyRing;
use crate::options::Options;

/// The prefix of the accounts that [`Options::numbered_users`] asks for.
pub(crate) const NUMBERED_PREFIX: &str = "user";

pub(crate) struct World {
    pub(crate) options: Options,
    pub(crate) issuer: String,
    pub(crate) clock: Clock,
    pub(crate) users: Directory,
    pub(crate) feishu: Feishu,
    pub(crate) eiam: Eiam,
    pub(crate) breaches: Breaches,
    pub(crate) faults: FaultQueue,
    pub(crate) calls: CallLog,
    pub(crate) keys: KeyRing,
}

impl World {
    pub(crate) fn new(options: Options, issuer: String, keys: KeyRing) -> Self {
        let mut users = Directory::default();
        demo_profiles().into_iter().for_each(|profile| users.add(profile));
        (1..=options.numbered_users).for_each(|number| users.add(numbered_profile(NUMBERED_PREFIX, number)));
        Self {
            issuer,
            clock: Clock::default(),
            users,
            feishu: Feishu::new(options.app_id.clone(), App::new(options.app_secret.clone())),
            eiam: Eiam::new(options.client_id.clone(), Client::new(options.client_secret.clone())),
            breaches: Breaches::default(),
            faults: FaultQueue::default(),
            calls: CallLog::default(),
            keys,
            options,
        }
    }

    /// Restores the initial state, except for the keys and the numbering of calls: a call in progress
    /// must not be taken for a later one.
    pub(crate) fn reset(&mut self) {
        let fresh = Self::new(self.options.clone(), self.issuer.clone(), self.keys.clone());
        let mut calls = std::mem::replace(self, fresh).calls;
        calls.clear();
        self.calls = calls;
    }
}
