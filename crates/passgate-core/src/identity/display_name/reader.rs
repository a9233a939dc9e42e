//! Splits a text into runs of Han characters and of other letters, with the separators between them.

use super::character::What;
use super::latin::{Latin, is_address, is_initials, is_latin, words};
use super::phrases::{Names, Phrase, begins_with_surname};
use super::{DisplayName, NAME_CHARACTERS_MAX, NAMES_MAX, OtherName};
use crate::identity::romanised::is_rendered;
use crate::identity::{Readings, is_missing};
use crate::matching::is_digit;

/// The maximum number of runs that are read of one text.
const RUNS_MAX: usize = 32;

/// The separator before a run. Of several characters, the strongest separator counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
enum Between {
    /// Nothing, or only invisible characters.
    #[default]
    Nothing,
    Space,
    /// A dot, which separates the parts of a transcribed name.
    Dot,
    /// One asterisk or bullet: a dot between two long runs, otherwise a masked character.
    Mask,
    /// A hyphen or a comma: `Jean-Pierre` is one name, `王小明-研发部` is not.
    Hyphen,
    Bracket,
    Other,
}

/// The characters since the last run.
#[derive(Clone, Copy, Default)]
struct Gap {
    between: Between,
    /// Whether it contains a mask.
    has_mask: bool,
    /// The number of dots, hyphens and other symbols.
    marks: u32,
    /// The number of low lines and dots. More than one stand for hidden characters.
    blanks: u32,
    /// Whether it contains a low line.
    has_low_line: bool,
    /// Whether it contains an apostrophe: O'Brien.
    has_apostrophe: bool,
}

#[derive(Default)]
struct Run {
    characters: Vec<char>,
    before: Gap,
    is_han: bool,
    bracketed: bool,
}

#[derive(Default)]
pub(super) struct Reader {
    runs: Vec<Run>,
    gap: Gap,
    /// The number of open brackets.
    depth: u32,
    /// Whether there is a letter that is not Han and that has no certain Latin spelling here.
    has_foreign: bool,
    unreadable: bool,
    /// The last character and the number of times it is repeated.
    last: (char, u32),
    /// Whether a symbol is repeated, which hides the rest of a name in Latin letters: zhang###.
    has_repeats: bool,
    /// Whether a part of the name is missing: `null Xiaoming`, `李 无`, `Mr. Wang`.
    has_missing: bool,
}

impl Reader {
    pub(super) fn push(&mut self, character: char) {
        let many = if self.last.0 == character { self.last.1.saturating_add(1) } else { 1 };
        self.last = (character, many);
        self.has_repeats |= character.is_ascii_punctuation() && many > if character == '#' { 1 } else { 2 };
        match What::of(character) {
            What::Han => self.grow(character, true),
            What::Blank => {
                self.unreadable = true;
                self.grow(character, true);
            }
            What::Letter | What::Digit => {
                self.has_foreign |= !is_latin(character) || !is_rendered(character);
                self.grow(character, false);
            }
            What::Open => {
                self.part(Between::Bracket);
                self.depth = self.depth.saturating_add(1);
            }
            What::Close => {
                self.part(Between::Bracket);
                self.depth = self.depth.saturating_sub(1);
            }
            What::Mask => {
                // Two masks in a row stand for two characters, and a mask at the beginning stands for one.
                self.unreadable |= self.gap.has_mask || self.runs.is_empty();
                self.gap.has_mask = true;
                self.part(Between::Mask);
            }
            What::Invisible => {}
            What::Space => self.part(Between::Space),
            What::Dot => {
                self.gap.blanks = self.gap.blanks.saturating_add(1);
                self.gap.has_apostrophe |= matches!(character, '\'' | '‘' | '’');
                self.mark(Between::Dot);
            }
            What::Hyphen => {
                if character == '_' {
                    self.gap.blanks = self.gap.blanks.saturating_add(1);
                    self.gap.has_low_line = true;
                }
                self.mark(Between::Hyphen);
            }
            What::Unreadable => {
                self.unreadable = true;
                self.part(Between::Dot);
            }
            What::Other => {
                self.gap.has_apostrophe |= matches!(character, '´' | '`');
                self.mark(Between::Other);
            }
        }
    }

