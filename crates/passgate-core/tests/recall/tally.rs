//! Counts the verdicts of the rule on many passwords.

use passgate_core::{Checker, Identity, Policy, Report, RuleName, Status};

/// A checker with EIAM's identity rule, as shipped.
pub fn checker(identity: &Identity) -> Checker {
    let policy = r#"{"product":"eiam","rules":[{"rule":"identity","fields":["username","phone","email-prefix","name-pinyin"]}]}"#;
    Checker::new(&Policy::from_json(policy).expect("a policy"), identity)
}

/// A person who is known to have nothing that the rule asks for.
pub fn none() -> Identity {
    Identity {
        username: Some(String::new()),
        name: Some(String::new()),
        phones: Some(Vec::new()),
        emails: Some(Vec::new()),
        ..Identity::default()
    }
}

/// The status of the rule's row.
pub fn status(report: &Report) -> Status {
    report.findings.iter().find(|row| row.rule == RuleName::Identity).expect("the row").status
}

#[derive(Clone, Copy, Default)]
pub struct Tally {
    pub unmet: u32,
    pub unsure: u32,
    pub all: u32,
}

impl Tally {
    /// Counts a verdict, and returns whether it is *met*.
    pub fn add(&mut self, status: Status) -> bool {
        self.all += 1;
        self.unmet += u32::from(status == Status::Unmet);
        self.unsure += u32::from(status == Status::Unsure);
        status == Status::Met
    }

    pub fn met(&self) -> u32 {
        self.all - self.unmet - self.unsure
    }

    /// The share that is not *met*.
    pub fn seen(&self) -> f64 {
        f64::from(self.unmet + self.unsure) / f64::from(self.all)
    }

    pub fn refused(&self) -> f64 {
        f64::from(self.unmet) / f64::from(self.all)
    }

    pub fn together(tallies: impl IntoIterator<Item = Self>) -> Self {
        tallies.into_iter().fold(Self::default(), |sum, one| Self {
            unmet: sum.unmet + one.unmet,
            unsure: sum.unsure + one.unsure,
            all: sum.all + one.all,
        })
    }
}
