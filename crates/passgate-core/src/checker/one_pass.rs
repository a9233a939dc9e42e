//! The fast path: checks an ASCII text against the rules in one pass, with one table. A row is *clear* if the
//! pass finds nothing that would make it unmet or unsure.
//!
//! For the policies that it supports, it gives the same results as the rules; a test compares the two. A row
//! that it does not clear is judged by its rule, which also says where and why.

use crate::document::{Class, Count};
use crate::matching::{HIT, Reading, SKIP};
use crate::policy::PolicyRule;
use crate::policy::rules::{
    Check as _, Composition, Prepared, PreparedIdentity, PreparedUsername, Rule, Scratch, Verdict,
};
use crate::text::Text;

/// The maximum length of a text on the fast path, in characters, because counters are bytes.
const LONGEST: usize = 128;

/// The data of the rules that one pass needs, in a form that is fast to use.
pub(crate) struct OnePass {
    /// Whether the policy is supported.
    usable: bool,
    /// Whether the charset alone refuses every text with a character beyond ASCII.
    ascii: bool,
    table: [Entry; 0x80],
    /// The limits of the rules, and the limits within which no reported limit raises a doubt.
    allowed: Limits,
    undoubted: Limits,
    /// The indices of the rows of these rules, if they can refuse.
    length: Option<usize>,
    charset: Option<usize>,
    composition: Option<(usize, Composition)>,
    username: Option<usize>,
    repetition: Option<usize>,
    identity: Option<usize>,
    common: Option<usize>,
}

/// The numeric limits of the rules.
#[derive(Clone, Copy)]
struct Limits {
    min: usize,
    max: usize,
    /// The maximum length of a run.
    run: u32,
}

impl Limits {
    const NONE: Self = Self { min: 1, max: usize::MAX, run: u32::MAX };

    fn length(&mut self, min: Option<u32>, max: Option<u32>) {
        self.min = min.map_or(1, |min| min as usize);
        self.max = max.map_or(usize::MAX, |max| max as usize);
    }
}

/// A set of rows, one bit each. A policy has each rule at most once.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct RowSet(u16);

impl RowSet {
    pub(crate) const fn contains(self, row: usize) -> bool {
        self.0 & Self::bit(row) != 0
    }

    fn set(&mut self, row: Option<usize>, whether: bool) {
        self.0 |= row.filter(|_| whether).map_or(0, Self::bit);
    }

    const fn bit(row: usize) -> u16 {
        1_u16.wrapping_shl(row as u32)
    }
}

/// The data of one ASCII character.
#[derive(Clone, Copy, Default)]
struct Entry {
    /// Four counters of one byte: lower, upper, digit, symbol.
    classes: u32,
    /// Its columns in the automata of the person's words, for each [`Reading`].
    columns: [u8; Reading::ALL.len()],
    /// Its key. Characters with equal keys continue a run.
    same: u8,
    flags: u8,
}

/// The character is not allowed.
const REFUSED: u8 = 1;
/// The character does not count the same in every unit of length.
const UNCOUNTED: u8 = 2;
/// The class of the character is unknown.
const OPEN: u8 = 4;

impl OnePass {
    /// A fast path that supports no policy.
    pub(crate) const fn none() -> Self {
        Self {
            usable: false,
            ascii: false,
            table: [Entry { classes: 0, columns: [SKIP; Reading::ALL.len()], same: 0, flags: 0 }; 0x80],
            allowed: Limits::NONE,
            undoubted: Limits::NONE,
            length: None,
            charset: None,
            composition: None,
            username: None,
            repetition: None,
            identity: None,
            common: None,
        }
    }

