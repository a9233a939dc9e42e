//! How a name is written in pinyin, every plausible reading of it.

use crate::identity::readings::{Readings, Surname};
use crate::identity::syllable::Syllable;
use crate::text::decode;

/// The most renderings of one name, the most plausible ones. A name of three characters has one
/// in most cases and seldom more than eight.
pub(crate) const RENDERINGS_MAX: usize = 64;

/// The most characters of one name; what follows is left out. Transcribed names seldom have more
/// than fifteen.
pub(crate) const NAME_CHARACTERS_MAX: usize = 24;

/// How many readings of a character are tried unless the policy says otherwise: with three every
/// surname and every given name is found, and no name of a real person needs a fourth.
pub(crate) const DEPTH: usize = 3;

/// A name written in Han characters, as it may be read.
#[derive(Default)]
pub(crate) struct Spoken {
    /// What each of its characters is read as, the most plausible first, one after the other.
    readings: Vec<Syllable>,
    /// Where the readings of each character end.
    ends: Vec<usize>,
    /// How many of the characters are the surname; of a transcribed name, what stands before the
    /// first dot.
    pub(crate) surname: usize,
    /// A transcribed name with a dot (迪丽热巴·迪力木拉提): what stands before it is a name of its own.
    pub(crate) dotted: bool,
}

/// A name written in Han characters, given in UTF-16; of any other, what has no characters.
///
/// `depth` readings of each character are tried, at least one. Surnames are read as surnames
/// first. Compatibility ideographs are read as what they stand for; spaces, dots and invisible
/// characters are passed over.
///
/// None if the name has a Han character that the table does not know: what it looks like in
/// pinyin cannot be said.
pub(crate) fn spoken(table: &Readings<'_>, name: &[u16], depth: usize) -> Option<Spoken> {
    let Some(Spelled { characters, dot }) = spelled(table, name) else {
        return Some(Spoken::default());
    };
    let surname = if dot.is_some() { Surname::default() } else { table.surname(&characters) };
    let mut spoken =
        Spoken { surname: dot.unwrap_or(surname.characters), dotted: dot.is_some(), ..Spoken::default() };
    for (at, character) in characters.into_iter().enumerate() {
        let begin = spoken.readings.len();
        table.add_of_surname(&surname, at, &mut spoken.readings);
        table.add_of_character(character, begin, &mut spoken.readings);
        if spoken.readings.len() == begin {
            return None;
        }
        spoken.readings.truncate(begin.saturating_add(depth.max(1)));
        spoken.ends.push(spoken.readings.len());
    }
    Some(spoken)
}

impl Spoken {
    /// Whether it is no name in Han characters.
    pub(crate) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// Calls `found` with each rendering, one reading of each character: those first whose readings
    /// have the lowest ranks together.
    pub(crate) fn renderings(&self, found: &mut dyn FnMut(&[Syllable])) {
        // Of every character all but the first reading.
        let highest = self.readings.len().saturating_sub(self.ends.len());
        let mut search = Search { spoken: self, chosen: Vec::new(), left: RENDERINGS_MAX, found };
        for ranks in 0..=highest {
            search.add(ranks, highest);
        }
    }

    /// What the character at this place is read as.
    fn of(&self, at: usize) -> Option<&[Syllable]> {
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.readings.get(begin..*self.ends.get(at)?)
    }
}

/// The combinations of one reading of each character.
struct Search<'s> {
    spoken: &'s Spoken,
    chosen: Vec<Syllable>,
    /// How many more are wanted.
    left: usize,
    found: &'s mut dyn FnMut(&[Syllable]),
}

