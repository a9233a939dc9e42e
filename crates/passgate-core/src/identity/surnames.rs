//! Surnames, titles and departments in Han characters, to decide whether a text can be a name.

/// The surnames of one character in 百家姓 (Song dynasty, in the public domain), common modern ones that it
/// lacks (2020 census names), then the traditional forms.
const TEXT: &str = "\
赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎\
鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄\
和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭\
梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚\
程嵇邢滑裴陆荣翁荀羊惠甄曲家封芮羿储靳汲邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁\
仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘\
党翟谭贡劳逄姬申扶堵冉宰郦雍郤璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古\
易慎戈廖庾终暨居衡步都耿满弘匡国文寇广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋\
沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公肖涂覃兰岳苟辜代敬佟农植普仉揭仝丛凡付闫邸冼阳战晋\
卿蹇鹿麦来佘蔻由税展初朴樂芦隋苑迟邝栗楚鄢谌粟亓檀冶尉亢闭奉尧况漆妫仉冼牟逯哈福\
趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華魏謝鄒竇雲蘇潘範魯韋馬鳳費賀湯羅畢鄔樂時傅齊顧黃蕭貝計談龐紀項\
閔賈婁顏鍾駱萬盧經繆應賁鄧單諸鈕龔陸榮儲烏車寧欒鐘厲劉詹龍葉薊懷從賴藺陰蒼雙聞黨譚貢勞冊酈牛\
壽邊農溫莊閻連習終滿國廣祿闕東歐師鞏聶敖簡饒養須豐關蒯紅遊權蓋蘭嶽塗叢陽戰麥來凃丘鮑籃喬藍鄞遲鄺諶嬀媯況龎";

/// Surnames that begin many other words.
const RARE_TEXT: &str = "商官南原信智海银銀玉门門楼樓位母帅帥练練修但宾賓呼鲜鮮赫斯衣盘盤豆区區留";

/// The same lists in UTF-16, sorted.
static SURNAMES: [u16; TEXT.len() / 3] = sorted(TEXT);
static RARE: [u16; RARE_TEXT.len() / 3] = sorted(RARE_TEXT);

/// Decodes a text in which each character takes three bytes of UTF-8.
#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs in the compiler only")]
const fn units<const MANY: usize>(text: &str) -> [u16; MANY] {
    let (text, mut units, mut filled) = (text.as_bytes(), [0; MANY], 0);
    while filled < MANY {
        let [a, b, c] = [text[3 * filled], text[3 * filled + 1], text[3 * filled + 2]];
        units[filled] = (a as u16 & 0xF) << 12 | (b as u16 & 0x3F) << 6 | (c as u16 & 0x3F);
        filled += 1;
    }
    units
}

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs in the compiler only")]
const fn sorted<const MANY: usize>(text: &str) -> [u16; MANY] {
    let (mut units, mut sorted) = (units::<MANY>(text), 1);
    while sorted < MANY {
        let (unit, mut place) = (units[sorted], sorted);
        while place > 0 && units[place - 1] > unit {
            units[place] = units[place - 1];
            place -= 1;
        }
        units[place] = unit;
        sorted += 1;
    }
    units
}

/// Every surname of one character, in UTF-16.
pub(super) fn surnames() -> &'static [u16] {
    &SURNAMES
}

fn is_in(list: &[u16], character: char) -> bool {
    list.binary_search(&unit(character)).is_ok()
}

/// The endings of departments, workplaces and employment states.
const UNITS_TEXT: &str = "\
部、组、組、科、处、處、室、区、區、局、司、厂、廠、店、队、隊、中心、集团、集團、项目、外包、外协\
、实习、實習、兼职、试用、离职、离岗、退休、停用、禁用、石家庄、哈尔滨、云计算、车联网";
static UNITS: [u16; UNITS_TEXT.len() / 3] = units(UNITS_TEXT);

/// Titles that follow a name or a department.
const TITLES_TEXT: &str = "\
经理、經理、顾问、顧問、董事长、董事長、班长、班長、师傅、師傅、主管、主任、总监、總監、老师、老師\
、工程师、工程師、员工、員工、管理员、管理員、实习生、實習生、先生、女士、博士、教授、医生、醫生、大夫、护士、護士、律师、律師、小姐、太太\
、夫人、同学、同學、同志、阿姨、叔叔、大哥、大姐、老板、老闆、书记、書記、院士、主席、总裁、總裁、副总、副總、助理\
、秘书、秘書、会计、會計、教练、教練、法官、警官";
static TITLES: [u16; TITLES_TEXT.len() / 3] = units(TITLES_TEXT);

/// The last characters of the units and titles.
const ENDS_TEXT: &str = "部组組科处處室区區局司厂廠店队隊心团團目包协习習职用岗休庄滨算网理管任监監师師工员員生士问問长長傅授夫姐太人学學志姨叔哥板闆记記席裁总總书書计計练練官";
static ENDS: [u16; ENDS_TEXT.len() / 3] = sorted(ENDS_TEXT);

