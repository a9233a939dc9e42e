//! The rules of the change-password page, asked in the order of their codes.

use super::policy::{IdentityPart, Policy, RepeatCount};
use super::refusal::Refusal;
use crate::directory::{Account, Profile};
use crate::text::{Standing, highest_total, longest_run};

/// The first rule the password breaks.
pub(super) fn check(policy: &Policy, account: &Account, password: &str) -> Result<(), Refusal> {
    if password.is_empty() {
        return Err(Refusal::PasswordEmpty);
    }
    let (min, max) = (policy.min, policy.max);
    if !(min..=max).contains(&policy.unit.count(password)) {
        return Err(Refusal::Length { min, max });
    }
    username(policy, &account.profile, password)?;
    characters(policy, password)?;
    let lower = password.to_lowercase();
    if policy.weak.iter().any(|weak| weak.to_lowercase() == lower) {
        return Err(Refusal::Weak);
    }
    if account.eiam.passwords.is_among_last(policy.history, password) {
        return Err(Refusal::Reused);
    }
    repeats(policy, password)?;
    if identity(policy, &account.profile).iter().any(|part| lower.contains(part)) {
        return Err(Refusal::ContainsIdentity);
    }
    Ok(())
}

fn username(policy: &Policy, profile: &Profile, password: &str) -> Result<(), Refusal> {
    let password = password.to_lowercase();
    let username = profile.username.to_lowercase();
    if policy.username_equal && password == username {
        return Err(Refusal::EqualsUsername);
    }
    if policy.username_reversed && password.chars().eq(username.chars().rev()) {
        return Err(Refusal::ReversesUsername);
    }
    Ok(())
}

/// Supported characters, and of enough classes.
fn characters(policy: &Policy, password: &str) -> Result<(), Refusal> {
    let mut has_lower = false;
    let mut has_upper = false;
    let mut has_digit = false;
    let mut has_symbol = false;
    for character in password.chars() {
        if character.is_ascii_lowercase() {
            has_lower = true;
        } else if character.is_ascii_uppercase() {
            has_upper = true;
        } else if character.is_ascii_digit() {
            has_digit = true;
        } else if policy.symbols.contains(character) {
            has_symbol = true;
        } else if character.is_ascii() {
            return Err(Refusal::UnsupportedCharacter);
        } else {
            match policy.non_ascii {
                Standing::Refuse => return Err(Refusal::UnsupportedCharacter),
                Standing::Ignore => (),
                Standing::Letter => has_lower = true,
                Standing::Symbol => has_symbol = true,
            }
        }
    }
    let classes = [has_lower, has_upper, has_digit, has_symbol];
    let at_least = policy.classes_at_least;
    if classes.iter().filter(|has| **has).count() < at_least {
        return Err(Refusal::TooFewClasses { at_least });
    }
    Ok(())
}

fn repeats(policy: &Policy, password: &str) -> Result<(), Refusal> {
    let Some(repeats) = policy.repeats else {
        return Ok(());
    };
    let count = match repeats.count {
        RepeatCount::Run => longest_run(password),
        RepeatCount::Total => highest_total(password),
    };
    if count > repeats.max {
        return Err(Refusal::Repeats { max: repeats.max });
    }
    Ok(())
}

/// What of the person a password must not contain, in lower case.
fn identity(policy: &Policy, profile: &Profile) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in &policy.identity {
        match part {
            IdentityPart::Username => parts.push(profile.username.to_lowercase()),
            IdentityPart::Phone => parts.extend(profile.phone_digits()),
            IdentityPart::EmailPrefix => {
                parts.extend(profile.email_prefix().map(str::to_lowercase));
            }
            IdentityPart::NamePinyin => {
                parts.extend(profile.full_pinyin());
                if policy.pinyin_initials {
                    parts.extend(profile.pinyin_initials());
                }
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
