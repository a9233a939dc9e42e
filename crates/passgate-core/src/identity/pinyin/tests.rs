use proptest::prelude::*;

use super::*;
use crate::identity::display_name::{DisplayName, NAME_CHARACTERS_MAX};
use crate::text::units;

fn table() -> &'static Readings<'static> {
    Readings::shipped()
}

fn renderings_of(name: &str, depth: usize) -> Option<Renderings> {
    let names = DisplayName::read(&units(name), table());
    let name = names.han.first().expect("a name in Han characters");
    renderings(table(), name, depth)
}

fn rendered(renderings: &Renderings) -> Vec<Vec<String>> {
    let mut all = Vec::new();
    renderings.each(usize::MAX, &mut |syllables| all.push(syllables.iter().map(Syllable::text).collect()));
    all
}

fn written(name: &str, depth: usize) -> Vec<String> {
    rendered(&renderings_of(name, depth).unwrap()).into_iter().map(|syllables| syllables.join(" ")).collect()
}

#[test]
fn the_first_rendering_is_the_usual_one() {
    for (name, expected) in [
        ("王小明", "wang xiao ming"),
        ("曾国藩", "zeng guo fan"),
        ("曾國藩", "zeng guo fan"),
        ("单雄信", "shan xiong xin"),
        ("解晓东", "xie xiao dong"),
        ("仇英", "qiu ying"),
        ("查良镛", "zha liang yong"),
        ("区志航", "ou zhi hang"),
        ("朴树", "piao shu"),
        ("盖叫天", "ge jiao tian"),
        ("乐嘉", "yue jia"),
        ("缪荃孙", "miao quan sun"),
        ("员半千", "yun ban qian"),
        ("召公", "shao gong"),
        ("覃辉", "qin hui"),
        ("隗嚣", "wei xiao"),
        ("折德扆", "she de yi"),
        ("种师道", "chong shi dao"),
        ("逄先知", "pang xian zhi"),
        ("郇青", "xun qing"),
        ("洗恒汉", "xian heng han"),
        ("冼星海", "xian xing hai"),
        ("阚凯力", "kan kai li"),
        ("翟志刚", "zhai zhi gang"),
        ("薄一波", "bo yi bo"),
        ("卜式", "bu shi"),
        ("繁钦", "po qin"),
        ("祭遵", "zhai zun"),
        ("那英", "na ying"),
        ("尉迟恭", "yu chi gong"),
        ("尉遲恭", "yu chi gong"),
        ("万俟卨", "mo qi xie"),
        ("萬俟卨", "mo qi xie"),
        ("长孙无忌", "zhang sun wu ji"),
        ("長孫無忌", "zhang sun wu ji"),
        ("令狐冲", "ling hu chong"),
        ("单于夜", "chan yu ye"),
        ("澹台灭明", "tan tai mie ming"),
        ("乐正子春", "yue zheng zi chun"),
        ("鲜于通", "xian yu tong"),
        ("闾丘露薇", "lv qiu lu wei"),
        ("歐陽鋒", "ou yang feng"),
        ("吕布", "lv bu"),
        ("聂绀弩", "nie gan nu"),
        ("阮玲玉", "ruan ling yu"),
        ("徐长今", "xu chang jin"),
        ("张筠", "zhang yun"),
        ("王莘", "wang xin"),
        ("赵晟", "zhao sheng"),
        ("刘⽟梅", "liu yu mei"),
        ("金\u{F9E1}", "jin li"),
        ("龙䶮", "long yan"),
        ("佐々木", "zuo zuo mu"),
        ("李 娜", "li na"),
        ("葛\u{E0100}优", "ge you"),
        ("迪丽·热巴", "di li re ba"),
        ("买买提•艾力", "mai mai ti ai li"),
    ] {
        assert_eq!(written(name, DEPTH).first().map(String::as_str), Some(expected), "{name}");
    }
}

#[test]
fn other_plausible_readings_follow() {
    for (name, expected) in [
        ("曾国藩", "ceng guo fan"),
        ("谌龙", "shen long"),
        ("諶龍", "shen long"),
        ("黑大春", "hei da chun"),
        ("乐嘉", "le jia"),
        ("查理", "cha li"),
        ("覃辉", "tan hui"),
        ("徐长今", "xu zhang jin"),
        ("赵晟", "zhao cheng"),
        ("王茜", "wang xi"),
        ("李莎", "li suo"),
        ("张重", "zhang chong"),
        ("何行", "he hang"),
        ("單于夜", "dan yu ye"),
    ] {
        let written = written(name, DEPTH);
        assert!(written.iter().any(|one| one == expected), "{name}: {written:?}");
    }
}