    fn part(&mut self, between: Between) {
        self.gap.between = self.gap.between.max(between);
    }

    fn mark(&mut self, between: Between) {
        self.gap.marks = self.gap.marks.saturating_add(1);
        self.part(between);
    }

    fn grow(&mut self, character: char, is_han: bool) {
        let bracketed = self.depth > 0;
        let goes_on = |run: &&mut Run| run.is_han == is_han && run.bracketed == bracketed;
        let before = std::mem::take(&mut self.gap);
        self.unreadable |= self.runs.is_empty() && before.blanks > 1;
        // 佐々木: 々 repeats the character before it.
        let again = self.runs.last().filter(|_| character == '々').and_then(|run| run.characters.last());
        let character = again.copied().unwrap_or(character);
        if before.between == Between::Nothing
            && let Some(run) = self.runs.last_mut().filter(goes_on)
        {
            if run.characters.len() < NAME_CHARACTERS_MAX.saturating_mul(4) {
                run.characters.push(character);
            }
        } else if self.runs.len() < RUNS_MAX {
            self.runs.push(Run { characters: vec![character], before, is_han, bracketed });
        } else {
            self.unreadable = true;
        }
    }

    pub(super) fn finish(mut self, readings: &Readings<'_>) -> DisplayName {
        self.unreadable |= self.gap.has_mask || self.gap.blanks > 1 || self.has_replaced();
        self.unmask();
        self.drop_missing();
        let (mut phrases, mut inner, mut han) = (Vec::<Phrase>::new(), Vec::<Phrase>::new(), 0_usize);
        let mut other: Vec<OtherName> = Vec::new();
        let mut follows_other = false;
        for run in &self.runs {
            if !run.is_han {
                add_other(&mut other, run, follows_other);
            } else {
                add_run(if run.bracketed { &mut inner } else { &mut phrases }, run);
            }
            han = han.wrapping_add(if run.is_han { run.characters.len() } else { 0 });
            follows_other = !run.is_han;
        }
        other.retain(|name| name.text.iter().any(|unit| !is_digit(*unit)));
        self.unreadable |= other.len() > NAMES_MAX;
        other.truncate(NAMES_MAX);
        let latin = other.first().and_then(|name| words(&name.text, readings)).map(|words| self.latin(words));
        let mut names = Names::beside(latin, self.has_foreign);
        if phrases.is_empty() {
            names.add_phrases(inner, Vec::new(), readings);
        } else {
            names.add_phrases(phrases, inner, readings);
            self.add_inner(&mut names);
        }
        let is_latin = han == 0 || names.is_latin;
        // Other scripts are not romanised here: 김철수, Алия, 王メ明.
        let is_foreign = self.has_foreign && (han < 2 || names.is_unlikely || self.has_foreign_beside());
        let is_abbreviated =
            if is_latin { self.has_initials(readings) } else { self.begins_with_initial(readings) };
        self.unreadable |= is_latin && self.has_repeats;
        let is_lacking = is_abbreviated || self.has_missing;
        if let Some(first) = other.first_mut() {
            first.is_full = (han == 0 || names.is_latin_full) && !is_lacking;
        }
        if is_lacking || is_foreign {
            names.names.iter_mut().for_each(|name| name.is_full = false);
        }
        DisplayName {
            han: names.names,
            other,
            unreadable: self.unreadable || names.is_cut,
            incomplete: is_foreign || is_lacking || names.is_titled,
            is_latin,
        }
    }

    /// The first name in other letters.
    fn latin(&self, words: usize) -> Latin {
        let first = self.runs.iter().position(|run| !run.is_han).unwrap_or_default();
        let han = self.runs.iter().position(|run| run.is_han).filter(|han| *han > first);
        let after = han.and_then(|han| self.runs.get(han));
        let (is_full, is_apart) = (words > 1, after.is_some_and(|run| run.before.between == Between::Hyphen));
        let bracketed = self.runs.get(first).is_some_and(|run| run.bracketed);
        let is_first = after.is_some_and(|run| is_full || is_apart || run.bracketed);
        Latin { is_full, bracketed, is_apart, is_first }
    }