    /// Builds the fast path for these rules.
    #[inline(never)]
    pub(crate) fn learn(&mut self, rules: &[PolicyRule], prepared: &[Prepared]) {
        *self = Self::none();
        self.usable = true;
        let pass = self;
        let mut fold_runs = false;
        let mut charset = None;
        for (index, entry) in rules.iter().enumerate().filter(|(_, entry)| !entry.advice()) {
            match entry.rule() {
                Rule::Length(length) => {
                    pass.allowed.length(length.min, length.max);
                    let (min, max) = length.strictest();
                    pass.undoubted.length(min, max);
                    if length.documented.is_some() {
                        // An empty range: with `documented`, the rule itself judges the length.
                        pass.undoubted.min = usize::MAX;
                    }
                    pass.length = Some(index);
                }
                Rule::Charset(own) => {
                    charset = Some(own);
                    pass.ascii = own.is_ascii();
                    pass.charset = Some(index);
                }
                Rule::Composition(own) => pass.composition = Some((index, own.clone())),
                Rule::Username(_) => {
                    pass.usable &=
                        matches!(prepared.get(index), Some(Prepared::Username(own)) if own.is_of_the_whole());
                    pass.username = Some(index);
                }
                Rule::Common(_) => pass.common = Some(index),
                Rule::Repetition(repetition) => {
                    pass.usable &= repetition.count == Count::Run;
                    pass.allowed.run = repetition.max;
                    pass.undoubted.run = repetition.strictest();
                    fold_runs = !repetition.case_sensitive;
                    pass.repetition = Some(index);
                }
                Rule::Identity(_) => pass.identity = Some(index),
                // This pass does not check the rule. If it may refuse, the rows are judged one by one.
                other => pass.usable &= other.never_refuses(),
            }
        }
        let person = pass.identity(prepared).map(PreparedIdentity::person);
        for (byte, entry) in (0_u8..).zip(pass.table.iter_mut()) {
            let character = char::from(byte);
            let counters = [Class::Lower, Class::Upper, Class::Digit, Class::Symbol];
            *entry = Entry {
                classes: u32::from_le_bytes(counters.map(|class| u8::from(class.has(character)))),
                columns: Reading::ALL.map(|reading| {
                    person.map_or(SKIP, |person| person.automaton(reading).column(reading, u16::from(byte)))
                }),
                same: if fold_runs { byte.to_ascii_lowercase() } else { byte },
                flags: if charset.is_some_and(|charset| !charset.allows(character)) { REFUSED } else { 0 }
                    | if byte == b'\r' { UNCOUNTED } else { 0 }
                    | if byte.is_ascii_graphic() { 0 } else { OPEN },
            };
        }
    }

    /// Whether the text is accepted; `None` if the fast path does not support the text or the policy.
    pub(crate) fn accepts(&self, prepared: &[Prepared], units: &[u16]) -> Option<bool> {
        // Forms that no page names refuse only if the policy says so.
        let identity = self.identity(prepared);
        let wider = identity.is_some_and(PreparedIdentity::refuses_wider);
        let scanned = if wider {
            self.scan::<true>(&self.allowed, prepared, units)
        } else {
            self.scan::<false>(&self.allowed, prepared, units)
        };
        let Some(clear) = scanned else {
            return (self.ascii && units.iter().any(|unit| *unit > 0x7F)).then_some(false);
        };
        // Only the rule can decide whether a word found in the text resembles the person's data.
        if wider && self.identity.is_some_and(|row| !clear.contains(row)) {
            return None;
        }
        let mut all = RowSet::default();
        let composition = self.composition.as_ref().map(|(row, _)| *row);
        for row in [self.length, self.charset, composition, self.username, self.repetition, self.identity] {
            all.set(row, true);
        }
        Some(clear == all && !self.is_common(prepared, units))
    }

    /// The clear rows among those that the fast path checks; `None` if it does not support the text or the
    /// policy.
    pub(crate) fn clear(&self, prepared: &[Prepared], units: &[u16]) -> Option<RowSet> {
        self.scan::<true>(&self.undoubted, prepared, units)
    }

    /// Does the same with these limits. Without `WIDER`, only the words that the page names are searched for.
    #[inline]
    fn scan<const WIDER: bool>(
        &self,
        limits: &Limits,
        prepared: &[Prepared],
        units: &[u16],
    ) -> Option<RowSet> {
        if !self.usable || units.len() > LONGEST {
            return None;
        }
        let identity = self.identity(prepared);
        let steps = |reading| {
            identity.map(|identity| identity.person().automaton(reading).steps()).unwrap_or_default()
        };
        let (plain, folded) = (steps(Reading::Plain), steps(Reading::Disguised));
        let (mut classes, mut flags, mut hits) = (0_u32, 0_u8, 0_u16);
        let (mut typed, mut disguised, mut separated) = (0_u16, 0_u16, 0_u16);
        let (mut last, mut run, mut longest) = (u8::MAX, 0_u32, 0_u32);
        for unit in units {
            let entry = self.table.get(usize::from(*unit))?;
            classes = classes.wrapping_add(entry.classes);
            flags |= entry.flags;
            run = if entry.same == last { run.wrapping_add(1) } else { 1 };
            last = entry.same;
            longest = longest.max(run);
            let [as_typed, as_letter, as_separator] = entry.columns;
            typed = plain.after(typed, as_typed);
            hits |= typed;
            if WIDER {
                disguised = folded.after(disguised, as_letter);
                separated = folded.after(separated, as_separator);
                hits |= disguised | separated;
            }
        }
        if flags & UNCOUNTED != 0 {
            return None;
        }
        let length = units.len();
        let mut clear = RowSet::default();
        clear.set(self.length, (limits.min..=limits.max).contains(&length));
        clear.set(self.charset, flags & REFUSED == 0);
        clear.set(self.repetition, longest <= limits.run);
        if let Some((row, composition)) = &self.composition {
            let missing = composition.missing(classes.to_le_bytes().map(u32::from));
            let is_met = composition.found(missing) >= composition.at_least;
            if !is_met && flags & OPEN != 0 {
                return None;
            }
            clear.set(Some(*row), is_met);
        }
        clear.set(self.username, !self.is_username(prepared, units));
        // If a word of the person ends somewhere in the text, the rule decides.
        let is_clear =
            hits & HIT == 0 || (!WIDER && identity.is_some_and(|identity| !identity.states(units)));
        clear.set(self.identity, is_clear);
        Some(clear)
    }

