use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;
use proptest::prelude::*;

use super::*;
use crate::identity::compose::pinyin_letters;
use crate::identity::pinyin::DEPTH;

const FILE: &[u8] = include_bytes!("../../../data/names.bin");

fn table() -> &'static Readings<'static> {
    Readings::shipped()
}

fn read(character: char) -> Vec<String> {
    let mut readings = Vec::new();
    table().add_of_character(character, 0, &mut readings);
    readings.iter().map(Syllable::text).collect()
}

fn of_the_crate(character: char) -> Vec<String> {
    let every = character.to_pinyin_multi().into_iter().flatten();
    every.map(|pinyin| pinyin.plain().replace('ü', "v")).collect()
}

/// The characters with a reading that only one of the other common libraries has.
fn of_libraries() -> impl Iterator<Item = (char, &'static str)> {
    let lines = include_str!("../../../data/sources/readings/library-readings.txt").lines();
    let columns = lines.filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'));
    columns.flat_map(|(reading, characters)| characters.chars().map(move |character| (character, reading)))
}

#[test]
fn the_most_plausible_reading_comes_first() {
    for (character, expected) in [
        ('明', &["ming"][..]),
        ('吕', &["lv"]),
        ('略', &["lve"]),
        ('二', &["er"]),
        ('〇', &["ling"]),
        ('䶮', &["yan"]),
        ('𬭚', &["chun", "dui"]),
        ('玟', &["wen", "min"]),
        ('箐', &["qing", "jing"]),
        ('拓', &["tuo", "ta"]),
        ('露', &["lu", "lou"]),
        ('甫', &["fu", "pu"]),
        ('鉚', &["mao", "liu"]),
        ('卜', &["bu", "bo"]),
        ('单', &["dan", "chan", "shan"]),
        ('單', &["dan", "chan", "shan"]),
        ('长', &["chang", "zhang"]),
        ('筠', &["yun", "jun"]),
        ('亨', &["heng"]),
        ('但', &["dan"]),
        ('红', &["hong"]),
        ('a', &[]),
        ('\u{10FFFF}', &[]),
    ] {
        assert_eq!(read(character), expected, "{character}");
    }
}

/// Compares the table with the crate it is made from and with other libraries: it invents no reading and
/// loses no first reading, except for the characters listed here.
#[test]
fn first_readings_of_the_crate_are_kept() {
    let (mut covered, mut lost, mut more) = (0, String::new(), String::new());
    let places: BTreeSet<u32> = table().of_characters.iter().map(|(place, _)| *place).collect();
    for character in places.into_iter().filter_map(char::from_u32) {
        let (ours, mut theirs) = (read(character), of_the_crate(character));
        covered += 1;
        if theirs.first().is_some_and(|first| !ours.contains(first)) {
            lost.push(character);
        }
        theirs.extend(of_libraries().filter(|(other, _)| *other == character).map(|(_, one)| one.to_owned()));
        if !theirs.is_empty() && ours.iter().any(|reading| !theirs.contains(reading)) {
            more.push(character);
        }
    }
    assert!(covered > 11_700, "{covered}");
    // `n` is not a syllable.
    assert_eq!(lost, "嗯");
    // 㴔 ji, 剎 cha, 吶 ne, 嗯 en, 欸 ei, 沒 mo, 說 yue: the libraries lack them, modern dictionaries have
    // them.
    assert_eq!(more, "㴔剎吶嗯欸沒說");
}

/// Another library may have produced the user's e-mail address, so its readings must be tried.
#[test]
fn readings_of_other_libraries_are_tried() {
    for (character, reading) in of_libraries() {
        let place = read(character).iter().position(|known| known == reading);
        assert!(place.is_some_and(|place| (1..DEPTH).contains(&place)), "{character} {reading}");
    }
    assert_eq!(of_libraries().count(), 189);
}