    /// Whether a letter of a script that is not romanised touches a Han character: 李娜な.
    fn has_foreign_beside(&self) -> bool {
        let is_foreign = |run: &Run| run.characters.iter().any(|one| !is_latin(*one));
        self.runs.windows(2).any(|pair| match pair {
            [a, b] if b.before.between == Between::Nothing && a.is_han != b.is_han => {
                is_foreign(if a.is_han { b } else { a })
            }
            _ => false,
        })
    }

    /// Whether brackets replace a character of a name: 王()明, 王(三点水加也)明. One of the two parts outside
    /// is a single character, which is not a name.
    fn has_replaced(&self) -> bool {
        let mut before = None;
        self.runs.iter().filter(|run| run.is_han && !run.bracketed).any(|run| {
            let many = run.characters.len();
            let is_beside = before.is_some_and(|before| before == 1 || many == 1);
            before = Some(many);
            is_beside && run.before.between == Between::Bracket
        })
    }

    /// Removes placeholders (`null Xiaoming`, `李 无`, 李暂无) and forms of address (`Mr. Wang`).
    fn drop_missing(&mut self) {
        let (mut has_missing, mut has_address) = (false, false);
        let is_absent = |characters: &[char]| {
            is_missing(&characters.iter().collect::<String>().encode_utf16().collect::<Vec<u16>>())
        };
        self.runs.retain_mut(|run| {
            if run.is_han && !run.bracketed && run.characters.len() > 2 {
                // A given name may be 未明 or 无知.
                for surname in 1..3 {
                    let rest = run.characters.get(surname..).unwrap_or_default();
                    if matches!(rest, ['暂' | '暫' | '尚', _, ..] | [_, _, _, ..]) && is_absent(rest) {
                        run.characters.truncate(surname);
                        has_missing = true;
                    }
                }
            }
            let is_dropped = is_absent(&run.characters);
            let is_title = !run.is_han && is_address(&run.characters);
            has_missing |= is_dropped && !run.bracketed;
            has_address |= is_title;
            !is_dropped && !is_title
        });
        let words = self.runs.iter().filter(|run| !run.bracketed).count();
        self.has_missing = has_missing || (has_address && words < 2);
    }

    /// Finds masked characters, and removes the runs that only mask. An asterisk between two runs of more
    /// than one Han character is a dot; any other stands for a character. So do one to three `X` or `O`
    /// beside Han characters, one to three `0` between them, and `xxx` anywhere. Beside a single character, a
    /// symbol may stand for a character (王★明, 王_明).
    fn unmask(&mut self) {
        let mut before = (0, false);
        for run in &mut self.runs {
            let length = if run.is_han { run.characters.len() } else { 0 };
            let is_short = before.0 < 2 || length < 2;
            self.unreadable |= run.before.has_mask && is_short;
            if run.before.between == Between::Mask {
                run.before.between = Between::Dot;
            }
            let gap = run.before;
            let is_between = gap.between == Between::Other || gap.marks > 1 || gap.has_low_line;
            let are_han = before.0 > 0 && length > 0 && before.1 == run.bracketed;
            self.unreadable |= is_between && is_short && are_han;
            before = (length, run.bracketed);
        }
        let is_x = |one: &char| matches!(one, 'x' | 'X');
        // Zhang XX and zhangxxx are masked. The X of Malcolm X is an initial.
        self.unreadable |= self.runs.iter().any(|run| {
            let (many, characters) = (run.characters.len(), &run.characters);
            (many == 2 && characters.iter().all(is_x))
                || characters.windows(3).any(|three| three.iter().all(is_x))
        });
        // The number of sides on which a run touches Han characters.
        let beside_han = |index: usize| {
            let touches = |other: Option<&Run>, join: Option<&Run>| {
                other.is_some_and(|run| run.is_han)
                    && join.is_some_and(|run| run.before.between == Between::Nothing)
            };
            let here = self.runs.get(index);
            let (before, after) = (index.checked_sub(1), self.runs.get(index.saturating_add(1)));
            let sides =
                [touches(before.and_then(|before| self.runs.get(before)), here), touches(after, after)];
            sides.into_iter().filter(|touches| *touches).count()
        };
        let is_mask = |(index, run): (usize, &Run)| {
            let all = |is: fn(&char) -> bool| run.characters.iter().all(is);
            let sides = match run.characters.len() {
                _ if run.is_han => return false,
                1..4 if all(is_x) || all(|one| matches!(one, 'o' | 'O')) => 1,
                1..4 if all(|one| *one == '0') => 2,
                _ => return false,
            };
            beside_han(index) >= sides
        };
        let masks: Vec<bool> = self.runs.iter().enumerate().map(is_mask).collect();
        self.unreadable |= masks.contains(&true);
        let mut masks = masks.into_iter();
        self.runs.retain(|_| !masks.next().unwrap_or_default());
    }

