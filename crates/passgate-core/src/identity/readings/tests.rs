use std::collections::BTreeSet;

use pinyin::ToPinyinMulti;
use proptest::prelude::*;

use super::*;

const FILE: &[u8] = include_bytes!("../../../data/names.bin");
const STANDARDS: &str = include_str!("../../../data/standards.txt");

fn known(standards: &str) -> &'static [u16] {
    standards.encode_utf16().collect::<Vec<u16>>().leak()
}

fn table() -> Readings<'static> {
    Readings::new(FILE, known(STANDARDS)).unwrap()
}

fn read(character: char) -> Vec<String> {
    read_in(&table(), character)
}

fn read_in(table: &Readings<'_>, character: char) -> Vec<String> {
    let mut readings = Vec::new();
    table.add_of_character(character, 0, &mut readings);
    readings.iter().map(Syllable::text).collect()
}

fn of_the_crate(character: char) -> Vec<String> {
    let every = character.to_pinyin_multi().into_iter().flatten();
    every.map(|pinyin| pinyin.plain().replace('ü', "v")).collect()
}

#[test]
fn the_most_plausible_first() {
    for (character, expected) in [
        ('明', &["ming"][..]),
        ('吕', &["lv"]),
        ('略', &["lve"]),
        ('二', &["er"]),
        ('〇', &["ling"]),
        ('䶮', &["yan"]),
        ('𬭚', &["chun", "dui"]),
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

/// Against the crate the table is made from: nothing is made up, and nothing it reads first
/// is lost, with the exceptions by name.
#[test]
fn what_the_crate_reads_first_is_kept() {
    let (mut covered, mut lost, mut more) = (0, String::new(), String::new());
    let table = table();
    let mut places: BTreeSet<u32> = (BLOCK_FIRST..).take(BLOCK_LENGTH).collect();
    places.extend(table.further.iter().map(|(place, _)| *place));
    for character in places.into_iter().filter_map(char::from_u32) {
        let (ours, theirs) = (read_in(&table, character), of_the_crate(character));
        if ours.is_empty() {
            continue;
        }
        covered += 1;
        if theirs.first().is_some_and(|first| !ours.contains(first)) {
            lost.push(character);
        }
        if !theirs.is_empty() && ours.iter().any(|reading| !theirs.contains(reading)) {
            more.push(character);
        }
    }
    assert!(covered > 11_700, "{covered}");
    // 似 shi, 佛 fu, 卜 bo, 琢 zuo, 还 hai: words, not names; 嗯 n is no syllable.
    assert_eq!(lost, "似佛卜嗯琢还還");
    // 㴔 ji, 剎 cha, 吶 ne, 嗯 en, 欸 ei, 沒 mo, 說 yue: what the crate lacks, dictionaries of today have.
    assert_eq!(more, "㴔剎吶嗯欸沒說");
}

#[test]
fn surnames_before_all_else() {
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
fn compatibility_ideographs_and_radicals() {
    for (character, expected) in [
        ('\u{FA19}', '神'),
        ('\u{F9E1}', '李'),
        ('\u{F90A}', '金'),
        ('\u{F900}', '豈'),
        ('\u{FA30}', '侮'),
        ('\u{2F00}', '一'),
        ('\u{2F5F}', '玉'),
        ('\u{2FD5}', '龠'),
        ('\u{2F800}', '\u{2F800}'),
        ('\u{FA0E}', '\u{FA0E}'),
        ('\u{2FD6}', '\u{2FD6}'),
        ('明', '明'),
        ('a', 'a'),
    ] {
        assert_eq!(table().unified(character), expected, "{character}");
    }
}

#[test]
fn a_platform_that_knows_the_standards_otherwise() {
    for other in ["", &STANDARDS.replace('座', ""), &STANDARDS.replace("啊阿", "阿啊"), &"一".repeat(12_344)]
    {
        assert!(Readings::new(FILE, known(other)).is_none());
    }
    // What Unicode may yet put among the compatibility ideographs.
    let later = STANDARDS.replace('\u{FA6E}', "〇");
    let later = Readings::new(FILE, known(&later)).unwrap();
    assert_eq!((later.unified('\u{FA6E}'), later.unified('\u{FAD9}')), ('〇', '龎'));
}

proptest! {
    #[test]
    fn any_bytes_as_data(bytes in prop::collection::vec(any::<u8>(), 0..2_000), name in "\\PC{0,8}") {
        ask(Readings::new(&bytes, known(STANDARDS)), &name);
        ask(unpacked(&bytes, STANDARDS), &name);
    }

    #[test]
    fn any_text_as_standards(standards in "[一-龥]{0,99}\\PC{0,8}", name in "[一-龥]{1,6}") {
        ask(Readings::new(FILE, known(&standards)), &name);
        ask(unpacked(&FILE[4..], &standards.repeat(1_000)), &name);
    }

    #[test]
    fn a_table_that_is_wrong_in_itself(
        changes in prop::collection::vec((4..FILE.len(), any::<u8>()), 1..200),
        from in 4..FILE.len(),
        name in "[\u{2F00}-\u{2FD5}\u{3400}-\u{9FFF}\u{F900}-\u{FAD9}\u{20000}-\u{2FA1D}]{1,6}",
    ) {
        let mut file = FILE.to_vec();
        for (place, byte) in changes {
            file[place] = byte;
        }
        ask(unpacked(&file[4..], STANDARDS), &name);
        file[from..].fill(0xFF);
        ask(unpacked(&file[4..], STANDARDS), &name);
    }
}

fn unpacked<'d>(body: &'d [u8], standards: &str) -> Option<Readings<'d>> {
    let mut readings = Readings::default();
    readings.unpack(body, known(standards));
    Some(readings)
}

fn ask(readings: Option<Readings<'_>>, name: &str) {
    let Some(readings) = readings else { return };
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
