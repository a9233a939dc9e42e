//! Selects the passwords and words of the weak list.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use anyhow::{Context, Result};
use passgate_core::{Checker, Identity, Policy, Product, obvious_pattern};
use passgate_wire::{Api, Spec};

use super::shape::runs;

/// The request example of EIAM's change-password page, which the list must not refuse.
const PAGE_EXAMPLE: &str = "p@ssw0rd123";
/// The number of first entries of each source that are always included.
const FIRST_OF_EACH: usize = 1_000;
/// The number of first entries of each source that are searched for words.
const WORDS_OF_EACH: usize = 1_000;
/// The number of first words of the Chinese source that need no second source.
const WORDS_OF_CHINESE: usize = 400;
/// Companies, products, cities and office words whose variations are common passwords, although few of
/// them are passwords themselves.
const WORDS: &str = "
    admin administrator changeme company default guest guanliyuan letmein login manager master mima office
    oracle passw passwd password pwd qwer root secret server sysadmin system temp test user welcome
    alibaba alipay aliyun apple baidu bytedance cisco dingtalk douyin feishu google huawei iphone jingdong
    lark lenovo meituan microsoft netease qq samsung sina taobao tencent tiktok tmall wechat weixin
    windows xiaomi zhuyun
    beijing chengdu china chongqing dalian guangzhou hangzhou nanjing qingdao shanghai shenzhen suzhou
    tianjin wuhan xiamen xian zhengzhou zhongguo
    spring summer autumn winter
";

/// The sources in lower case, each ordered by frequency and without duplicates.
pub struct Sources {
    chinese: Vec<String>,
    western: [Vec<String>; 2],
}

impl Sources {
    /// Parses the texts of the sources, one password per line.
    pub fn new(chinese: &str, western: [&str; 2]) -> Self {
        Self { chinese: lines(chinese), western: western.map(lines) }
    }

    /// The passwords: the first ones of each source, and the first `many` that a shipped policy would
    /// otherwise accept. A password that the core refuses without the list is omitted.
    ///
    /// # Errors
    /// When a shipped policy is invalid.
    pub fn passwords(&self, many: usize) -> Result<Vec<String>> {
        let [first, second] = &self.western;
        let first =
            [&self.chinese, first, second].into_iter().flat_map(|lines| lines.iter().take(FIRST_OF_EACH));
        let mut all: BTreeSet<String> = first.cloned().collect();
        all.extend(self.otherwise_taken(many)?);
        all.retain(|line| obvious_pattern(line.as_bytes()).is_none());
        Ok(all.into_iter().collect())
    }

    /// The first `many` passwords that every shipped policy would otherwise accept, alternately Chinese
    /// and western.
    fn otherwise_taken(&self, many: usize) -> Result<Vec<String>> {
        let policies = policies()?;
        let [first, second] = &self.western;
        let all = [&self.chinese, first, second];
        let known: HashSet<&str> = all
            .into_iter()
            .flatten()
            .map(String::as_str)
            .filter(|line| line.len() >= 3 && line.bytes().all(|byte| byte.is_ascii_lowercase()))
            .collect();
        let mut times: HashMap<&str, usize> = HashMap::new();
        for line in all.into_iter().flatten() {
            let seen = times.entry(line).or_default();
            *seen = seen.saturating_add(1);
        }
        let wanted = |line: &&str| {
            let once = times.get(line).is_none_or(|times| *times < 2);
            could_pass(line, &policies)
                && *line != PAGE_EXAMPLE
                && !rewritten_by_a_spreadsheet(line)
                && !(once && made_by_a_program(line, &known))
        };
        let [chinese, first, second] =
            all.map(|lines| lines.iter().map(String::as_str).filter(wanted).collect::<Vec<&str>>());
        let western = by_rank(&[first, second]);
        Ok(by_rank(&[chinese, western]).into_iter().take(many).map(str::to_owned).collect())
    }

    /// The words that passwords are made of, in addition to those in the selected passwords.
    pub fn words(&self) -> Vec<String> {
        let mut words: BTreeSet<&str> = WORDS.split_whitespace().collect();
        let mut times: BTreeMap<&str, usize> = BTreeMap::new();
        for lines in [&self.chinese].into_iter().chain(&self.western) {
            for line in lines.iter().take(WORDS_OF_EACH).filter(|line| is_word(line)) {
                let seen = times.entry(line).or_default();
                *seen = seen.saturating_add(1);
            }
        }
        words.extend(times.into_iter().filter(|(_, times)| *times > 1).map(|(word, _)| word));
        let common = self.chinese.iter().take(WORDS_OF_CHINESE).map(String::as_str);
        words.extend(common.filter(|line| is_word(line)));
        words.into_iter().map(str::to_owned).collect()
    }
}

fn lines(text: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let lines = text.lines().map(|line| line.trim().to_ascii_lowercase()).filter(|line| !line.is_empty());
    lines.filter(|line| seen.insert(line.clone())).collect()
}

/// Ordered by the better of the ranks; equal ranks in alphabetical order.
fn by_rank<'l>(lists: &[Vec<&'l str>]) -> Vec<&'l str> {
    let mut ranks: HashMap<&str, usize> = HashMap::new();
    for list in lists {
        for (rank, entry) in list.iter().enumerate() {
            let best = ranks.entry(entry).or_insert(rank);
            *best = rank.min(*best);
        }
    }
    let mut ranked: Vec<(usize, &str)> = ranks.into_iter().map(|(entry, rank)| (rank, entry)).collect();
    ranked.sort_unstable();
    ranked.into_iter().map(|(_, entry)| entry).collect()
}