impl Search<'_> {
    /// Those that go on from what is chosen and whose further ranks are `ranks` together; `highest`
    /// is the most they can be, so no way leads nowhere.
    fn add(&mut self, ranks: usize, highest: usize) {
        let Some(readings) = self.spoken.of(self.chosen.len()) else {
            self.left = self.left.wrapping_sub(1);
            return (self.found)(&self.chosen);
        };
        let highest = highest.wrapping_add(1).wrapping_sub(readings.len());
        for (rank, reading) in readings.iter().enumerate() {
            let Some(rest) = ranks.checked_sub(rank).filter(|_| self.left > 0) else { return };
            if rest <= highest {
                self.chosen.push(*reading);
                self.add(rest, highest);
                self.chosen.pop();
            }
        }
    }
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
struct Spelled {
    characters: Vec<char>,
    dot: Option<usize>,
}

/// None if the name is not written in Han characters.
fn spelled(table: &Readings<'_>, name: &[u16]) -> Option<Spelled> {
    let mut characters: Vec<char> = Vec::new();
    let mut dot = None;
    for character in decode(name) {
        if is_dot(character) {
            dot = dot.or(Some(characters.len()));
        } else if !is_separator(character) && !is_invisible(character) {
            let unified = match table.unified(character) {
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
    (!characters.is_empty()).then_some(Spelled { characters, dot })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn spoken_as(name: &str, depth: usize) -> Option<Spoken> {
        spoken(Readings::shipped(), &name.encode_utf16().collect::<Vec<u16>>(), depth)
    }

    fn rendered(spoken: &Spoken) -> Vec<Vec<String>> {
        let mut all = Vec::new();
        spoken.renderings(&mut |syllables| all.push(syllables.iter().map(Syllable::text).collect()));
        all
    }

    fn written(name: &str, depth: usize) -> Vec<String> {
        rendered(&spoken_as(name, depth).unwrap()).into_iter().map(|syllables| syllables.join(" ")).collect()
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
                assert_eq!(spoken_as(&name, 1).unwrap().surname, 2, "{form}");
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
            let spoken = spoken_as(name, DEPTH).unwrap();
            assert_eq!((spoken.surname, spoken.dotted), (surname, dotted), "{name}");
        }
    }

    #[test]
    fn bounded() {
        let long = spoken_as(&"单".repeat(256), usize::MAX).unwrap();
        assert_eq!(rendered(&long).len(), RENDERINGS_MAX);
        assert!(rendered(&long).iter().all(|syllables| syllables.len() == NAME_CHARACTERS_MAX));
    }

    #[test]
    fn only_for_han() {
        for name in ["John Smith", "", " · ", "王Lily", "Ана", "ｗａｎｇ", "々"] {
            assert!(spoken_as(name, DEPTH).unwrap().is_empty(), "{name}");
        }
        assert!(spoken_as("王\u{2A6D6}", DEPTH).is_none(), "what cannot be read is not passed over");
    }

    proptest! {
        #[test]
        fn any_name(name in "\\PC{0,40}", depth in 0_usize..6) {
            if let Some(spoken) = spoken_as(&name, depth) {
                prop_assert!(spoken.is_empty() || (1..=RENDERINGS_MAX).contains(&rendered(&spoken).len()));
            }
        }

        #[test]
        fn any_han_name(name in "[一-龥]{1,8}", depth in 1_usize..4) {
            let Some(spoken) = spoken_as(&name, depth) else { return Ok(()) };
            let found = rendered(&spoken);
            prop_assert!(!found.is_empty() && found.len() <= RENDERINGS_MAX);
            prop_assert!(spoken.surname <= name.chars().count());
            for (index, syllables) in found.iter().enumerate() {
                prop_assert_eq!(syllables.len(), name.chars().count());
                prop_assert!(!found[..index].contains(syllables), "none stands twice");
            }
            let deeper = rendered(&spoken_as(&name, depth.saturating_add(1)).unwrap());
            prop_assert_eq!(&deeper[0], &found[0], "the usual one stays the first");
            if deeper.len() < RENDERINGS_MAX {
                prop_assert!(found.iter().all(|rendering| deeper.contains(rendering)));
            }
        }
    }
}
