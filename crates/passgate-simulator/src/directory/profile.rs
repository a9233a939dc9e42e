use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::readings;
use crate::eiam::{CountryCode, PrefixEnd, Umlaut};
use crate::random;

/// The data of a person, never a password.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Profile {
    pub(crate) username: String,
    #[serde(default)]
    pub(crate) name: String,
    /// The readings of each character of the name; several for a heteronym. `ü` is written `ü`.
    #[serde(default)]
    pub(crate) pinyin: Vec<Vec<String>>,
    /// The nickname, which only TopIAM's validator uses.
    #[serde(default)]
    pub(crate) nickname: Option<Nickname>,
    #[serde(default)]
    pub(crate) phone: Option<String>,
    #[serde(default)]
    pub(crate) email: Option<String>,
    /// If omitted: an account with generated ids. `null`: unknown to Feishu.
    #[serde(default = "some_default")]
    pub(crate) feishu: Option<FeishuProfile>,
    /// If omitted: an account with a generated id. `null`: unknown to the EIAM.
    #[serde(default = "some_default")]
    pub(crate) eiam: Option<EiamProfile>,
}

/// A nickname, and the readings of its characters.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Nickname {
    pub(crate) text: String,
    #[serde(default)]
    pub(crate) pinyin: Vec<Vec<String>>,
}

/// A person in the Feishu tenant. Omitted ids are generated.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct FeishuProfile {
    pub(crate) open_id: String,
    pub(crate) union_id: String,
    pub(crate) user_id: String,
    /// The only app that knows this open id; `null` stands for the initial app.
    pub(crate) app_id: Option<String>,
    /// The enterprise mail address (alias). By the reset page, only an account whose e-mail equals it
    /// can be reset. If omitted, it is the same as the e-mail.
    pub(crate) enterprise_email: EnterpriseEmail,
    /// Whether the app may see this person.
    pub(crate) in_range: bool,
    /// Whether the ids belong to another tenant.
    pub(crate) other_tenant: bool,
}

/// `"same"`, `"none"`, or a separate address.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum EnterpriseEmail {
    Same,
    None,
    #[serde(untagged)]
    Address(String),
}

/// A person in the EIAM.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct EiamProfile {
    pub(crate) user_id: String,
}

impl Profile {
    /// A person with generated ids and no other data.
    pub(crate) fn named(username: &str) -> Self {
        Self {
            username: username.to_owned(),
            name: String::new(),
            pinyin: Vec::new(),
            nickname: None,
            phone: None,
            email: None,
            feishu: Some(FeishuProfile::default()),
            eiam: Some(EiamProfile::default()),
        }
    }

    /// The ids of both vendors.
    pub(crate) fn ids(&self) -> Vec<&str> {
        let feishu = self
            .feishu
            .iter()
            .flat_map(|feishu| [&feishu.open_id, &feishu.union_id, &feishu.user_id].map(String::as_str));
        let eiam = self.eiam.iter().map(|eiam| eiam.user_id.as_str());
        feishu.chain(eiam).collect()
    }

    pub(crate) fn has_id(&self, id: &str) -> bool {
        self.ids().contains(&id)
    }

    /// Whether the e-mail equals the enterprise mail address, ignoring letter case.
    pub(crate) fn email_is_enterprise_email(&self) -> bool {
        let Some(email) = self.email.as_deref() else {
            return false;
        };
        match self.feishu.as_ref().map(|feishu| &feishu.enterprise_email) {
            Some(EnterpriseEmail::Same) => true,
            Some(EnterpriseEmail::Address(address)) => address.eq_ignore_ascii_case(email),
            Some(EnterpriseEmail::None) | None => false,
        }
    }

    /// The part of the e-mail before the `@`, if there is one.
    pub(crate) fn email_prefix(&self, end: PrefixEnd) -> Option<&str> {
        let email = self.email.as_deref()?;
        let parts = match end {
            PrefixEnd::FirstAt => email.split_once('@'),
            PrefixEnd::LastAt => email.rsplit_once('@'),
        };
        parts.map(|(prefix, _)| prefix)
    }

    /// The digits of the phone number, without the country code of China or with it as written.
    pub(crate) fn phone_number(&self, country_code: CountryCode) -> Option<String> {
        let phone = self.phone.as_deref()?;
        let is_shown = |character: &char| {
            character.is_ascii_digit() || (country_code == CountryCode::Kept && *character == '+')
        };
        let number = match country_code {
            CountryCode::Dropped => phone.strip_prefix("+86").unwrap_or(phone),
            CountryCode::Kept => phone,
        };
        let digits: String = number.chars().filter(is_shown).collect();
        (!digits.is_empty()).then_some(digits)
    }

    /// All spellings of the whole name in pinyin, in lower-case ASCII.
    pub(crate) fn full_pinyin(&self, umlaut: &BTreeSet<Umlaut>) -> Vec<String> {
        readings::full(&self.pinyin, umlaut)
    }

    /// The first letters of the name's readings.
    pub(crate) fn pinyin_initials(&self, umlaut: &BTreeSet<Umlaut>) -> Vec<String> {
        readings::initials(&self.pinyin, umlaut)
    }
}

impl Default for FeishuProfile {
    fn default() -> Self {
        Self {
            open_id: format!("ou_{}", random::hex(16)),
            union_id: format!("on_{}", random::hex(16)),
            user_id: random::hex(6),
            app_id: None,
            enterprise_email: EnterpriseEmail::Same,
            in_range: true,
            other_tenant: false,
        }
    }
}

impl Default for EiamProfile {
    fn default() -> Self {
        let user_id =
            format!("{}-{}-{}", random::digits(17), random::digits(4), random::hex(5).to_ascii_uppercase());
        Self { user_id }
    }
}

fn some_default<T: Default>() -> Option<T> {
    Some(T::default())
}
