//! How a name is written in pinyin, every plausible reading of it.

use crate::identity::readings::Readings;
use crate::identity::syllable::Syllable;

/// The most renderings of one name, the most plausible ones. A name of three characters has one
/// in most cases and seldom more than eight.
pub(crate) const RENDERINGS_MAX: usize = 64;

/// The most characters of one name; what follows is left out. Transcribed names seldom have more
/// than fifteen.
pub(crate) const NAME_CHARACTERS_MAX: usize = 24;

/// How many readings of a character are tried unless the policy says otherwise: with three every
/// surname and every given name is found, and no name of a real person needs a fourth.
pub(crate) const DEPTH: usize = 3;

/// A name written in pinyin once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendering {
    pub(crate) syllables: Vec<Syllable>,
    /// How many of the syllables are the surname; of a transcribed name, what stands before the
    /// first dot.
    pub(crate) surname: usize,
    /// A transcribed name with a dot (迪丽热巴·迪力木拉提): what stands before it is a name of its own.
    pub(crate) dotted: bool,
}

/// Every rendering of a name written in Han characters, the most plausible first; empty for any
/// other name.
///
/// `depth` readings of each character are tried, at least one. Surnames are read as surnames
/// first. Compatibility ideographs are read as what they stand for; spaces, dots and invisible
/// characters are passed over.
///
/// None if the name has a Han character that the table does not know: what it looks like in
/// pinyin cannot be said.
pub(crate) fn renderings(readings: &Readings<'_>, name: &str, depth: usize) -> Option<Vec<Rendering>> {
    let Some(Spoken { characters, dot }) = spoken(readings, name) else {
        return Some(Vec::new());
    };
    let mut each: Vec<Vec<Syllable>> = Vec::with_capacity(characters.len());
    let surname = if dot.is_some() { Default::default() } else { readings.surname(&characters) };
    let mut surname_readings = surname.readings.into_iter();
    for character in &characters {
        let mut of_character = surname_readings.next().unwrap_or_default();
        for reading in readings.of_character(*character) {
            if !of_character.contains(&reading) {
                of_character.push(reading);
            }
        }
        if of_character.is_empty() {
            return None;
        }
        of_character.truncate(depth.max(1));
        each.push(of_character);
    }
    let surname = dot.unwrap_or(surname.characters);
    let rendering = |syllables| Rendering { syllables, surname, dotted: dot.is_some() };
    Some(most_plausible(&each).into_iter().map(rendering).collect())
}

/// What may stand between the parts of a name: spaces and the dots of transcribed names.
pub(crate) const fn is_separator(character: char) -> bool {
    is_dot(character) || matches!(character, ' ' | '\u{A0}' | '\u{3000}' | '-' | '.')
}

const fn is_dot(character: char) -> bool {
    matches!(character, '·' | '•' | '‧' | '⋅' | '∙' | '・' | '･' | '．' | '●')
}

/// Zero-width characters and the selectors of a character's variant form.
const fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{E0100}'..='\u{E01EF}')
}