#[test]
fn surname_readings_come_first() {
    for (name, characters, expected) in [
        ("单雄信", 1, "shan dan"),
        ("單雄信", 1, "shan dan"),
        ("谌龙", 1, "chen shen"),
        ("諶龍", 1, "chen shen"),
        ("黑大", 1, "he hei"),
        ("解晓东", 1, "xie jie"),
        ("繆賢", 1, "miao mu mou"),
        ("尉迟恭", 2, "yu|chi"),
        ("尉遲恭", 2, "yu|chi"),
        ("万俟卨", 2, "mo|qi"),
        ("萬俟卨", 2, "mo|qi"),
        ("單于冒", 2, "chan|yu"),
        ("子车奄", 2, "zi|ju"),
        ("欧阳锋", 2, ""),
        ("欧阳", 1, ""),
        ("尉迟", 1, ""),
        ("王小明", 1, ""),
        ("长孙", 1, "zhang chang"),
        ("小", 1, ""),
        ("", 0, ""),
    ] {
        let surname = table().surname(&name.chars().collect::<Vec<_>>());
        let each = (0..surname.characters).map(|at| {
            let mut readings = Vec::new();
            table().add_of_surname(&surname, at, &mut readings);
            readings.iter().map(Syllable::text).collect::<Vec<_>>().join(" ")
        });
        assert_eq!(surname.characters, characters, "{name}");
        assert_eq!(each.collect::<Vec<_>>().join("|").trim_matches('|'), expected, "{name}");
    }
}

#[test]
fn compatibility_ideographs_radicals_and_private_use() {
    for (character, expected) in [
        ('\u{FA19}', '神'),
        ('\u{F9E1}', '李'),
        ('\u{F90A}', '金'),
        ('\u{F900}', '豈'),
        ('\u{FA30}', '侮'),
        ('\u{2F00}', '一'),
        ('\u{2F5F}', '玉'),
        ('\u{2FD5}', '龠'),
        ('\u{2EE2}', '马'),
        ('\u{2EE9}', '黄'),
        ('\u{2EC4}', '西'),
        ('\u{2E9F}', '母'),
        ('\u{2EF3}', '龟'),
        ('\u{E815}', '厂'),
        ('\u{E863}', '䶮'),
        ('\u{E864}', '\u{9FBB}'),
        ('\u{E865}', '\u{E865}'),
        ('\u{2E80}', '\u{2E80}'),
        ('\u{2F800}', '\u{2F800}'),
        ('\u{FA0E}', '\u{FA0E}'),
        ('\u{2FD6}', '\u{2FD6}'),
        ('明', '明'),
        ('a', 'a'),
    ] {
        assert_eq!(table().unified(character), expected, "{character}");
    }
}

proptest! {
    #[test]
    fn arbitrary_bytes_do_not_panic(bytes in prop::collection::vec(any::<u8>(), 0..2_000), name in "\\PC{0,8}") {
        ask(&Readings::unpack(&bytes), &name);
    }

    #[test]
    fn a_corrupt_table_does_not_panic(
        changes in prop::collection::vec((0..FILE.len(), any::<u8>()), 1..200),
        from in 0..FILE.len(),
        name in "[\u{2E80}-\u{2FD5}\u{3400}-\u{9FFF}\u{E815}-\u{FAD9}\u{20000}-\u{2FA1D}]{1,6}",
    ) {
        let mut file = FILE.to_vec();
        for (place, byte) in changes {
            file[place] = byte;
        }
        ask(&Readings::unpack(&file), &name);
        file[from..].fill(0xFF);
        ask(&Readings::unpack(&file), &name);
    }
}

fn ask(readings: &Readings<'_>, name: &str) {
    let characters: Vec<char> = name.chars().map(|character| readings.unified(character)).collect();
    let surname = readings.surname(&characters);
    assert!(surname.characters <= 2);
    let mut found = Vec::new();
    for (at, character) in characters.into_iter().enumerate() {
        readings.add_of_surname(&surname, at, &mut found);
        readings.add_of_character(character, 0, &mut found);
    }
    assert!(found.iter().all(|syllable| !syllable.text().is_empty()));
}

#[test]
fn pinyin_consists_of_syllables() {
    for (text, is_pinyin) in
        [("zhuang nv", true), ("wangxiaoming", true), ("zhuangx", false), ("smith", false), ("", true)]
    {
        assert_eq!(
            pinyin_letters(&crate::text::units(text)).is_some_and(|letters| table().is_pinyin(&letters)),
            is_pinyin,
            "{text}"
        );
    }
}
