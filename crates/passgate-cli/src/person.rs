//! The person of an account, on the command line and in a file of accounts.

use anyhow::{Context as _, Result};
use passgate_core::{Identity, Policy};

/// What is known about a person.
#[derive(clap::Args, Clone, Default)]
pub struct Person {
    /// The full name.
    #[arg(long, value_name = "NAME")]
    pub person: Option<String>,
    /// The user name.
    #[arg(long)]
    pub username: Option<String>,
    /// A phone number. May be repeated.
    #[arg(long)]
    pub phone: Vec<String>,
    /// An e-mail address. May be repeated.
    #[arg(long)]
    pub email: Vec<String>,
    /// A word of the company. May be repeated.
    #[arg(long)]
    pub word: Vec<String>,
}

impl Person {
    /// What is known.
    pub fn known(&self) -> Identity {
        let list = |texts: &[String]| (!texts.is_empty()).then(|| texts.to_vec());
        Identity {
            username: self.username.clone(),
            name: self.person.clone(),
            names: None,
            phones: list(&self.phone),
            emails: list(&self.email),
            words: list(&self.word),
        }
    }

    /// The person, if anything is known.
    ///
    /// # Errors
    /// When a text is too long for an identity.
    pub fn identity(&self) -> Result<Option<Identity>> {
        let identity = self.known();
        if identity == Identity::default() {
            return Ok(None);
        }
        Identity::from_value(serde_json::to_value(&identity)?).context("the person").map(Some)
    }

    /// The options that a policy asks for.
    pub fn asked_by(policy: &Policy) -> Vec<&'static str> {
        let text = || "x".to_owned();
        let everything = Self {
            person: Some(text()),
            username: Some(text()),
            phone: vec![text()],
            email: vec![text()],
            word: vec![text()],
        };
        let needed = policy.needed_of(&everything.known());
        let options = [
            ("--username", needed.username.is_some()),
            ("--person", needed.name.is_some()),
            ("--phone", needed.phones.is_some()),
            ("--email", needed.emails.is_some()),
            ("--word", needed.words.is_some()),
        ];
        options.into_iter().filter(|(_, is_asked)| *is_asked).map(|(option, _)| option).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_options_that_a_policy_asks_for() {
        let asked = |rules: &str| {
            let document = format!(r#"{{"product":"eiam","rules":[{rules}]}}"#);
            Person::asked_by(&Policy::from_json(&document).unwrap())
        };
        assert_eq!(asked(r#"{"rule":"history"}"#), [""; 0]);
        assert_eq!(asked(r#"{"rule":"username"}"#), ["--username"]);
        let fields = r#"{"rule":"identity","fields":["phone","email-prefix","name-pinyin"]}"#;
        assert_eq!(asked(fields), ["--person", "--phone", "--email", "--word"]);
    }
}