const fn is_han(character: char) -> bool {
    matches!(character, '〇' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// The characters of a name that are spoken, and how many stand before its first dot.
struct Spoken {
    characters: Vec<char>,
    dot: Option<usize>,
}

/// None if the name is not written in Han characters.
fn spoken(readings: &Readings<'_>, name: &str) -> Option<Spoken> {
    let mut characters: Vec<char> = Vec::new();
    let mut dot = None;
    for character in name.chars() {
        if is_dot(character) {
            dot = dot.or(Some(characters.len()));
        } else if !is_separator(character) && !is_invisible(character) {
            let unified = match readings.unified(character) {
                '々' => *characters.last()?,
                unified => unified,
            };
            if !is_han(unified) {
                return None;
            }
            if characters.len() < NAME_CHARACTERS_MAX {
                characters.push(unified);
            }
        }
    }
    let dot = dot.filter(|before| *before > 0 && *before < characters.len());
    (!characters.is_empty()).then_some(Spoken { characters, dot })
}

/// The combinations of one reading of each character, those first whose readings have the lowest
/// ranks together.
fn most_plausible(each: &[Vec<Syllable>]) -> Vec<Vec<Syllable>> {
    let highest: usize = each.iter().fold(0, |sum, readings| sum.saturating_add(top_rank(readings)));
    let mut found = Vec::new();
    for ranks in 0..=highest {
        add_combinations(each, ranks, highest, &mut Vec::with_capacity(each.len()), &mut found);
        if found.len() >= RENDERINGS_MAX {
            break;
        }
    }
    found
}

/// Those whose ranks are `ranks` together; `highest` is the most the rest can have, so no way
/// leads nowhere.
fn add_combinations(
    rest: &[Vec<Syllable>],
    ranks: usize,
    highest: usize,
    before: &mut Vec<Syllable>,
    found: &mut Vec<Vec<Syllable>>,
) {
    let Some((readings, rest)) = rest.split_first() else {
        found.push(before.clone());
        return;
    };
    let highest = highest.saturating_sub(top_rank(readings));
    for (rank, reading) in readings.iter().enumerate() {
        let Some(left) = ranks.checked_sub(rank).filter(|_| found.len() < RENDERINGS_MAX) else {
            return;
        };
        if left <= highest {
            before.push(*reading);
            add_combinations(rest, left, highest, before, found);
            before.pop();
        }
    }
}

fn top_rank(readings: &[Syllable]) -> usize {
    readings.len().saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn table() -> Readings<'static> {
        Readings::new(include_bytes!("../../data/names.bin")).unwrap()
    }

    fn rendered(name: &str, depth: usize) -> Vec<Rendering> {
        renderings(&table(), name, depth).unwrap()
    }

    fn written(name: &str, depth: usize) -> Vec<String> {
        let joined = |rendering: &Rendering| {
            rendering.syllables.iter().map(Syllable::as_str).collect::<Vec<_>>().join(" ")
        };
        rendered(name, depth).iter().map(joined).collect()
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
    fn what_no_name_is_read_as_is_left_out() {
        for (name, unexpected) in [("王亨", "wang xiang"), ("李但", "li tan"), ("石红", "dan hong")] {
            assert!(!written(name, usize::MAX).iter().any(|one| one == unexpected), "{name}");
        }
    }

    /// The source of the table, against what is made of it.
    #[test]
    fn every_surname_is_found_within_the_depth() {
        let (mut single, mut compound) = (0, 0);
        let lines = |text: &'static str| {
            text.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t'))
        };
        for (characters, readings) in lines(include_str!("../../data/sources/readings/surnames.txt")) {
            for character in characters.chars() {
                let expected: Vec<String> = readings.split(' ').map(|one| format!("{one} da")).collect();
                let written = written(&format!("{character}大"), DEPTH);
                assert_eq!(written.get(..expected.len()), Some(expected.as_slice()), "{character}");
                single += 1;
            }
        }
        for (forms, readings) in lines(include_str!("../../data/sources/readings/compound-surnames.txt")) {
            for form in forms.split(' ') {
                let name = format!("{form}大");
                assert_eq!(written(&name, 1), [format!("{readings} da")], "{form}");
                assert_eq!(rendered(&name, 1)[0].surname, 2, "{form}");
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
            for rendering in rendered(name, DEPTH) {
                assert_eq!((rendering.surname, rendering.dotted), (surname, dotted), "{name}");
            }
        }
    }

    #[test]
    fn bounded() {
        assert_eq!(rendered(&"单".repeat(256), usize::MAX).len(), RENDERINGS_MAX);
        assert!(
            rendered(&"单".repeat(256), DEPTH).iter().all(|one| one.syllables.len() == NAME_CHARACTERS_MAX)
        );
    }

    #[test]
    fn only_for_han() {
        for name in ["John Smith", "", " · ", "王Lily", "Ана", "ｗａｎｇ", "々"] {
            assert!(rendered(name, DEPTH).is_empty(), "{name}");
        }
        let unknown = renderings(&table(), "王\u{2A6D6}", DEPTH);
        assert!(unknown.is_none(), "what cannot be read is not passed over");
    }

    proptest! {
        #[test]
        fn any_name(name in "\\PC{0,40}", depth in 0_usize..6) {
            let found = renderings(&table(), &name, depth).unwrap_or_default();
            prop_assert!(found.len() <= RENDERINGS_MAX);
        }

        #[test]
        fn any_han_name(name in "[一-龥]{1,8}", depth in 1_usize..4) {
            let table = table();
            let Some(found) = renderings(&table, &name, depth) else { return Ok(()) };
            prop_assert!(!found.is_empty() && found.len() <= RENDERINGS_MAX);
            for (index, rendering) in found.iter().enumerate() {
                prop_assert_eq!(rendering.syllables.len(), name.chars().count());
                prop_assert!(rendering.surname <= rendering.syllables.len());
                prop_assert!(!found[..index].contains(rendering), "none stands twice");
            }
            let deeper = renderings(&table, &name, depth.saturating_add(1)).unwrap();
            prop_assert_eq!(&deeper[0], &found[0], "the usual one stays the first");
            if deeper.len() < RENDERINGS_MAX {
                prop_assert!(found.iter().all(|rendering| deeper.contains(rendering)));
            }
        }
    }
}
