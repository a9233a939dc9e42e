//! The weak list of the core, from the sources beside it (`crates/passgate-core/data/README.md`).

use std::collections::BTreeSet;

use anyhow::{Context, Result};

use crate::files;
use crate::project::Project;

/// Each most frequent first.
const SOURCES: [&str; 2] = ["cn-common-passwords.txt", "django-common-passwords.txt"];
/// How many of each source are looked at for passwords.
const PASSWORDS_OF_EACH: usize = 10_000;
/// How many of each source are looked at for words.
const STEMS_OF_EACH: usize = 2_000;
/// The request example of EIAM's change-password page: the list must not turn it away.
const PAGE_EXAMPLE: &str = "p@ssw0rd123";
/// Companies and products whose names Chinese users vary, and no list has as words.
const NAMES: [&str; 11] = [
    "alibaba",
    "baidu",
    "bytedance",
    "feishu",
    "huawei",
    "lark",
    "tencent",
    "wechat",
    "weixin",
    "xiaomi",
    "zhuyun",
];

/// Passwords that could pass a policy's other rules, lower-case, sorted, one a line.
pub fn passwords(project: &Project) -> Result<String> {
    lines(project, PASSWORDS_OF_EACH, |entry| could_pass(entry) && entry != PAGE_EXAMPLE, &[])
}

/// Words that patterns are made of, lower-case, sorted, one a line.
pub fn stems(project: &Project) -> Result<String> {
    lines(project, STEMS_OF_EACH, is_word, &NAMES)
}

fn lines(project: &Project, of_each: usize, keep: impl Fn(&str) -> bool, more: &[&str]) -> Result<String> {
    let mut entries: BTreeSet<String> = more.iter().map(|&name| name.to_owned()).collect();
    for source in SOURCES {
        let path = project.path("crates/passgate-core/data/sources").join(source);
        let text = files::read(&path).with_context(|| source.to_owned())?;
        let first = text.lines().filter(|line| !line.is_empty()).take(of_each);
        entries.extend(first.map(str::to_ascii_lowercase).filter(|entry| keep(entry)));
    }
    let mut text = String::new();
    for entry in entries {
        text.push_str(&entry);
        text.push('\n');
    }
    Ok(text)
}

/// 8 to 32 visible ASCII characters of at least two kinds; the text is lower-case.
fn could_pass(entry: &str) -> bool {
    let kinds: [fn(&u8) -> bool; 3] = [u8::is_ascii_lowercase, u8::is_ascii_digit, u8::is_ascii_punctuation];
    let found = kinds.iter().filter(|&&kind| entry.bytes().any(|byte| kind(&byte))).count();
    (8..=32).contains(&entry.len()) && entry.bytes().all(|byte| byte.is_ascii_graphic()) && found >= 2
}

fn is_word(entry: &str) -> bool {
    (4..=12).contains(&entry.len()) && entry.bytes().all(|byte| byte.is_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_takes_a_place() {
        for (entry, expected) in [
            ("1qaz2wsx", true),
            ("password", false),
            ("12345678", false),
            ("a1", false),
            ("pass word1", false),
        ] {
            assert_eq!(could_pass(entry), expected, "{entry}");
        }
        assert!(is_word("huawei") && !is_word("abc") && !is_word("abc1"));
    }
}
