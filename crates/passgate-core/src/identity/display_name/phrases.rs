//! Which of the runs of Han characters in a text are names, and which is the full one.

use super::{HanName, NAME_CHARACTERS_MAX, NAMES_MAX};
use crate::identity::Readings;
use crate::identity::surnames::{before_title, is_post, is_rare_surname, is_surname, is_title};

/// Runs of Han characters that may be one name.
pub(super) type Phrase = Vec<Part>;

/// One of the runs.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) characters: Vec<char>,
    /// Whether a dot stands before it.
    pub(super) dot: bool,
}

/// The most names that are looked for inside a run.
const HIDDEN_MAX: usize = 8;

/// The names that the phrases are, or may be; `inner` are others, which are no full ones.
pub(super) fn names(
    mut phrases: Vec<Phrase>,
    inner: Vec<Vec<char>>,
    readings: &Readings<'_>,
) -> Vec<HanName> {
    phrases.iter_mut().for_each(drop_posts);
    let is_name = |phrase: &&Phrase| !is_post(&whole(phrase));
    let is_likely = |phrase: &&Phrase| is_name(phrase) && begins_with_surname(&whole(phrase), readings);
    let mut candidates: Vec<&Phrase> = phrases.iter().filter(is_likely).collect();
    let possible: Vec<&Phrase> =
        phrases.iter().filter(|phrase| is_name(phrase) && is_possible(&whole(phrase))).collect();
    let mut guesses: Vec<Vec<char>> = Vec::new();
    if candidates.is_empty() {
        candidates = possible;
    } else {
        guesses.extend(possible.into_iter().map(whole));
    }
    let has_name = !candidates.is_empty();
    if candidates.is_empty() {
        candidates = phrases.iter().filter(is_name).collect();
    }
    if candidates.is_empty() {
        candidates = phrases.iter().collect();
    }
    let mut names: Vec<HanName> = Vec::new();
    for (index, phrase) in candidates.into_iter().enumerate() {
        let characters = whole(phrase);
        let dot = phrase.iter().skip(1).position(|part| part.dot).map(|before| {
            let before = phrase.iter().take(before.saturating_add(1));
            before.map(|part| part.characters.len()).sum::<usize>()
        });
        // One character alone is a surname, and no full name.
        let is_full = index == 0 && characters.len() > 1;
        if phrase.len() > 1 {
            let surname = readings.surname(&characters).characters;
            for part in phrase.iter().filter(|part| part.characters.len() > 1).take(NAMES_MAX) {
                // 张三 外包: the first part may be the whole name; 欧阳 娜娜: that of a surname is not.
                let is_name = dot.is_none()
                    && names.is_empty()
                    && is_person(&part.characters)
                    && part.characters.len() != surname;
                let characters = part.characters.clone();
                names.push(HanName { characters, dot: None, is_full: is_full && is_name });
            }
        }
        names.push(HanName { characters, dot, is_full });
    }
    for part in phrases.iter().filter(|phrase| phrase.iter().skip(1).all(|part| !part.dot)).flatten() {
        // Beside a name a post is a post: 王小明-项目经理. What stands before a title may be another.
        if has_name && is_post(&part.characters) {
            let before = before_title(&part.characters).filter(|before| is_person(before));
            guesses.extend(before.map(<[char]>::to_vec));
        } else {
            add_hidden(&part.characters, readings, &mut guesses);
        }
    }
    guesses.extend(inner);
    for characters in guesses {
        if !names.iter().any(|name| name.characters == characters) {
            names.push(HanName { characters, dot: None, is_full: false });
        }
    }
    // The full names first: what there is no room for is what matters least.
    let (mut names, others): (Vec<HanName>, Vec<HanName>) = names.into_iter().partition(|name| name.is_full);
    names.extend(others);
    for name in &mut names {
        name.characters.truncate(NAME_CHARACTERS_MAX);
        name.dot = name.dot.filter(|before| *before > 0 && *before < name.characters.len());
    }
    names
}

fn whole(phrase: &Phrase) -> Vec<char> {
    phrase.iter().flat_map(|part| &part.characters).copied().collect()
}

/// 研发部 张三: a part that is a post belongs to no name, unless a dot joins them.
fn drop_posts(phrase: &mut Phrase) {
    let is_post = |part: &Part| is_post(&part.characters);
    if !phrase.iter().any(|part| part.dot) && !phrase.iter().all(is_post) {
        phrase.retain(|part| !is_post(part));
    }
}

/// Adds the names that may stand in a run that is longer than one: 研发部王小明, 王小明经理.
fn add_hidden(run: &[char], readings: &Readings<'_>, guesses: &mut Vec<Vec<char>>) {
    if run.len() < 3 || (run.len() == 3 && !run.last().copied().is_some_and(is_title)) {
        return;
    }
    let mut found: Vec<(bool, &[char])> = Vec::new();
    for at in 0..run.len().min(NAME_CHARACTERS_MAX) {
        let rest = run.get(at..).unwrap_or_default();
        if !begins_with_surname(rest, readings) {
            continue;
        }
        let surname = readings.surname(rest).characters;
        for length in [surname.saturating_add(2), surname.saturating_add(1)] {
            let name = rest.get(..length).filter(|name| name.len() < run.len() && !is_post(name));
            let is_inside = at > 0 && length < rest.len();
            found.extend(name.map(|name| (is_inside, name)));
        }
    }
    // Where a name stands most often comes first: at the beginning and at the end.
    found.sort_by_key(|(is_inside, _)| *is_inside);
    guesses.extend(found.into_iter().take(HIDDEN_MAX).map(|(_, name)| name.to_vec()));
}

/// Whether the run can be a full name: a surname, and one or two characters more.
fn is_person(characters: &[char]) -> bool {
    let is_surname = characters.first().copied().is_some_and(is_surname);
    matches!(characters.len(), 2 | 3) && is_surname && !is_post(characters)
}

/// Whether it may be a name though it does not begin with one of the usual surnames: 妫海燕, 楼宇.
fn is_possible(name: &[char]) -> bool {
    name.len() == 3 || (name.len() == 2 && name.first().copied().is_some_and(is_rare_surname))
}

fn begins_with_surname(characters: &[char], readings: &Readings<'_>) -> bool {
    let Some(&first) = characters.first() else { return false };
    is_surname(first)
        || (is_rare_surname(first) && characters.len() == 3)
        || readings.surname(characters).characters == 2
}
