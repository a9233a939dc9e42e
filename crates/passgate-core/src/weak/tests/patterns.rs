//! Tests of the patterns, and of their false positives.

use proptest::prelude::*;

use super::super::*;
use super::list::entries;
use super::{Random, list};
use crate::document::Pattern;

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
    // A word or a keyboard walk, depending on the list.
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

/// 100,000 passwords as generators and careful people make them.
#[test]
fn good_passwords_are_left_alone() {
    let (list, mut random) = (list(), Random(11));
    let (_, entries) = entries();
    // Passphrases of words that are weak alone: the hardest case.
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
                // Syllables, as in pronounceable passwords.
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

proptest! {
    #[test]
    fn arbitrary_text_does_not_panic(text in proptest::collection::vec(any::<u8>(), 0..80)) {
        for stem in [None, Some(Stem::Listed), Some(Stem::Identity)] {
            let found = pattern(&text, &|_| stem);
            prop_assert!(found != Some(Pattern::Identity) || stem == Some(Stem::Identity));
        }
        is_repeated(&text.into_iter().map(u16::from).collect::<Vec<_>>());
    }

    /// `stem` is called at most twelve times, whatever the text is.
    #[test]
    fn calls_of_stem_are_bounded(text in "[a-z0-9@$!|+]{0,64}|[13!|@]{0,8}[a-z][a-z13!|]{0,14}[a-z]?[1!|@0]{0,20}") {
        let asked = std::cell::Cell::new(0_usize);
        pattern(text.as_bytes(), &|_| {
            asked.set(asked.get().saturating_add(1));
            None
        });
        prop_assert!(asked.get() <= 12, "{}", asked.get());
    }
}
