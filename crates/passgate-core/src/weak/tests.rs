//! The list as it is shipped, the patterns, and whom they accuse wrongly.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::patterns::Pattern;
use super::*;

const BYTES: &[u8] = include_bytes!("../../data/weak.bin");

fn list() -> WeakList {
    WeakList::new(BYTES).expect("a list")
}

fn sources() -> BTreeSet<String> {
    let sources = [
        include_str!("../../data/sources/cn-common-passwords.txt"),
        include_str!("../../data/sources/django-common-passwords.txt"),
        include_str!("../../data/sources/zxcvbn-passwords.txt"),
    ];
    sources.into_iter().flat_map(str::lines).map(|line| line.trim().to_ascii_lowercase()).collect()
}

/// Every password and every word, read without searching.
fn entries() -> (BTreeSet<String>, BTreeSet<String>) {
    list().entries().partition(|entry| entry.bytes().any(|byte| !byte.is_ascii_lowercase()))
}

/// A splitmix64 stream: enough for a test, and the same every time.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((mixed ^ (mixed >> 31)).checked_rem(end as u64).unwrap()) as usize
    }

    fn one_of<'t, T: ?Sized>(&mut self, of: &[&'t T]) -> &'t T {
        of[self.below(of.len())]
    }

    fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(alphabet[self.below(alphabet.len())])).collect()
    }
}

#[test]
fn every_entry_is_found_and_takes_its_place_rightly() {
    let (list, (entries, words), sources) = (list(), entries(), sources());
    assert_eq!((entries.len(), list.entries().count()), (3_000, entries.len() + words.len()));
    for entry in &entries {
        assert!(list.contains(entry.as_bytes()), "{entry}");
        assert!(sources.contains(entry), "{entry}");
        let kinds: [fn(&u8) -> bool; 3] =
            [u8::is_ascii_lowercase, u8::is_ascii_digit, u8::is_ascii_punctuation];
        let found = kinds.iter().filter(|kind| entry.bytes().any(|byte| kind(&byte))).count();
        assert!(found >= 2 && entry.bytes().all(|byte| byte.is_ascii_graphic()), "{entry}");
    }
    for entry in ["password1", "1qaz2wsx", "woaini1314", "a1b2c3d4", "p@ssw0rd", "iloveyou!"] {
        assert!(list.contains(entry.as_bytes()), "{entry}");
    }
    for word in words {
        assert!(list.is_word(word.as_bytes()) && !list.contains(word.as_bytes()), "{word}");
    }
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
    for text in ["", "p@ssw0rd123", "password", "12345678", "PASSWORD1", "password1\n", "\u{feff}password1"] {
        assert!(!list.contains(text.as_bytes()), "{text:?}");
    }
}

#[test]
fn a_part_of_it_is_no_list() {
    for length in 0..BYTES.len() {
        assert!(WeakList::new(&BYTES[..length]).is_none(), "{length}");
    }
    assert!(WeakList::new(&[BYTES, b"\0"].concat()).is_none());
    let mut other_version = BYTES.to_vec();
    other_version[3] = 1;
    assert!(WeakList::new(&other_version).is_none());
}