/// Words of two characters that begin like a name and are not names: places, companies, departments.
const WORDS_TEXT: &str = "\
广州广东广西成都武汉常州温州苏州郑州徐州安徽江苏江西云南宁波宁夏东莞贵阳贵州沈阳杭州金华柳州包头\
荆州福州福建海南南京南昌南宁廣州廣東華東華南華北雲林高雄华东华南华北华中华西华为万科万达金蝶东软\
方正广发安全平台安保金融管理支持支付通信通讯文档文化文案文员游戏应用应急党办党委计划计费能源方案\
宣传司机高管高级白班东区东部车间车队党组海外商务商城信息智能智慧银行门店";
static WORDS: [u16; WORDS_TEXT.len() / 3] = units(WORDS_TEXT);

/// Whether the character is a surname.
pub(super) fn is_surname(character: char) -> bool {
    is_in(&SURNAMES, character)
}

/// Whether the character is a surname that also begins many common words, and so is weak evidence of a name.
pub(super) fn is_rare_surname(character: char) -> bool {
    is_in(&RARE, character)
}

/// Characters that are a title by themselves after a name: 张三总, 王小明哥.
const TITLE_TEXT: &str = "总總工董哥姐叔姨婶嬸嫂爷爺奶老队隊局处處院氏";
static TITLE: [u16; TITLE_TEXT.len() / 3] = sorted(TITLE_TEXT);

/// The first characters of titles that end in 长, such as 科长 and 校长.
const LED_TEXT: &str = "部组組科处處室局厂廠店队隊校院所行会會社市县縣镇鎮村区區省厅廳团團";
static LED: [u16; LED_TEXT.len() / 3] = sorted(LED_TEXT);

/// Whether the character is a title by itself.
pub(super) fn is_title(character: char) -> bool {
    is_in(&TITLE, character)
}

/// Whether the text is a job title or a workplace.
#[inline(never)]
pub(super) fn is_post(characters: &[char]) -> bool {
    let Some(last) = characters.last().filter(|_| characters.len() > 1) else { return false };
    if !is_in(&ENDS, *last) {
        return is_word(characters);
    }
    // 李科 is a name; 财务科 is not.
    let is_short = characters.len() == 2 && characters.first().copied().is_some_and(is_surname);
    let is_unit = |before: &[char]| !(is_short && before.len() == 1);
    is_word(characters)
        || before_title(characters).is_some()
        || without_end(characters, &UNITS).is_some_and(is_unit)
}

/// The characters before a title.
pub(super) fn before_title(characters: &[char]) -> Option<&[char]> {
    if let [before @ .., of, '长' | '長'] = characters
        && is_in(&LED, *of)
    {
        return Some(before);
    }
    without_end(characters, &TITLES)
}

/// The characters after the last department: 研发部张三.
pub(super) fn behind_unit(characters: &[char]) -> Option<&[char]> {
    let is_unit = |character: &char| {
        matches!(
            *character,
            '部' | '组' | '組' | '科' | '处' | '處' | '室' | '局' | '厂' | '廠' | '店' | '队' | '隊'
        )
    };
    let at = characters.iter().rposition(is_unit).filter(|at| *at > 0)?;
    characters.get(at.wrapping_add(1)..)
}

fn is_word(characters: &[char]) -> bool {
    let [first, second] = characters else { return false };
    WORDS.as_chunks().0.contains(&[unit(*first), unit(*second)])
}

/// The characters before the first of these words that they end with.
#[inline(never)]
fn without_end<'c>(characters: &'c [char], words: &[u16]) -> Option<&'c [char]> {
    words.split(|unit| *unit == BETWEEN).find_map(|word| {
        let (rest, end) = characters.split_at_checked(characters.len().checked_sub(word.len())?)?;
        end.iter().zip(word).all(|(one, wanted)| unit(*one) == *wanted).then_some(rest)
    })
}

/// U+3001 (、), which separates the words of a list. Like all characters of the lists, it takes three bytes
/// of UTF-8.
const BETWEEN: u16 = 0x3001;

fn unit(character: char) -> u16 {
    u16::try_from(u32::from(character)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_surname_is_found_and_nothing_else() {
        for (text, is_listed) in [(TEXT, is_surname as fn(char) -> bool), (RARE_TEXT, is_rare_surname)] {
            assert!(text.chars().all(|character| character.len_utf8() == 3 && is_listed(character)));
            let many = (char::MIN..=char::MAX).filter(|character| is_listed(*character)).count();
            let listed: std::collections::BTreeSet<char> = text.chars().collect();
            assert_eq!(many, listed.len());
            assert!(!is_listed('研') && !is_listed('a'));
        }
    }

    #[test]
    fn posts() {
        for end in UNITS_TEXT.split('、').chain(TITLES_TEXT.split('、')) {
            assert!(end.chars().last().is_some_and(|last| is_in(&ENDS, last)), "{end}");
        }
        let post = |text: &str| is_post(&text.chars().collect::<Vec<char>>());
        assert!(
            ["研发部", "外包", "高新区", "运维组", "项目经理", "广州", "云计算", "云项目", "市局"]
                .map(post)
                .iter()
                .all(|is| *is)
        );
        assert!(!["王小明", "部", "张三", "李科", "云计", "州广", "东广", ""].map(post).contains(&true));
    }
}