    fn is_username(&self, prepared: &[Prepared], units: &[u16]) -> bool {
        let username: Option<&PreparedUsername> = match self.username.and_then(|index| prepared.get(index)) {
            Some(Prepared::Username(username)) => Some(username),
            _ => None,
        };
        username.is_some_and(|username| username.may_equal(units.len()) && refuses(username, units))
    }

    fn is_common(&self, prepared: &[Prepared], units: &[u16]) -> bool {
        match self.common.and_then(|index| prepared.get(index)) {
            Some(Prepared::Common(common)) => common.refuses(units),
            _ => false,
        }
    }

    fn identity<'r>(&self, prepared: &'r [Prepared]) -> Option<&'r PreparedIdentity> {
        match self.identity.and_then(|index| prepared.get(index)) {
            Some(Prepared::Identity(identity)) => Some(identity),
            _ => None,
        }
    }
}

fn refuses(username: &PreparedUsername, units: &[u16]) -> bool {
    let verdict = username.judge(&Text::new(units), &mut Vec::new(), &mut Scratch::default());
    matches!(verdict, Verdict::Unmet(_))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::{Checker, Identity, Policy, Product};

    const POLICIES: [&str; 8] = [
        r#"{"rule":"length","min":6,"max":9,"documented":{"min":3,"max":5}},{"rule":"repetition","max":2}"#,
        r#"{"rule":"length","min":3,"max":9},{"rule":"repetition","max":1,"case_sensitive":false}"#,
        r#"{"rule":"length","min":2,"max":9,"reported":{"min":4,"max":7}},{"rule":"repetition","max":2,"reported":{"max":1}}"#,
        r#"{"rule":"charset","symbols":"!@","digits":false},{"rule":"username","match":"contains"}"#,
        r#"{"rule":"composition","classes":["letter","digit"],"at_least":2,"each":2},{"rule":"history"}"#,
        r#"{"rule":"identity","fields":["username","phone"]},{"rule":"repetition","count":"total","max":2}"#,
        r#"{"rule":"identity","fields":["name-pinyin"],"advice":true},{"rule":"username","reversed":true}"#,
        r#"{"rule":"composition","classes":["lower","upper","symbol"],"at_least":2,"each":2}"#,
    ];

    fn policies() -> impl Iterator<Item = Policy> {
        let own = POLICIES
            .iter()
            .map(|rules| Policy::from_json(&format!(r#"{{"product":"eiam","rules":[{rules}]}}"#)).unwrap());
        Product::ALL.into_iter().map(Policy::shipped).chain(own)
    }

    fn persons() -> [Identity; 3] {
        let person = |name: &str| Identity {
            username: Some("wang88".into()),
            name: Some(name.into()),
            phones: Some(vec!["13800138000".into()]),
            ..Identity::default()
        };
        // The second name has a character that no table contains, so a clear row is not met.
        [Identity::default(), person("王\u{3ABC}"), person("王小明")]
    }

    proptest! {
        #[test]
        fn gives_the_same_verdict_as_the_rules(
            texts in prop::collection::vec("[a-z@$!1380wang8\\r\u{7f}]{0,12}|[aA1! \\t密éÉ１，]{0,8}|[ -~]{0,20}|.{0,8}|(wang88|1380|Wxm|88gnaw|[0-9@.]){1,4}", 8)
        ) {
            for policy in policies() {
                for person in persons() {
                    let quick = Checker::new(&policy, &person);
                    let slow = Checker::new(&policy, &person).row_by_row();
                    for text in &texts {
                        let report = slow.check(text);
                        prop_assert_eq!(&quick.check(text), &report, "{}", text);
                        prop_assert_eq!(quick.accepts(text), report.accepted, "{}", text);
                    }
                }
            }
        }
    }
}
