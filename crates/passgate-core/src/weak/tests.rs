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
    ranked().into_iter().flat_map(|(_, lines)| lines).collect()
}

/// Every entry and the words among them, read without searching.
fn entries() -> (BTreeSet<String>, BTreeSet<String>) {
    let is_word = |entry: &&String| entry.bytes().all(|byte| byte.is_ascii_lowercase());
    let entries: BTreeSet<String> = list().entries().collect();
    let words = entries.iter().filter(is_word).cloned().collect();
    (entries, words)
}

/// The sources, most frequent first, in lower case and without repetition.
fn ranked() -> [(&'static str, Vec<String>); 3] {
    let source = |text: &str| {
        let mut seen = BTreeSet::new();
        let lines = text.lines().map(|line| line.trim().to_ascii_lowercase()).filter(|line| !line.is_empty());
        lines.filter(|line| seen.insert(line.clone())).collect()
    };
    [
        ("Chinese", source(include_str!("../../data/sources/cn-common-passwords.txt"))),
        ("Django", source(include_str!("../../data/sources/django-common-passwords.txt"))),
        ("zxcvbn", source(include_str!("../../data/sources/zxcvbn-passwords.txt"))),
    ]
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
    assert_eq!((entries.len(), list.entries().count(), words.len()), (ENTRIES, ENTRIES, WORDS));
    for entry in &entries {
        assert!(list.contains(entry.as_bytes()), "{entry}");
        assert!(entry.bytes().all(|byte| byte.is_ascii_graphic() && !byte.is_ascii_uppercase()), "{entry}");
        assert_eq!(list.is_word(entry.as_bytes()), words.contains(entry), "{entry}");
        // A word may be one only with something around it.
        assert!(words.contains(entry) || sources.contains(entry), "{entry}");
        assert!(
            obvious_pattern(entry.as_bytes()).is_none() || words.contains(entry),
            "{entry} takes a place for nothing"
        );
    }
}

/// What the README of the data says of it.
const ENTRIES: usize = 5_813;
const WORDS: usize = 2_186;

fn is_common(list: &WeakList, text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    is_one_character(&crate::text::units(&text))
        || obvious_pattern(text.as_bytes()).is_some()
        || list.contains(text.as_bytes())
}

#[test]
fn what_everybodys_list_holds() {
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

/// How much of each source is refused, of its first 100, 1,000, 3,000 and 10,000.
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

/// Days of birth are refused because the Chinese source has them: of each year most.
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
        // A few of the others are sequences.
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
fn a_part_of_it_is_no_list() {
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

    /// What the caller does for one word counts twelve times at most, whatever the text is.
    #[test]
    fn few_words_are_asked_for(text in "[a-z0-9@$!|+]{0,64}|[13!|@]{0,8}[a-z][a-z13!|]{0,14}[a-z]?[1!|@0]{0,20}") {
        let asked = std::cell::Cell::new(0_usize);
        pattern(text.as_bytes(), &|_| {
            asked.set(asked.get().saturating_add(1));
            None
        });
        prop_assert!(asked.get() <= 12, "{}", asked.get());
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