    /// Whether a part of a name in Latin letters is an initial: `J. Smith`, `Wang XM`, `WXM`. Text in
    /// brackets is not part of the name.
    fn has_initials(&self, readings: &Readings<'_>) -> bool {
        let is_word = |run: &Run| {
            !run.is_han && !run.bracketed && !run.characters.iter().all(|one| one.is_ascii_digit())
        };
        let many = self.runs.iter().filter(|run| is_word(run)).count();
        self.runs.iter().enumerate().any(|(index, run)| {
            let after = self.runs.get(index.saturating_add(1));
            let is_joined = run.before.has_apostrophe || after.is_some_and(|run| run.before.has_apostrophe);
            let is_inside = index > 0 && after.is_some();
            is_word(run) && !is_joined && is_initials(&run.characters, many == 1, is_inside, readings)
        })
    }

    /// Whether a letter replaces the surname: W小明.
    fn begins_with_initial(&self, readings: &Readings<'_>) -> bool {
        matches!(self.runs.as_slice(), [initial, name, ..]
            if matches!(initial.characters.as_slice(), [letter] if letter.is_ascii_alphabetic())
                && !initial.bracketed
                && name.is_han
                && name.before.between <= Between::Dot
                && !begins_with_surname(&name.characters, readings))
    }

    /// Adds the names in brackets beside other names: 王小明(曾用名李四), 王(小)明.
    fn add_inner(&self, names: &mut Names) {
        let mut is_told = false;
        for run in self.runs.iter().filter(|run| run.is_han && run.bracketed) {
            let told = run.characters.iter().rposition(|character| *character == '名');
            let begin = told.map_or(0, |at| at.wrapping_add(1));
            let name = run.characters.get(begin..).unwrap_or_default();
            if (is_told || told.is_some()) && name.len() > 1 {
                names.guess(name);
            }
            is_told = name.is_empty();
        }
        if let [before, run, after] = self.runs.as_slice()
            && run.bracketed
            && run.characters.len() == 1
            && !before.bracketed
            && !after.bracketed
            && self.runs.iter().all(|run| run.is_han)
        {
            let mut whole = before.characters.clone();
            whole.extend_from_slice(&run.characters);
            whole.extend_from_slice(&after.characters);
            names.guess(&whole);
        }
    }
}

fn add_run(phrases: &mut Vec<Phrase>, run: &Run) {
    let before = run.before.between;
    // One character is not a name, so a separator beside it does not end a name.
    let goes_on = before < Between::Hyphen || run.characters.len() < 2;
    match phrases.last_mut() {
        Some(phrase) if goes_on || phrase.ends_short() => {
            phrase.push(&run.characters, before == Between::Dot);
        }
        _ => {
            let mut phrase = Phrase::default();
            phrase.push(&run.characters, false);
            phrases.push(phrase);
        }
    }
}

/// Adds a run of other letters. It continues the run before it, unless a bracket or another symbol separates
/// them.
fn add_other(names: &mut Vec<OtherName>, run: &Run, follows_other: bool) {
    let goes_on = follows_other && run.before.between < Between::Bracket;
    let text = run.characters.iter().collect::<String>();
    let between = if run.before.between == Between::Nothing { "" } else { " " };
    if let Some(name) = names.last_mut().filter(|_| goes_on) {
        name.text.extend([between, &text].concat().encode_utf16());
    } else {
        names.push(OtherName { text: text.encode_utf16().collect(), is_full: false });
    }
}
