//! The initial accounts.

use super::profile::EnterpriseEmail;
use super::{EiamProfile, FeishuProfile, Profile};

/// One account for each case that a form or a test may need.
pub(crate) fn demo_profiles() -> Vec<Profile> {
    vec![
        // The ids of the examples on the vendors' pages.
        Profile {
            feishu: Some(FeishuProfile {
                open_id: "ou_7d8a6e6df7621556ce0d21922b676706".to_owned(),
                union_id: "on_8ed6aa67826108097d9ee143816345aa".to_owned(),
                user_id: "abc123".to_owned(),
                ..FeishuProfile::default()
            }),
            eiam: Some(EiamProfile { user_id: "20201028102749564-9082-DC8CD2722".to_owned() }),
            ..person(1, "wangxiaoming", "王小明", &[&["wang"], &["xiao"], &["ming"]])
        },
        // A surname of two characters.
        person(2, "ouyangfeng", "欧阳锋", &[&["ou"], &["yang"], &["feng"]]),
        // ü.
        person(3, "lvmeili", "吕美丽", &[&["lü"], &["mei"], &["li"]]),
        // Surnames with a special reading.
        person(4, "zengguofan", "曾国帆", &[&["zeng", "ceng"], &["guo"], &["fan"]]),
        person(5, "shanyafei", "单亚飞", &[&["shan", "dan", "chan"], &["ya"], &["fei"]]),
        // The e-mail is not the enterprise mail address: Feishu answers 1050024.
        Profile {
            feishu: Some(FeishuProfile {
                enterprise_email: EnterpriseEmail::Address("zl@mail.example.com".to_owned()),
                ..FeishuProfile::default()
            }),
            ..person(6, "zhaolei", "赵磊", &[&["zhao"], &["lei"]])
        },
        // No phone: rest-password by SMS answers USER.0011.
        Profile { phone: None, ..person(7, "zhoumin", "周敏", &[&["zhou"], &["min"]]) },
        // No e-mail: rest-password by EMAIL answers USER.0012.
        Profile { email: None, ..person(8, "wutong", "吴桐", &[&["wu"], &["tong"]]) },
        // Not in the app's contact range: Feishu answers 41050.
        Profile {
            feishu: Some(FeishuProfile { in_range: false, ..FeishuProfile::default() }),
            ..person(9, "sunhao", "孙浩", &[&["sun"], &["hao"]])
        },
    ]
}

/// The account `{prefix}{number}` with four digits or more.
pub(crate) fn numbered_profile(prefix: &str, number: usize) -> Profile {
    let username = format!("{prefix}{number:04}");
    Profile {
        name: format!("用户{number:04}"),
        phone: Some(format!("139{number:08}")),
        email: Some(format!("{username}@example.com")),
        ..Profile::named(&username)
    }
}

fn person(number: usize, username: &str, name: &str, pinyin: &[&[&str]]) -> Profile {
    Profile {
        name: name.to_owned(),
        pinyin: pinyin.iter().map(|readings| readings.iter().map(ToString::to_string).collect()).collect(),
        phone: Some(format!("1376541{:04}", number.saturating_add(2800))),
        email: Some(format!("{username}@example.com")),
        ..Profile::named(username)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Directory;

    #[test]
    fn ids_are_unique() {
        let mut directory = Directory::default();
        let numbered = (1..=50).map(|number| numbered_profile("user", number));
        for profile in demo_profiles().into_iter().chain(numbered) {
            assert!(!directory.contains(&profile.username));
            assert_eq!(directory.taken_id(&profile), None);
            directory.add(profile);
        }
    }
}
