//! Decides which runs of Han characters are names, and which name is the full one.

use super::latin::Latin;
use super::{HanName, NAME_CHARACTERS_MAX, NAMES_MAX};
use crate::identity::Readings;
use crate::identity::surnames::{before_title, behind_unit, is_post, is_rare_surname, is_surname, is_title};

/// The maximum number of guessed names per text: names inside a longer run, and other guesses. A run of seven
/// characters has at most eleven.
const GUESSES_MAX: usize = 12;
/// The maximum number of runs that are read of one phrase.
const PARTS_MAX: usize = 8;

/// Runs of Han characters that may be one name.
#[derive(Default)]
pub(super) struct Phrase {
    characters: Vec<char>,
    /// The end offset of each run, in characters.
    ends: Vec<usize>,
    /// The number of characters before the first dot.
    dot: Option<usize>,
}

impl Phrase {
    /// Adds a run. `dot` says whether a dot precedes it.
    pub(super) fn push(&mut self, run: &[char], dot: bool) {
        if dot && self.dot.is_none() && !self.characters.is_empty() {
            self.dot = Some(self.characters.len());
        }
        self.characters.extend_from_slice(run);
        self.ends.push(self.characters.len());
    }

    /// The run with this index.
    #[inline(never)]
    fn part(&self, at: usize) -> &[char] {
        let begin = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(at).and_then(|end| self.characters.get(begin..*end)).unwrap_or_default()
    }

    /// Whether the last run is one character. One character is not a name, so a separator after it does not
    /// end the name.
    pub(super) fn ends_short(&self) -> bool {
        self.part(self.ends.len().wrapping_sub(1)).len() < 2
    }

    /// Drops the runs that are a job title or a workplace (研发部 张三), unless a dot joins the runs.
    fn without_posts(self) -> Self {
        let mut kept = Self::default();
        if self.ends.len() > 1 && self.dot.is_none() {
            for at in 0..self.ends.len() {
                let part = self.part(at);
                if !is_post(part) {
                    kept.push(part, false);
                }
            }
        }
        if kept.characters.is_empty() { self } else { kept }
    }
}

/// The names of a text, full names first.
#[derive(Default)]
pub(super) struct Names {
    pub(super) names: Vec<HanName>,
    /// Whether a name was dropped because of a limit.
    pub(super) is_cut: bool,
    /// Whether a name is only a surname, alone or with a title: 欧阳, 王经理, 王总.
    pub(super) is_titled: bool,
    /// The name in Latin letters beside the phrases.
    latin: Option<Latin>,
    /// Whether the text has letters of a script that is not romanised.
    has_foreign: bool,
    /// Whether no phrase looks like the name of a person. Only known if `has_foreign`.
    pub(super) is_unlikely: bool,
    /// Whether the name in Latin letters may be the full name, and whether it is.
    pub(super) is_latin: bool,
    pub(super) is_latin_full: bool,
    full: usize,
    guesses: usize,
}

impl Names {
    pub(super) fn beside(latin: Option<Latin>, has_foreign: bool) -> Self {
        Self { latin, has_foreign, ..Self::default() }
    }

