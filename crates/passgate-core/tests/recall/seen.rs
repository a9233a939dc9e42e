//! Passwords made from a name: the forms that the page names, and wider forms.

use std::collections::BTreeMap;

use passgate_core::{Identity, Status};

use crate::people::{Class, Lists};
use crate::random::Random;
use crate::tally::{Tally, checker, none, status};
use crate::writing::{dress, dress_plainly, plain_forms, stated_forms, stray_forms, wider_forms};

const NAMES_EACH: usize = 1_500;

/// The verdicts on each form.
pub type Forms = BTreeMap<&'static str, Tally>;

/// The verdicts on the names of one class.
pub struct Seen {
    pub class: &'static str,
    /// The forms that the page names, in plain letters of either case.
    pub stated: Forms,
    /// The promised forms in every disguise.
    pub dressed: Forms,
    /// The name backwards, and initials inside a word.
    pub plain: Forms,
    /// The forms outside the promise.
    pub strays: Forms,
    /// Examples of promised forms that were missed.
    pub missed: Vec<String>,
}

pub fn seen(lists: &Lists, (class, make): Class) -> Seen {
    let mut random = Random(20_261_122);
    let mut seen = Seen {
        class,
        stated: Forms::new(),
        dressed: Forms::new(),
        plain: Forms::new(),
        strays: Forms::new(),
        missed: Vec::new(),
    };
    for _ in 0..NAMES_EACH {
        let person = make(lists, &mut random);
        let checker = checker(&Identity { name: Some(person.name.clone()), ..none() });
        let u_umlaut = random.pick(&["v", "u", "yu", "ü"]);
        let separator = random.pick(&[".", "-", "_", " ", "·"]);
        let judge = |password: &str| status(&checker.check(password));
        let stated = stated_forms(&person, u_umlaut, separator);
        for (form, text) in &stated {
            let password = dress_plainly(text, &mut random);
            let status = judge(&password);
            seen.stated.entry(form).or_default().add(status);
            if status != Status::Unmet {
                seen.miss(&person.name, form, &password);
            }
        }
        for (form, text) in stated.into_iter().chain(wider_forms(&person, u_umlaut)) {
            let password = dress(&text, &mut random);
            if seen.dressed.entry(form).or_default().add(judge(&password)) {
                seen.miss(&person.name, form, &password);
            }
        }
        for (form, text) in plain_forms(&person, u_umlaut, &mut random) {
            let password = dress_plainly(&text, &mut random);
            if seen.plain.entry(form).or_default().add(judge(&password)) {
                seen.miss(&person.name, form, &password);
            }
        }
        for (form, text) in stray_forms(&person, &mut random) {
            let password = dress(&text, &mut random);
            seen.strays.entry(form).or_default().add(judge(&password));
        }
    }
    seen
}

impl Seen {
    fn miss(&mut self, name: &str, form: &str, password: &str) {
        let is_new = !self.missed.last().is_some_and(|last| last.starts_with(name));
        if is_new && self.missed.len() < 40 {
            self.missed.push(format!("{name} {form} {password}"));
        }
    }
}