/// The policy of each API's own product without its rule about weak passwords, for no particular
/// person. Another product of the API may refuse more by its own rules.
fn policies() -> Result<Vec<Checker>> {
    let without_common = |product: &Product| {
        let mut document: serde_json::Value = serde_json::from_str(Policy::shipped_json(*product))?;
        let rules = document.get_mut("rules").and_then(serde_json::Value::as_array_mut);
        rules.context("no rules")?.retain(|rule| rule.get("rule").is_none_or(|name| name != "common"));
        Ok(Checker::new(&Policy::from_json(&document.to_string())?, &Identity::default()))
    };
    Api::ALL.map(|api| Spec::of_api(api).product).iter().map(without_common).collect()
}

/// 8 to 16 visible ASCII characters that each of these policies accepts with a capital. A password that
/// one of them refuses anyway (`123456..`, `qq111111`) is omitted. The sources contain almost no longer
/// ones.
fn could_pass(entry: &str, policies: &[Checker]) -> bool {
    let mut typed = entry.to_owned();
    if let Some(letter) = entry.find(|character: char| character.is_ascii_lowercase())
        && let Some(letter) = typed.get_mut(letter..=letter)
    {
        letter.make_ascii_uppercase();
    }
    (8..=16).contains(&entry.len())
        && entry.bytes().all(|byte| byte.is_ascii_graphic())
        && policies.iter().all(|policy| policy.accepts(&typed))
}

/// Numbers that a spreadsheet has rewritten: `1.23457e+11`, `5201314.0`.
fn rewritten_by_a_spreadsheet(entry: &str) -> bool {
    let number = entry.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'e' | b'+'));
    number && (entry.contains("e+") || entry.ends_with(".0"))
}

/// Generated passwords such as `3d8cubaj2e`: alternating letters and digits without a known part. Leaks
/// contain many accounts that programs created.
fn made_by_a_program(entry: &str, known: &HashSet<&str>) -> bool {
    let runs = runs(entry);
    let shown = runs.iter().any(|run| known.contains(run));
    let different: BTreeSet<u8> = entry.bytes().collect();
    runs.len() >= 3 && !shown && different.len() > 6
}

fn is_word(line: &str) -> bool {
    let different: BTreeSet<u8> = line.bytes().collect();
    (4..=12).contains(&line.len())
        && line.bytes().all(|byte| byte.is_ascii_lowercase())
        && different.len() > 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates() {
        for (entry, expected) in [
            ("1qaz2wsx", true),
            ("aaa12345", true),
            ("p@ssword", true),
            ("123456..", false),
            ("qq111111", false),
            ("monkey(1)", false),
            ("password", false),
            ("12345678", false),
            ("a1", false),
            ("pass word1", false),
            ("1234567890abcdefg", false),
        ] {
            assert_eq!(could_pass(entry, &policies().unwrap()), expected, "{entry}");
        }
    }

    #[test]
    fn generated_passwords() {
        let known = HashSet::from(["asd", "love"]);
        for (entry, expected) in [
            ("3d8cubaj2e", true),
            ("asd123asd", false),
            ("sk8love4u", false),
            ("1q1q1q1q", false),
            ("wangyut2", false),
        ] {
            assert_eq!(made_by_a_program(entry, &known), expected, "{entry}");
        }
        assert!(rewritten_by_a_spreadsheet("1.23457e+11") && rewritten_by_a_spreadsheet("5201314.0"));
        assert!(!rewritten_by_a_spreadsheet("123456..") && !rewritten_by_a_spreadsheet("love1.0"));
    }

    #[test]
    fn chinese_and_western_alternate() {
        let sources = Sources::new(
            "123456\nWoaini520\nqq123456\nwoaini520\n",
            ["password1\nP@ssw0rd123\n", "qq123456\ndragon12\n"],
        );
        let taken = |many| sources.otherwise_taken(many).unwrap();
        assert_eq!(taken(9), ["password1", "woaini520", "qq123456", "dragon12"]);
        assert_eq!(taken(1), ["password1"]);
    }

    #[test]
    fn the_first_of_each_source_are_always_included() {
        let sources = Sources::new("123456\nwoaini\n5201314", ["password\n111111", "admin\n!\nabc123"]);
        // The core refuses `123456` and `111111` without the list.
        assert_eq!(sources.passwords(0).unwrap(), ["!", "5201314", "abc123", "admin", "password", "woaini"]);
    }

    #[test]
    fn refused_passwords_stay_refused() {
        let (sources, policies) = (super::super::sources().unwrap(), policies().unwrap());
        let common = r#"{"product":"eiam","rules":[{"rule":"common","patterns":"off"}]}"#;
        let common = Checker::new(&Policy::from_json(common).unwrap(), &Identity::default());
        let taken = sources.otherwise_taken(super::super::PASSWORDS).unwrap();
        assert_eq!(taken.len(), super::super::PASSWORDS);
        for password in taken {
            assert!(could_pass(&password, &policies) && !common.accepts(&password), "{password}");
        }
        assert!(common.accepts(PAGE_EXAMPLE));
    }

    #[test]
    fn the_words_come_from_two_sources_and_our_own_list() {
        let sources = Sources::new("woaini\n123456\nmonkey", ["monkey\nsubaru\nabc", "xyzzy\nsubaru"]);
        let words = sources.words();
        assert!(words.is_sorted());
        for (word, expected) in [
            ("woaini", true),
            ("monkey", true),
            ("subaru", true),
            ("huawei", true),
            ("xyzzy", false),
            ("abc", false),
        ] {
            assert_eq!(words.iter().any(|known| known == word), expected, "{word}");
        }
    }
}