    /// Adds the names that the phrases are or may be. `inner` are the phrases in brackets beside other text.
    pub(super) fn add_phrases(
        &mut self,
        mut phrases: Vec<Phrase>,
        mut inner: Vec<Phrase>,
        readings: &Readings<'_>,
    ) {
        self.is_cut |= phrases.len() > NAMES_MAX || inner.len() > NAMES_MAX;
        phrases.truncate(NAMES_MAX);
        inner.truncate(NAMES_MAX);
        // Most texts have one phrase and need no ranking.
        let is_one = phrases.len() < 2 && inner.is_empty() && self.latin.is_none() && !self.has_foreign;
        let mut best = Rank::Post;
        let mut ranked: Vec<(Rank, Phrase)> = Vec::new();
        for phrase in phrases {
            let phrase = phrase.without_posts();
            let rank = if is_one { best } else { Rank::of(&phrase, readings) };
            best = best.min(rank);
            ranked.push((rank, phrase));
        }
        // Text in brackets beside a name is not a name: 王小明(外包). In 外包(王小明) it is the name;
        // 路桥(王小明) may be read either way.
        let outer = best;
        let is_usual = |phrase: &Phrase| is_usual_name(&phrase.characters, readings);
        let has_usual = ranked.iter().any(|(_, phrase)| is_usual(phrase));
        for phrase in inner {
            let phrase = phrase.without_posts();
            let rank = Rank::of(&phrase, readings);
            if outer > Rank::Likely && rank < Rank::Post {
                best = best.min(rank);
                ranked.push((rank, phrase));
            } else if rank <= Rank::Likely && (is_usual(&phrase) || !has_usual) {
                ranked.push((Rank::Possible, phrase));
            }
        }
        self.is_unlikely = best > Rank::Likely;
        if self.latin.is_some_and(|latin| self.prefers(latin, best)) {
            return self.add_beside_latin(&ranked, best, readings);
        }
        // 吉林-王石, 秦皇岛-王小明: each may be the name or the place.
        let mut likely = ranked.iter().filter(|(rank, _)| *rank == best && best <= Rank::Likely);
        let first = likely.next();
        let is_clear =
            likely.all(|(_, other)| first.is_some_and(|(_, one)| one.characters == other.characters));
        for (rank, phrase) in &ranked {
            if *rank == best {
                self.add_phrase(phrase, is_clear, readings);
            }
        }
        for (rank, phrase) in &ranked {
            let may_be_one = best <= Rank::Long && *rank > best && *rank <= Rank::Possible;
            // 小明(余杭), 宁波(大卫): the text in brackets looks more like a name than the text before it.
            let is_outdone = *rank == outer && best < outer && (outer == Rank::Other || best == Rank::Other);
            if may_be_one || is_outdone {
                self.guess(&phrase.characters);
            }
            self.add_parts(phrase, best, readings);
        }
    }

    /// Whether the name in Latin letters is at least as likely to be the full name as the phrases, of which
    /// the best has this rank: Wang Xiaoming(研发部), Ahmad-金桥.
    fn prefers(&self, latin: Latin, best: Rank) -> bool {
        match best {
            Rank::Usual => false,
            Rank::Likely => latin.is_apart,
            Rank::Post => true,
            _ => latin.is_first && !latin.bracketed,
        }
    }

    /// Adds the phrases beside a name in Latin letters as guesses. Beside a full name, two characters that
    /// are not a name are a department or a place: John Smith(上海).
    fn add_beside_latin(&mut self, ranked: &[(Rank, Phrase)], best: Rank, readings: &Readings<'_>) {
        let is_full = self.latin.is_some_and(|latin| latin.is_full);
        (self.is_latin, self.is_latin_full) = (true, best == Rank::Post || (is_full && best > Rank::Likely));
        for (rank, phrase) in ranked {
            let is_place = is_full && *rank == Rank::Other && phrase.characters.len() == 2;
            // 高管 may be a name; 研发部 is not.
            let is_post = *rank == Rank::Post && !is_short_name(&phrase.characters);
            if !is_post && !is_place {
                self.guess(&phrase.characters);
            }
            self.add_parts(phrase, Rank::Likely, readings);
        }
    }

    /// Adds the names that the runs of a phrase may contain.
    fn add_parts(&mut self, phrase: &Phrase, best: Rank, readings: &Readings<'_>) {
        let parts = if phrase.dot.is_none() { phrase.ends.len().min(PARTS_MAX) } else { 0 };
        for at in 0..parts {
            let part = phrase.part(at);
            if best > Rank::Possible || !is_post(part) {
                self.add_hidden(part, readings);
            } else if let Some(before) = before_title(part)
                && is_person(before)
            {
                // Beside a name, a job title is not a name: 王小明-项目经理. The text before a title may be
                // another name.
                self.guess(before);
            }
        }
    }