#[test]
fn readings_that_no_name_has_are_absent() {
    for (name, unexpected) in [("王亨", "wang xiang"), ("李但", "li tan"), ("石红", "dan hong")] {
        assert!(!written(name, usize::MAX).iter().any(|one| one == unexpected), "{name}");
    }
}

/// Compares the table with the lists it is made from.
#[test]
fn every_surname_is_found_within_the_depth() {
    let (mut single, mut compound) = (0, 0);
    let lines = |text: &'static str| {
        text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
    };
    for (characters, readings) in lines(include_str!("../../../data/sources/readings/surnames.txt")) {
        for character in characters.chars() {
            let expected: Vec<String> = readings.split(' ').map(|one| format!("{one} da")).collect();
            let written = written(&format!("{character}大"), DEPTH);
            assert_eq!(written.get(..expected.len()), Some(expected.as_slice()), "{character}");
            single += 1;
        }
    }
    for (forms, readings) in lines(include_str!("../../../data/sources/readings/compound-surnames.txt")) {
        for form in forms.split(' ') {
            let name = format!("{form}大");
            assert_eq!(written(&name, 1), [format!("{readings} da")], "{form}");
            assert_eq!(renderings_of(&name, 1).unwrap().surname, 2, "{form}");
            compound += 1;
        }
    }
    assert!(single > 330 && compound > 190, "{single} {compound}");
}

#[test]
fn the_depth_says_how_many_readings_are_tried() {
    assert_eq!(written("单雄信", 0), ["shan xiong xin"]);
    assert_eq!(written("单雄信", 1), ["shan xiong xin"]);
    assert_eq!(written("单雄信", 2), ["shan xiong xin", "dan xiong xin"]);
    assert_eq!(written("单雄信", 3), ["shan xiong xin", "dan xiong xin", "chan xiong xin"]);
    assert_eq!(written("单长", 2), ["shan chang", "shan zhang", "dan chang", "dan zhang"]);
}

#[test]
fn where_the_surname_ends() {
    for (name, surname, dotted) in [
        ("欧阳锋", 2, false),
        ("王小明", 1, false),
        ("欧阳", 1, false),
        ("迪丽热巴·迪力木拉提", 4, true),
        ("阿卜杜·热合曼·买买提", 3, true),
        ("·王明·", 1, false),
    ] {
        let renderings = renderings_of(name, DEPTH).unwrap();
        assert_eq!((renderings.surname, renderings.dotted), (surname, dotted), "{name}");
    }
}

#[test]
fn renderings_are_bounded() {
    let long = renderings_of(&"单".repeat(256), usize::MAX).unwrap();
    assert_eq!(rendered(&long).len(), RENDERINGS_MAX);
    assert!(rendered(&long).iter().all(|syllables| syllables.len() == NAME_CHARACTERS_MAX));
}

#[test]
fn only_han_characters_are_read() {
    for name in ["John Smith", "", " · ", "Ана", "ｗａｎｇ"] {
        assert!(DisplayName::read(&units(name), table()).han.is_empty(), "{name}");
    }
    assert!(renderings_of("王\u{2A6D6}", DEPTH).is_none(), "a character without a reading is not skipped");
}

proptest! {
    #[test]
    fn any_name(name in "\\PC{0,40}", depth in 0_usize..6) {
        for name in DisplayName::read(&units(&name), table()).han {
            prop_assert!((1..=NAME_CHARACTERS_MAX).contains(&name.characters.len()));
            prop_assert!(name.dot.is_none_or(|dot| (1..name.characters.len()).contains(&dot)));
            if let Some(renderings) = renderings(table(), &name, depth) {
                prop_assert!((1..=RENDERINGS_MAX).contains(&rendered(&renderings).len()));
            }
        }
    }

    #[test]
    fn any_han_name(name in "[一-龥]{1,8}", depth in 1_usize..4) {
        let name = HanName { characters: name.chars().collect(), dot: None, is_full: true };
        let Some(read) = renderings(table(), &name, depth) else { return Ok(()) };
        let found = rendered(&read);
        prop_assert!(!found.is_empty() && found.len() <= RENDERINGS_MAX);
        prop_assert!(read.surname <= name.characters.len());
        for (index, syllables) in found.iter().enumerate() {
            prop_assert_eq!(syllables.len(), name.characters.len());
            prop_assert!(!found[..index].contains(syllables), "no rendering occurs twice");
        }
        let deeper = rendered(&renderings(table(), &name, depth.saturating_add(1)).unwrap());
        prop_assert_eq!(&deeper[0], &found[0], "the usual rendering stays first");
        if deeper.len() < RENDERINGS_MAX {
            prop_assert!(found.iter().all(|rendering| deeper.contains(rendering)));
        }
    }
}
