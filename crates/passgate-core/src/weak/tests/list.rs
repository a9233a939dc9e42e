//! Tests of the shipped list.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::super::*;
use super::{Random, list};

const BYTES: &[u8] = include_bytes!("../../../data/weak.bin");

fn sources() -> BTreeSet<String> {
    ranked().into_iter().flat_map(|(_, lines)| lines).collect()
}

/// Every entry, and the words among them, read without the hash table.
pub(super) fn entries() -> (BTreeSet<String>, BTreeSet<String>) {
    let is_word = |entry: &&String| entry.bytes().all(|byte| byte.is_ascii_lowercase());
    let entries: BTreeSet<String> = list().entries().collect();
    let words = entries.iter().filter(is_word).cloned().collect();
    (entries, words)
}

/// The sources, most frequent first, in lower case and without duplicates.
fn ranked() -> [(&'static str, Vec<String>); 3] {
    let source = |text: &str| {
        let mut seen = BTreeSet::new();
        let lines = text.lines().map(|line| line.trim().to_ascii_lowercase()).filter(|line| !line.is_empty());
        lines.filter(|line| seen.insert(line.clone())).collect()
    };
    [
        ("Chinese", source(include_str!("../../../data/sources/cn-common-passwords.txt"))),
        ("Django", source(include_str!("../../../data/sources/django-common-passwords.txt"))),
        ("zxcvbn", source(include_str!("../../../data/sources/zxcvbn-passwords.txt"))),
    ]
}

#[test]
fn every_entry_is_found_and_needed() {
    let (list, (entries, words), sources) = (list(), entries(), sources());
    assert_eq!((entries.len(), list.entries().count(), words.len()), (ENTRIES, ENTRIES, WORDS));
    for entry in &entries {
        assert!(list.contains(entry.as_bytes()), "{entry}");
        assert!(entry.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase()), "{entry}");
        assert_eq!(list.is_word(entry.as_bytes()), words.contains(entry), "{entry}");
        // A word may occur in the sources only with an affix.
        assert!(words.contains(entry) || sources.contains(entry), "{entry}");
        assert!(
            obvious_pattern(entry.as_bytes()).is_none() || words.contains(entry),
            "{entry} need not be listed: it is an obvious pattern"
        );
    }
}

/// The figures in the README of the data.
const ENTRIES: usize = 5_813;
const WORDS: usize = 2_186;

fn is_common(list: &WeakList, text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    is_one_character(&crate::text::units(&text))
        || obvious_pattern(text.as_bytes()).is_some()
        || list.contains(text.as_bytes())
}

#[test]
fn the_most_frequent_passwords_are_listed() {
    let list = list();
    for text in [
        "password",
        "12345678",
        "letmein",
        "111111",
        "admin",
        "qwerty",
        "iloveyou",
        "woaini",
        "123456",
        "000000",
        "P@ssw0rd",
        "1q2w3e4r",
        "PASSWORD",
        "Admin",
        "abc123",
        "123123",
        "monkey",
        "dragon",
        "football",
        "welcome",
        "sunshine",
        "princess",
        "qwertyuiop",
        "asdfgh",
        "zxcvbn",
        "1qaz2wsx",
        "5201314",
        "woaini1314",
        "a123456",
        "123456a",
        "qq123456",
        "147258369",
        "7758521",
        "112233",
        "88888888",
        "aaaaaa",
        "654321",
        "123321",
        "666666",
        "passw0rd",
        "trustno1",
        "superman",
        "iloveyou1",
        "password1",
        "a",
        "0",
        "1234",
        "12345",
        "19900101",
        "881231",
    ] {
        assert!(is_common(&list, text), "{text}");
    }
    for text in ["P@ssw0rd123", "Kx7#mQ2$vL9p", "correcthorse", "73914", "20240817", "xwqj", ""] {
        assert!(!is_common(&list, text), "{text}");
    }
}