    fn add_phrase(&mut self, phrase: &Phrase, is_clear: bool, readings: &Readings<'_>) {
        let (whole, parts) = (phrase.characters.as_slice(), phrase.ends.len());
        let is_dotted = phrase.dot.is_some();
        self.is_cut |= parts > PARTS_MAX || (whole.len() > NAME_CHARACTERS_MAX && !is_dotted);
        // One character alone is a surname, unless a name is beside it: 王 Mike.
        let is_titled = match whole {
            [_] => self.latin.is_none(),
            _ => !is_dotted && is_surname_only(whole, readings),
        };
        self.is_titled |= is_titled;
        let is_first = is_clear && self.names.is_empty() && whole.len() > 1 && !is_titled;
        if parts > 1 {
            // 上海 王小明: beside a name of the usual length, other parts are not names.
            let is_usual = |at: usize| !is_dotted && is_usual_name(phrase.part(at), readings);
            let has_usual = (0..parts.min(PARTS_MAX)).any(is_usual);
            let surname = readings.surname(whole).characters;
            let is_name = |at: usize| {
                let part = phrase.part(at);
                if has_usual {
                    is_usual(at)
                } else {
                    // 张三 外包: the first part may be the full name. 欧阳 娜娜: a part with the length of
                    // the surname is not.
                    !is_dotted && part.len() != surname && is_person(part)
                }
            };
            // 甘肃 王石: two parts may be the full name.
            let mut is_full = is_first && (0..parts.min(PARTS_MAX)).filter(|at| is_name(*at)).count() < 2;
            for at in 0..parts.min(PARTS_MAX) {
                let part = phrase.part(at);
                let is_name = is_name(at);
                // 王总 上海
                self.is_titled |= !has_usual && !is_dotted && is_addressed(part, readings);
                if part.len() > 1 && (is_name || !has_usual || begins_with_surname(part, readings)) {
                    self.add(part, None, is_full && is_name);
                    // Without a name of the usual length, only the first part may be full.
                    is_full &= has_usual && !is_name;
                }
            }
        }
        self.add(whole, phrase.dot, is_first);
    }

    /// Adds the names that a run may contain if it is longer than a name: 研发部王小明, 王小明经理.
    fn add_hidden(&mut self, run: &[char], readings: &Readings<'_>) {
        let is_titled = run.len() > 2 && run.last().copied().is_some_and(is_title);
        if !is_titled && (run.len() < 4 || is_usual_name(run, readings)) {
            return;
        }
        // The rest without the department and the title may be a name, whatever it begins with.
        let untitled = before_title(run).unwrap_or(run);
        let bare = behind_unit(untitled).unwrap_or(untitled);
        if bare.len() < run.len() && matches!(bare.len(), 2..=4) {
            self.guess(bare);
        }
        // Most names are at the beginning or the end of the run, so these come first.
        for inside in [false, true] {
            for at in 0..untitled.len().min(NAME_CHARACTERS_MAX) {
                let rest = untitled.get(at..).unwrap_or_default();
                if !begins_with_surname(rest, readings) && !rest.first().copied().is_some_and(is_rare_surname)
                {
                    continue;
                }
                let surname = readings.surname(rest).characters;
                for given in [2, 1] {
                    let length = surname.wrapping_add(given);
                    let name = rest.get(..length).unwrap_or_default();
                    let is_inside = at > 0 && length < rest.len();
                    if is_inside == inside && name.len() > 1 && name.len() < run.len() && !is_post(name) {
                        self.guess(name);
                    }
                }
            }
        }
    }

    /// Adds a name that is not full, unless the limit is reached.
    #[inline(never)]
    pub(super) fn guess(&mut self, characters: &[char]) {
        if self.guesses < GUESSES_MAX {
            self.guesses = self.guesses.wrapping_add(usize::from(self.add(characters, None, false)));
        } else {
            self.is_cut = true;
        }
    }

    /// Adds a name and returns whether it is new. Full names come first, so that later limits drop the least
    /// important names.
    #[inline(never)]
    fn add(&mut self, characters: &[char], dot: Option<usize>, is_full: bool) -> bool {
        let length = characters.len().min(NAME_CHARACTERS_MAX);
        let characters = characters.get(..length).unwrap_or_default();
        for name in &self.names {
            if name.characters == characters && name.is_full >= is_full {
                return false;
            }
        }
        let place = if is_full { self.full } else { self.names.len() };
        self.full = self.full.wrapping_add(usize::from(is_full));
        let dot = dot.filter(|before| *before < length);
        self.names.insert(place, HanName { characters: characters.to_vec(), dot, is_full });
        true
    }
}

