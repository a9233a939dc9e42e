//! The open-source validator of TopIAM (`topiam/eiam` at 4b9cf1e4, `PasswordIncludeUserInfoValidator`
//! and `Pinyin4jUtils`), from its description: every comparison is a plain, case-sensitive *contains*.
//! The forms of name and nickname are the whole pinyin, the first syllable with the initials of the
//! others, and the initials alone. It also compares the nickname as written, the phone number, and the
//! address up to its last `@`. `ü` is `v`, and a heteronym has one reading.

use crate::directory::Profile;

/// Whether the password contains data of the person.
pub(super) fn contains_person(profile: &Profile, password: &str) -> bool {
    let nickname = profile.nickname.as_ref();
    let spoken = [&profile.pinyin].into_iter().chain(nickname.map(|nickname| &nickname.pinyin));
    let mut parts: Vec<String> = spoken.flat_map(|pinyin| forms(pinyin)).collect();
    parts.extend(nickname.map(|nickname| nickname.text.clone()));
    parts.push(profile.username.clone());
    parts.extend(profile.phone.clone());
    let prefix = profile.email.as_deref().and_then(|email| email.rsplit_once('@'));
    parts.extend(prefix.map(|(prefix, _)| prefix.to_owned()));
    parts.iter().any(|part| !part.is_empty() && password.contains(part.as_str()))
}

fn forms(pinyin: &[Vec<String>]) -> Vec<String> {
    let syllables: Vec<String> = pinyin
        .iter()
        .filter_map(|readings| readings.first())
        .map(|reading| reading.replace('ü', "v"))
        .collect();
    let initials = |syllables: &[String]| -> String {
        syllables.iter().filter_map(|syllable| syllable.chars().next()).collect()
    };
    let Some((first, others)) = syllables.split_first() else {
        return Vec::new();
    };
    vec![syllables.concat(), format!("{first}{}", initials(others)), initials(&syllables)]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::Nickname;

    #[test]
    fn initials_and_the_written_nickname_are_found_anywhere() {
        let reading = |text: &str| vec![text.to_owned()];
        let profile = Profile {
            username: "zhangs".to_owned(),
            pinyin: vec![reading("wang"), reading("xiao"), reading("ming")],
            nickname: Some(Nickname { text: "Lele".to_owned(), pinyin: vec![reading("lü"), reading("na")] }),
            phone: Some("+8613800138000".to_owned()),
            email: Some("a@b@example.com".to_owned()),
            ..Profile::named("zhangs")
        };
        for password in [
            "Xqwxmz#2024a",
            "x1wangxm!A",
            "Zwangxiaoming1",
            "aLele!234",
            "A!lvna2345",
            "x+8613800138000",
            "a@b-X1",
        ] {
            assert!(contains_person(&profile, password), "{password}");
        }
        for password in ["XqWXMz#2024a", "wangming", "lele!2345", "13800138000", "Tide*Lamp72"] {
            assert!(!contains_person(&profile, password), "{password}");
        }
    }
}
