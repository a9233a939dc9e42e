//! The rules of the change-password page, checked in the order of their codes.

use super::habits::{CodeOrder, Validator, WeakMatch};
use super::policy::{IdentityPart, Policy, RepeatCount};
use super::refusal::Refusal;
use super::topiam;
use crate::directory::{Account, Profile};
use crate::text::{CountsAs, highest_total, longest_run};

/// The first rule that the password violates.
pub(super) fn check(policy: &Policy, account: &Account, password: &str) -> Result<(), Refusal> {
    if password.is_empty() {
        return Err(Refusal::PasswordEmpty);
    }
    let mut refusals = [
        length(policy, password),
        username(policy, &account.profile, password),
        characters(policy, password),
        weak(policy, password),
        history(policy, account, password),
        repeats(policy, password),
        person(policy, &account.profile, password),
    ]
    .into_iter()
    .filter_map(Result::err);
    let first = match policy.answers.order {
        CodeOrder::FirstCode => refusals.next(),
        CodeOrder::LastCode => refusals.next_back(),
    };
    first.map_or(Ok(()), Err)
}

fn length(policy: &Policy, password: &str) -> Result<(), Refusal> {
    let (min, max) = (policy.min, policy.max);
    let is_within = (min..=max).contains(&policy.unit.count(password));
    if is_within { Ok(()) } else { Err(Refusal::Length { min, max }) }
}

fn weak(policy: &Policy, password: &str) -> Result<(), Refusal> {
    let password = policy.matching.folded(password);
    let is_weak =
        policy.weak.iter().map(|weak| policy.matching.folded(weak)).any(|weak| match policy.matching.weak {
            WeakMatch::Whole => password == weak,
            WeakMatch::Contains => password.contains(&weak),
        });
    if is_weak { Err(Refusal::Weak) } else { Ok(()) }
}

fn history(policy: &Policy, account: &Account, password: &str) -> Result<(), Refusal> {
    let is_reused = account.eiam.passwords.is_among_last(policy.history, password);
    if is_reused { Err(Refusal::Reused) } else { Ok(()) }
}

fn person(policy: &Policy, profile: &Profile, password: &str) -> Result<(), Refusal> {
    let contains = match policy.validator {
        Validator::Topiam => topiam::contains_person(profile, password),
        Validator::Page => {
            let password = policy.matching.folded(password);
            identity(policy, profile).iter().any(|part| password.contains(part))
        }
    };
    if contains { Err(Refusal::ContainsIdentity) } else { Ok(()) }
}

fn username(policy: &Policy, profile: &Profile, password: &str) -> Result<(), Refusal> {
    let password = policy.matching.folded(password);
    let username = policy.matching.folded(&profile.username);
    if policy.username_equal && password == username {
        return Err(Refusal::EqualsUsername);
    }
    if policy.username_reversed && password.chars().eq(username.chars().rev()) {
        return Err(Refusal::ReversesUsername);
    }
    Ok(())
}

/// Checks that all characters are supported and belong to enough classes.
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
                CountsAs::Refuse => return Err(Refusal::UnsupportedCharacter),
                CountsAs::Ignore => (),
                CountsAs::Letter => has_lower = true,
                CountsAs::Symbol => has_symbol = true,
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

/// The person's data that a password must not contain, in the form that is compared. Pinyin is in lower
/// case.
fn identity(policy: &Policy, profile: &Profile) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for part in &policy.identity {
        match part {
            IdentityPart::Username => parts.push(policy.matching.folded(&profile.username)),
            IdentityPart::Phone => parts.extend(profile.phone_number(policy.matching.country_code)),
            IdentityPart::EmailPrefix => {
                let prefix = profile.email_prefix(policy.matching.email_prefix);
                parts.extend(prefix.map(|prefix| policy.matching.folded(prefix)));
            }
            IdentityPart::NamePinyin => {
                parts.extend(profile.full_pinyin(&policy.matching.umlaut));
                if policy.pinyin_initials {
                    parts.extend(profile.pinyin_initials(&policy.matching.umlaut));
                }
            }
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}