/// How likely a phrase is to be a name, the most likely first. The phrases with the best rank are names; the
/// first of them is the full name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Begins with a surname and has the usual length of a full name, or is a transcribed name with a dot.
    Usual,
    /// Begins with a surname and has one more character.
    Likely,
    /// Begins with a surname and is longer than most names: 安尼瓦尔, 金山办公.
    Long,
    /// May be a name although it does not begin with a common surname: three characters, or two that begin
    /// with a rare surname (楼宇).
    Possible,
    /// Nothing is known about it.
    Other,
    Post,
}

impl Rank {
    fn of(phrase: &Phrase, readings: &Readings<'_>) -> Self {
        let name = phrase.characters.as_slice();
        let is_short = name.len() == 2 && name.first().copied().is_some_and(is_rare_surname);
        if is_post(name) {
            Self::Post
        } else if begins_with_surname(name, readings) {
            let given = name.len().wrapping_sub(readings.surname(name).characters);
            // A name with a dot may have any length.
            match given {
                _ if phrase.dot.is_some() => Self::Usual,
                ..2 if name.len() < 3 => Self::Likely,
                ..3 => Self::Usual,
                _ => Self::Long,
            }
        } else if is_short || name.len() == 3 {
            Self::Possible
        } else {
            Self::Other
        }
    }
}

/// Whether the given name is missing: 王先生, 王总, 欧阳, 老王.
fn is_surname_only(characters: &[char], readings: &Readings<'_>) -> bool {
    is_compound(characters, readings)
        || is_addressed(characters, readings)
        || match characters {
            ['老' | '小' | '阿', name @ ..] => match name {
                [surname] => is_surname(*surname),
                _ => is_compound(name, readings),
            },
            _ => false,
        }
}

/// Whether the characters are a surname without a given name.
fn is_alone(name: &[char], readings: &Readings<'_>) -> bool {
    name.len() == 1 || is_compound(name, readings)
}

/// Whether these are a surname of two characters. `surname` finds one only if a third character follows.
fn is_compound(name: &[char], readings: &Readings<'_>) -> bool {
    match name {
        [first, second] => readings.surname(&[*first, *second, *second]).characters == 2,
        _ => false,
    }
}

/// Whether a title follows a surname: 王总, 王小姐, 欧阳先生.
fn is_addressed(characters: &[char], readings: &Readings<'_>) -> bool {
    let by_one = characters.split_last().filter(|(last, _)| is_title(**last)).map(|(_, name)| name);
    [by_one, before_title(characters)].into_iter().flatten().any(|name| is_alone(name, readings))
}

/// Whether the run may be a full name: a surname of one character, and one or two more characters.
#[inline(never)]
fn is_person(characters: &[char]) -> bool {
    let is_surname = characters.first().copied().is_some_and(is_surname);
    matches!(characters.len(), 2 | 3) && is_surname && !is_post(characters)
}

/// Whether the run has the usual length of a full name: a surname of one character and two more, or a surname
/// of two characters and one or two more.
#[inline(never)]
fn is_usual_name(characters: &[char], readings: &Readings<'_>) -> bool {
    let given = characters.len().wrapping_sub(readings.surname(characters).characters);
    let is_usual = given == 2 || (given == 1 && characters.len() == 3);
    is_usual && begins_with_surname(characters, readings) && !is_post(characters)
}

/// Whether the run is as short as most names and begins with a surname.
fn is_short_name(characters: &[char]) -> bool {
    characters.len() < 4 && characters.first().copied().is_some_and(is_surname)
}

#[inline(never)]
pub(super) fn begins_with_surname(characters: &[char], readings: &Readings<'_>) -> bool {
    let Some(&first) = characters.first() else { return false };
    is_surname(first)
        || (characters.len() == 3 && is_rare_surname(first))
        || readings.surname(characters).characters == 2
}
