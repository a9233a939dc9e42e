//! Which Han characters are surnames: whether a text can be a name at all.

/// The surnames of one character in 百家姓 (Song dynasty, in the public domain), and usual ones of
/// today that it lacks (2020 census names); then the traditional forms of those that have one.
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
卿蹇鹿麦来佘蔻由税展初朴樂\
趙錢孫吳鄭馮陳衛蔣韓楊許呂張嚴華魏謝鄒竇雲蘇潘範魯韋馬鳳費賀湯羅畢鄔樂時傅齊顧黃蕭貝計談龐紀項\
閔賈婁顏鍾駱萬盧經繆應賁鄧單諸鈕龔陸榮儲烏車寧欒鐘厲劉詹龍葉薊懷從賴藺陰蒼雙聞黨譚貢勞冊酈牛\
壽邊農溫莊閻連習終滿國廣祿闕東歐師鞏聶敖簡饒養須豐關蒯紅遊權蓋蘭嶽塗叢陽戰麥來";

/// What a part of a company, a place of work or a post is called, by how it ends.
const NO_NAME: [&str; 36] = [
    "部",
    "组",
    "組",
    "科",
    "处",
    "處",
    "室",
    "区",
    "區",
    "局",
    "司",
    "厂",
    "廠",
    "店",
    "队",
    "隊",
    "中心",
    "集团",
    "集團",
    "项目",
    "外包",
    "外协",
    "实习",
    "實習",
    "实习生",
    "兼职",
    "试用",
    "离职",
    "离岗",
    "退休",
    "经理",
    "主管",
    "总监",
    "老师",
    "工程师",
    "员工",
];

/// The same in UTF-16, sorted.
static SURNAMES: [u16; MANY] = sorted();

/// Each is three bytes of UTF-8.
const MANY: usize = TEXT.len() / 3;

#[expect(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "runs in the compiler only")]
const fn sorted() -> [u16; MANY] {
    let (text, mut units, mut filled) = (TEXT.as_bytes(), [0; MANY], 0);
    while filled < MANY {
        let [a, b, c] = [text[3 * filled], text[3 * filled + 1], text[3 * filled + 2]];
        let unit = (a as u16 & 0xF) << 12 | (b as u16 & 0x3F) << 6 | (c as u16 & 0x3F);
        let mut place = filled;
        while place > 0 && units[place - 1] > unit {
            units[place] = units[place - 1];
            place -= 1;
        }
        units[place] = unit;
        filled += 1;
    }
    units
}

/// Whether the character is a surname.
pub(super) fn is_surname(character: char) -> bool {
    u16::try_from(u32::from(character)).is_ok_and(|unit| SURNAMES.binary_search(&unit).is_ok())
}

/// Whether the text says what somebody does, or where.
pub(super) fn is_post(characters: &[char]) -> bool {
    let ends_with = |end: &str| {
        let many = end.chars().count();
        let from = characters.len().checked_sub(many);
        from.and_then(|from| characters.get(from..)).is_some_and(|tail| tail.iter().copied().eq(end.chars()))
    };
    characters.len() > 1 && NO_NAME.iter().any(|end| ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_surname_is_found_and_nothing_else() {
        assert!(TEXT.chars().all(|character| character.len_utf8() == 3 && is_surname(character)));
        let many = (char::MIN..=char::MAX).filter(|character| is_surname(*character)).count();
        let listed: std::collections::BTreeSet<char> = TEXT.chars().collect();
        assert_eq!(many, listed.len());
        assert!(!is_surname('研') && !is_surname('a'));
    }

    #[test]
    fn posts() {
        let post = |text: &str| is_post(&text.chars().collect::<Vec<char>>());
        assert!(["研发部", "外包", "高新区", "运维组"].map(post).iter().all(|is| *is));
        assert!(!["王小明", "部", "张三", ""].map(post).contains(&true));
    }
}