proptest! {
    #[test]
    fn any_bytes_are_a_list_or_none(
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
    fn a_damaged_list_still_answers(
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

    #[test]
    fn any_text_is_a_pattern_or_none(text in proptest::collection::vec(any::<u8>(), 0..80)) {
        for stem in [None, Some(Stem::Listed), Some(Stem::Identity)] {
            let found = pattern(&text, &|_| stem);
            prop_assert!(found != Some(Pattern::Identity) || stem == Some(Stem::Identity));
        }
        is_repeated(&text.into_iter().map(u16::from).collect::<Vec<_>>());
    }
}

fn find(text: &str) -> Option<Pattern> {
    let list = list();
    pattern(text.to_ascii_lowercase().as_bytes(), &|word| {
        if word == b"ouyangfeng" || word == b"oyf" {
            Some(Stem::Identity)
        } else {
            list.is_word(word).then_some(Stem::Listed)
        }
    })
}

#[test]
fn patterns() {
    for (text, expected) in [
        ("Huawei@123", Pattern::Word),
        ("huawei@1234567", Pattern::Word),
        ("P@ssw0rd123", Pattern::Word),
        ("Pa$$w0rd!", Pattern::Word),
        ("Pa$$2024!", Pattern::Word),
        ("admin@123", Pattern::Word),
        ("@dm1n!2024", Pattern::Word),
        ("4dm1n_2024", Pattern::Word),
        ("Admin@1234!", Pattern::Word),
        ("Feishu2024!", Pattern::Word),
        ("Wang@20240101", Pattern::Word),
        ("Beijing#2008", Pattern::Word),
        ("$unshine1", Pattern::Word),
        ("1password!", Pattern::Word),
        ("H3ll0123", Pattern::Word),
        ("Pa55w0rd!@#", Pattern::Word),
        ("Welcome147258369", Pattern::Word),
        ("woaini520", Pattern::Homophone),
        ("Zhang1314520", Pattern::Homophone),
        ("5201314woaini", Pattern::Homophone),
        ("Aa5201314", Pattern::Homophone),
        ("5201314!", Pattern::Homophone),
        ("7758521a.", Pattern::Homophone),
        ("520.1314", Pattern::Homophone),
        ("abc123456", Pattern::Sequence),
        ("Abc@123456", Pattern::Sequence),
        ("abcdefgh1", Pattern::Sequence),
        ("!98765432", Pattern::Sequence),
        ("A1b2c3d4!", Pattern::Sequence),
        ("wxm12345678", Pattern::Sequence),
        ("1qaz@WSX", Pattern::Walk),
        ("!QAZ2wsx3edc", Pattern::Walk),
        ("1q2w3e4r5t", Pattern::Walk),
        ("Q1w2e3r4!", Pattern::Walk),
        ("0okm9ijn8uhb", Pattern::Walk),
        ("poiuyt0987", Pattern::Walk),
        ("qweASD!@#", Pattern::Walk),
        ("Qaz147258369", Pattern::Walk),
        ("3e4r5t6y8291", Pattern::Walk),
        ("2010-01-04", Pattern::Date),
        ("19900101wx", Pattern::Date),
        ("Kmxkmxkmx!", Pattern::Repeat),
        ("Kx7#kx7#", Pattern::Repeat),
        ("a!a!a!a!a!", Pattern::Repeat),
        ("1212121212ab", Pattern::Repeat),
        ("Ouyangfeng@1990", Pattern::Identity),
        ("0uyangf3ng!", Pattern::Identity),
        ("oyf19900101", Pattern::Identity),
    ] {
        assert_eq!(find(text), Some(expected), "{text}");
    }
    // The word or the walk: the list decides which.
    for text in ["Qwer@1234", "Asdf@1234", "qwerty!@#$", "zxcvbnm,./1", "xedcrfvtgb651"] {
        assert!(find(text).is_some(), "{text}");
    }
}

#[test]
fn no_patterns() {
    for text in [
        "",
        "a",
        "1234",
        "Kx7#mQ2$vL9p",
        "correcthorsebattery1",
        "Correct-Horse-Battery-Staple",
        "huawei@83x2k9",
        "huawei@7391846",
        "qq#8k$41!7x",
        "Tr0ub4dor&3x9",
        "dragon7monkey",
        "xQ9!abcdT7#z",
        "1357k9x2mq",
    ] {
        assert_eq!(find(text), None, "{text}");
    }
    assert_eq!(find(&"1qaz2wsx".repeat(9)), None, "longer than {TEXT_MAX}");
    assert!(is_repeated(&crate::text::units(&"1qaz2wsx".repeat(9))));
}

/// Passwords as generators and careful people make them, 100,000 of them.
#[test]
fn good_passwords_are_left_alone() {
    let (list, mut random) = (list(), Random(11));
    let (_, entries) = entries();
    // Passphrases of the very words that are weak alone: the hardest case.
    let words: Vec<&str> = entries.iter().map(String::as_str).filter(|word| word.len() >= 4).collect();
    let (lower, digits) = (b"abcdefghijklmnopqrstuvwxyz", b"0123456789");
    let all: Vec<u8> = (b'!'..=b'~').filter(|byte| !byte.is_ascii_uppercase()).collect();
    let letters_and_digits = [&lower[..], digits].concat();
    let (mut alarms, mut examples, total) = ([0; 6], Vec::new(), 100_000);
    for turn in 0..total {
        let kind = turn % alarms.len();
        let text = match kind {
            0 => {
                let length = 8 + random.below(9);
                random.text(&all, length)
            }
            1 => {
                let length = 8 + random.below(9);
                random.text(&letters_and_digits, length)
            }
            2 => random.text(&all, 16),
            3 => {
                let separator = random.one_of(&["-", " ", "", ".", "_"]);
                let many = 3 + random.below(3);
                let phrase: Vec<&str> = (0..many).map(|_| random.one_of(&words)).collect();
                phrase.join(separator)
            }
            4 => {
                let (one, two) = (random.one_of(&words), random.one_of(&words));
                let number = random.text(digits, 3);
                format!("{one}{}{two}{number}", random.one_of(&["-", "#", "4", "!"]))
            }
            _ => {
                // Syllables, as pronounceable passwords have them.
                let syllables =
                    (0..4).map(|_| random.text(b"bcdfghklmnprstvw", 1) + &random.text(b"aeiou", 1));
                let word: String = syllables.collect();
                format!("{word}{}{}", random.text(b"!#$%&*", 1), random.text(digits, 2))
            }
        };
        let alarm = list.contains(text.as_bytes())
            || pattern(text.as_bytes(), &|word| list.is_word(word).then_some(Stem::Listed)).is_some();
        if alarm {
            alarms[kind] += 1;
            examples.push(text);
        }
    }
    examples.truncate(40);
    println!("alarms by kind of password: {alarms:?}, such as {examples:?}");
    assert!(alarms.iter().sum::<usize>() <= total / 1_000, "{alarms:?} {examples:?}");
}
