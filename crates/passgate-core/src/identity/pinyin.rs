//! How a name is written in pinyin, every plausible reading of it.

use pinyin::ToPinyinMulti;

/// The most renderings of one name; a name of four characters with three readings each has 81.
/// Readings are tried in the order of the dictionary, so what is cut off is the rarest.
pub(crate) const RENDERINGS_MAX: usize = 96;

/// Surnames of two characters: their first character is no surname by itself.
const COMPOUND_SURNAMES: &[&str] = &[
    "欧阳", "歐陽", "太史", "端木", "上官", "司马", "司馬", "东方", "東方", "独孤", "獨孤", "南宫", "南宮",
    "万俟", "萬俟", "闻人", "聞人", "夏侯", "诸葛", "諸葛", "尉迟", "尉遲", "公羊", "赫连", "赫連", "澹台",
    "澹臺", "皇甫", "宗政", "濮阳", "濮陽", "公冶", "太叔", "申屠", "公孙", "公孫", "慕容", "仲孙", "仲孫",
    "钟离", "鍾離", "长孙", "長孫", "宇文", "司徒", "鲜于", "鮮于", "司空", "闾丘", "閭丘", "子车", "子車",
    "亓官", "司寇", "巫马", "巫馬", "公西", "颛孙", "顓孫", "壤驷", "壤駟", "公良", "漆雕", "乐正", "樂正",
    "宰父", "谷梁", "穀梁", "拓跋", "夹谷", "夾谷", "轩辕", "軒轅", "令狐", "段干", "百里", "呼延", "东郭",
    "東郭", "南门", "南門", "羊舌", "微生", "公户", "公戶", "公玉", "公仪", "公儀", "梁丘", "公仲", "公上",
    "公门", "公門", "公山", "公坚", "公堅", "左丘", "公伯", "西门", "西門", "公祖", "第五", "公乘", "贯丘",
    "公皙", "南荣", "东里", "东宫", "仲长", "子书", "子桑", "即墨", "达奚", "褚师", "纳兰", "納蘭", "叶赫",
    "单于", "單于", "完颜", "完顏", "富察", "费莫",
];

/// Readings of surnames the dictionary lacks: 谌/諶 shen beside chen, 黑 he beside hei
/// (现代汉语词典, readings marked 姓), 万俟 moqi.
const SURNAME_READINGS: &[(char, &str)] =
    &[('谌', "shen"), ('諶', "shen"), ('黑', "he"), ('萬', "mo"), ('万', "mo"), ('俟', "qi")];

/// A name written in pinyin once: its syllables, and how many of them are the surname.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Rendering {
    pub(crate) syllables: Vec<String>,
    pub(crate) surname: usize,
}

/// Every rendering of a name written in Han characters; none for any other name.
///
/// `ü` is kept as it is: [`spellings`] says how people type it.
pub(crate) fn renderings(name: &str) -> Vec<Rendering> {
    let characters: Vec<char> = name.chars().filter(|c| !is_separator(*c)).collect();
    let surname = surname_length(&characters);
    let mut readings: Vec<Vec<String>> = Vec::with_capacity(characters.len());
    for (index, character) in characters.iter().enumerate() {
        let of_character = readings_of(*character, index < surname);
        if of_character.is_empty() {
            return Vec::new();
        }
        readings.push(of_character);
    }
    if readings.is_empty() {
        return Vec::new();
    }
    let mut products: Vec<Vec<String>> = vec![Vec::new()];
    for of_character in &readings {
        products = products
            .iter()
            .flat_map(|before| {
                of_character.iter().map(move |reading| {
                    let mut syllables = before.clone();
                    syllables.push(reading.clone());
                    syllables
                })
            })
            .take(RENDERINGS_MAX)
            .collect();
    }
    products.into_iter().map(|syllables| Rendering { syllables, surname }).collect()
}

/// How a syllable is typed: `ü` as itself, as `v`, as `u`, as `yu` (passports).
pub(crate) fn spellings(syllable: &str) -> Vec<String> {
    if syllable.contains('ü') {
        ["v", "u", "yu", "ü"].iter().map(|typed| syllable.replace('ü', typed)).collect()
    } else {
        vec![syllable.to_owned()]
    }
}

/// What may stand between the parts of a name: spaces and the dots of transcribed names.
pub(crate) const fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '\u{3000}' | '·' | '•' | '‧' | '・' | '．' | '∙' | '-' | '.')
}

fn surname_length(characters: &[char]) -> usize {
    let first_two: String = characters.iter().take(2).collect();
    let compound = characters.len() > 2 && COMPOUND_SURNAMES.contains(&first_two.as_str());
    if compound { 2 } else { characters.len().min(1) }
}

fn readings_of(character: char, in_surname: bool) -> Vec<String> {
    let mut readings: Vec<String> = Vec::new();
    let mut add = |reading: &str| {
        if !readings.iter().any(|known| known == reading) {
            readings.push(reading.to_owned());
        }
    };
    if let Some(multi) = character.to_pinyin_multi() {
        for pinyin in multi {
            add(pinyin.plain());
        }
    }
    if in_surname {
        for (surname, reading) in SURNAME_READINGS {
            if *surname == character {
                add(reading);
            }
        }
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(name: &str) -> Vec<String> {
        renderings(name).iter().map(|rendering| rendering.syllables.join(" ")).collect()
    }

    #[test]
    fn every_reading() {
        for (name, expected) in [
            ("王小明", "wang xiao ming"),
            ("曾国藩", "zeng guo fan"),
            ("曾国藩", "ceng guo fan"),
            ("单雄信", "shan xiong xin"),
            ("解晓东", "xie xiao dong"),
            ("谌龙", "shen long"),
            ("谌龙", "chen long"),
            ("尉迟恭", "yu chi gong"),
            ("万俟卨", "mo qi xie"),
            ("萬俟卨", "mo qi xie"),
            ("吕布", "lü bu"),
            ("歐陽鋒", "ou yang feng"),
            ("迪丽·热巴", "di li re ba"),
        ] {
            assert!(written(name).iter().any(|one| one == expected), "{name}: {:?}", written(name));
        }
    }

    #[test]
    fn a_compound_surname_is_one_surname() {
        assert!(renderings("欧阳锋").iter().all(|rendering| rendering.surname == 2));
        assert!(renderings("王小明").iter().all(|rendering| rendering.surname == 1));
        assert!(renderings("欧阳").iter().all(|rendering| rendering.surname == 1));
    }

    #[test]
    fn bounded_and_only_for_han() {
        assert!(renderings(&"单".repeat(256)).len() <= RENDERINGS_MAX);
        assert!(renderings("John Smith").is_empty());
        assert!(renderings("").is_empty());
        assert!(renderings(" · ").is_empty());
    }

    #[test]
    fn u_umlaut_as_people_type_it() {
        assert_eq!(spellings("lü"), ["lv", "lu", "lyu", "lü"]);
        assert_eq!(spellings("nüe"), ["nve", "nue", "nyue", "nüe"]);
        assert_eq!(spellings("ming"), ["ming"]);
    }
}