/// The number of refused passwords among the first 100, 1,000, 3,000 and 10,000 of each source.
#[test]
fn coverage() {
    let list = list();
    let found = ranked().map(|(name, lines)| {
        (
            name,
            [100, 1_000, 3_000, 10_000]
                .map(|many| lines.iter().take(many).filter(|line| is_common(&list, line)).count()),
        )
    });
    assert_eq!(
        found,
        [
            ("Chinese", [100, 1_000, 2_415, 7_099]),
            ("Django", [100, 1_000, 2_066, 3_500]),
            ("zxcvbn", [100, 1_000, 1_395, 2_223]),
        ]
    );
}

/// Dates of birth are refused because the Chinese source contains them: most days of each year.
#[test]
fn days_of_birth_are_listed() {
    let sources = sources();
    let days = |year: &str| {
        let all = (1..=12).flat_map(|month| (1..=31).map(move |day| (month, day)));
        let all = all.map(|(month, day)| format!("{year}{month:02}{day:02}"));
        all.filter(|day| obvious_pattern(day.as_bytes()).is_some()).collect::<Vec<_>>()
    };
    let (mut all, mut listed) = (0, 0);
    let years = (1930..2040).map(|year| year.to_string()).chain((0..100).map(|year| format!("{year:02}")));
    for year in years {
        let days = days(&year);
        let found = days.iter().filter(|day| sources.contains(*day)).count();
        // A few of the other dates are sequences.
        assert!(days.len() < 10 || found * 10 >= days.len() * 7, "{year}: {found} of {}", days.len());
        (all, listed) = (all + days.len(), listed + found);
    }
    assert!(all > 20_000 && listed * 20 >= all * 19, "{listed} of {all}");
}

#[test]
fn nothing_else_is_found() {
    let (list, (entries, _), mut random) = (list(), entries(), Random(3));
    let mut others: BTreeSet<String> = sources();
    let some: Vec<&str> = entries.iter().map(String::as_str).collect();
    while others.len() < 200_000 {
        let mut near = random.one_of(&some).as_bytes().to_vec();
        let (at, byte) = (random.below(near.len()), b"abcnz0159!.@_-"[random.below(14)]);
        match random.below(4) {
            0 => near[at] = byte,
            1 => near.insert(at, byte),
            2 => drop(near.remove(at)),
            _ => near.rotate_left(at),
        }
        others.insert(String::from_utf8(near).unwrap());
    }
    let others: Vec<&String> = others.iter().filter(|text| !entries.contains(*text)).collect();
    assert!(others.len() > 100_000);
    for text in others {
        assert!(!list.contains(text.as_bytes()), "{text}");
    }
    for text in ["", "p@ssw0rd123", "PASSWORD1", "password1\n", "\u{feff}password1", "password1password1"] {
        assert!(!list.contains(text.as_bytes()), "{text:?}");
    }
}

#[test]
fn a_truncated_list_is_rejected() {
    for length in (0..1_000).chain((1_000..BYTES.len()).step_by(7)) {
        assert!(WeakList::new(&BYTES[..length]).is_none(), "{length}");
    }
    assert!(WeakList::new(&[BYTES, b"\0"].concat()).is_none());
    let mut other_version = BYTES.to_vec();
    other_version[3] = 1;
    assert!(WeakList::new(&other_version).is_none());
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_not_panic(
        bytes in proptest::collection::vec(any::<u8>(), 0..600),
        text in "[a-z]{1,12}[0-9!@.]{0,8}|[ -~]{0,20}",
    ) {
        let magic = [b"PGW\x02", bytes.as_slice()].concat();
        for bytes in [&bytes, &magic] {
            if let Some(list) = WeakList::new(bytes) {
                list.contains(text.as_bytes());
                list.is_word(text.as_bytes());
            }
        }
    }

    #[test]
    fn a_corrupt_list_does_not_panic(
        damage in proptest::collection::vec((0..BYTES.len(), any::<u8>()), 1..200),
        text in "[a-z]{1,12}[0-9!@.]{0,8}|[ -~]{0,20}",
    ) {
        let mut bytes = BYTES.to_vec();
        for (at, byte) in damage {
            bytes[at.max(4)] = byte;
        }
        if let Some(list) = WeakList::new(&bytes) {
            list.contains(text.as_bytes());
            list.is_word(text.as_bytes());
        }
    }
}
