//! The rules that depend on a person, on a list or on the vendor, compared as documents.

use passgate_core::{
    Checker, Common, Identity, IdentityRule, Policy, Relation, Rule, RuleName, Status, Treatment, Username,
};

use crate::counted::{COUNTED, enforced};

/// A rule of one policy that is stricter than the same rule of another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stricter {
    /// The rule.
    pub rule: RuleName,
    /// The member that makes it stricter; `None` for the whole rule.
    pub member: Option<&'static str>,
    /// What it refuses, in words.
    pub refuses: String,
}

/// How each rule of `refusing` that is not counted is stricter than the same rule of `accepting`.
pub fn stricter(accepting: &Policy, refusing: &Policy) -> Vec<Stricter> {
    let mut found = Vec::new();
    for (_, rule) in enforced(refusing).filter(|(_, rule)| !COUNTED.contains(&rule.name())) {
        let same = enforced(accepting).map(|(_, other)| other).find(|other| other.name() == rule.name());
        let mut push = |member, refuses| found.push(Stricter { rule: rule.name(), member, refuses });
        let mut add = |member, refuses| push(Some(member), refuses);
        match (rule, same) {
            // Only the vendor knows earlier passwords: nothing is refused here.
            (Rule::History(_), _) => {}
            (_, None) => push(None, whole(rule)),
            (Rule::Username(own), Some(Rule::Username(other))) => usernames(own, other, &mut add),
            (Rule::Common(own), Some(Rule::Common(other))) => commons(own, other, &mut add),
            (Rule::Identity(own), Some(Rule::Identity(other))) => identities(own, other, &mut add),
            _ => {}
        }
    }
    found
}

/// What the rule refuses if the other policy does not enforce it.
fn whole(rule: &Rule) -> String {
    match rule {
        Rule::Username(Username { relation: Relation::Equal, .. }) => "the username as a password".to_owned(),
        Rule::Username(_) => "passwords that contain the username".to_owned(),
        Rule::Common(_) => "passwords that many people use".to_owned(),
        Rule::Identity(rule) => {
            let fields: Vec<&str> = rule.fields.iter().map(|field| field.name()).collect();
            format!("passwords that contain the person's {}", fields.join(", "))
        }
        _ => String::new(),
    }
}

fn usernames(own: &Username, other: &Username, add: &mut dyn FnMut(&'static str, String)) {
    if own.relation == Relation::Contains && other.relation == Relation::Equal {
        add("match", "passwords that contain the username beside other characters".to_owned());
    }
    if own.reversed && !other.reversed {
        add("reversed", "the username written backwards".to_owned());
    }
    if !own.case_sensitive && other.case_sensitive {
        add("case_sensitive", "the username in other letter case".to_owned());
    }
}

fn commons(own: &Common, other: &Common, add: &mut dyn FnMut(&'static str, String)) {
    if own.patterns == Treatment::Refuse && other.patterns != Treatment::Refuse {
        add("patterns", "variations of common passwords, such as Huawei@123".to_owned());
    }
}

fn identities(own: &IdentityRule, other: &IdentityRule, add: &mut dyn FnMut(&'static str, String)) {
    let more: Vec<&str> =
        own.fields.iter().filter(|field| !other.fields.contains(*field)).map(|field| field.name()).collect();
    if !more.is_empty() {
        add("fields", format!("passwords that contain the person's {}", more.join(", ")));
    }
    if own.readings > other.readings {
        add("readings", "rarer readings of the person's name".to_owned());
    }
    if own.wider == Treatment::Refuse && other.wider != Treatment::Refuse {
        add("wider", "variations of what is known of the person, such as initials".to_owned());
    }
}

/// An invented person, for the witnesses of rules about a person.
pub fn sample_person() -> Identity {
    Identity {
        username: Some("wangxm2024".into()),
        name: Some("王小明".into()),
        phones: Some(vec!["13800138000".into()]),
        emails: Some(vec!["xiaoming.w@example.com".into()]),
        ..Identity::default()
    }
}

/// One of the candidates that shows the difference for the sample person.
pub fn witness(accepting: &Policy, refusing: &Policy, rule: RuleName) -> Option<String> {
    let person = sample_person();
    let [accepts, refuses] = [accepting, refusing].map(|policy| Checker::new(policy, &person));
    let is_witness = |text: &String| {
        let is_unmet = || {
            let report = refuses.check(text);
            report.findings.iter().any(|row| row.rule == rule && row.status == Status::Unmet)
        };
        accepts.accepts(text) && is_unmet()
    };
    candidates().into_iter().find(is_witness)
}

/// Words of the sample person and common words, alone and with other characters before or after them.
fn candidates() -> Vec<String> {
    const WORDS: [&str; 28] = [
        "wangxm2024",
        "Wangxm2024",
        "4202mxgnaw",
        "4202mxgnaW",
        "wangxm",
        "Wangxm",
        "WANGXM",
        "mxgnaw",
        "Mxgnaw",
        "13800138000",
        "xiaomingw",
        "Xiaoming.w",
        "wangxiaoming",
        "Wangxiaoming",
        "wxm",
        "Wxm",
        "password",
        "Password",
        "P@ssw0rd",
        "p@ssw0rd",
        "Huawei",
        "huawei",
        "1q2w3e4r",
        "1qaz@WSX",
        "Aa123456",
        "Qwerty123",
        "abc12345",
        "5201314",
    ];
    const AFFIXES: [&str; 9] = ["", "1", "@1", "@123", "#7K", "-Kx7#", "#Kx7mQ2", "-Kx7#mQ2vT", "-kx#mqvt"];
    let mut candidates = Vec::new();
    for affix in AFFIXES {
        for word in WORDS {
            candidates.push(format!("{word}{affix}"));
            candidates.push(format!("{affix}{word}"));
        }
    }
    candidates
}
