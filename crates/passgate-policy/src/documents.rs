//! The rules that depend on a person, on a list or on the vendor, compared as documents.

use passgate_core::{
    Checker, Common, Identity, IdentityRule, Policy, PolicyRule, Relation, Rule, RuleName, Status, Treatment,
    Username,
};

use crate::counted::COUNTED;

/// What a rule of one policy refuses and another policy does not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stricter {
    /// The rule.
    pub rule: RuleName,
    /// The member that makes it so, below the rule; empty for the whole rule.
    pub member: &'static str,
    /// What it refuses, in words.
    pub refuses: String,
}

/// How each rule of `refusing` that is not counted is stricter than the same rule of `accepting`.
pub fn stricter(accepting: &Policy, refusing: &Policy) -> Vec<Stricter> {
    let enforced = |policy: &Policy| -> Vec<Rule> {
        let rules = policy.rules().iter().filter(|entry| !entry.advice());
        rules.map(PolicyRule::rule).filter(|rule| !COUNTED.contains(&rule.name())).cloned().collect()
    };
    let own = enforced(accepting);
    let mut found = Vec::new();
    for rule in enforced(refusing) {
        let same = own.iter().find(|other| other.name() == rule.name());
        let mut add = |member, refuses: String| found.push(Stricter { rule: rule.name(), member, refuses });
        match (&rule, same) {
            // Only the vendor knows earlier passwords: nothing is refused here.
            (Rule::History(_), _) => {}
            (_, None) => add("", whole(&rule)),
            (Rule::Username(own), Some(Rule::Username(other))) => usernames(own, other, &mut add),
            (Rule::Common(own), Some(Rule::Common(other))) => commons(own, other, &mut add),
            (Rule::Identity(own), Some(Rule::Identity(other))) => identities(own, other, &mut add),
            _ => {}
        }
    }
    found
}

/// What the rule refuses where the other policy has none that enforces it.
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

/// A person whom no one is called, for witnesses of rules about a person.
pub fn sample() -> Identity {
    Identity {
        username: Some("wangxm".into()),
        name: Some("王小明".into()),
        phones: Some(vec!["13800138000".into()]),
        emails: Some(vec!["xiaoming.w@example.com".into()]),
        ..Identity::default()
    }
}

/// A text that shows the difference for the sample person, if one of these does.
pub fn witness(accepting: &Policy, refusing: &Policy, rule: RuleName) -> Option<String> {
    let person = sample();
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

/// Words of the sample person and of many people, alone and beside other characters.
fn candidates() -> Vec<String> {
    const WORDS: [&str; 24] = [
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
