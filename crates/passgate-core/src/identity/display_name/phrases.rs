//! Which of the runs of Han characters in a text are names, and which is the full one.

use super::{HanName, NAME_CHARACTERS_MAX};
use crate::identity::Readings;
use crate::identity::surnames::{before_title, behind_unit, is_post, is_rare_surname, is_surname, is_title};

/// Runs of Han characters that may be one name.
pub(super) type Phrase = Vec<Part>;

/// One of the runs.
pub(super) struct Part {
    pub(super) characters: Vec<char>,
    /// Whether a dot stands before it.
    pub(super) dot: bool,
}

/// The most names of one text that are found inside a run, or are other guesses: a run of seven characters has
/// eleven at most.
const GUESSES_MAX: usize = 12;
/// The most runs of one phrase.
const PARTS_MAX: usize = 8;

/// The names that the phrases are, or may be, and whether one was left out; `inner` are others, which
/// are no full ones.
pub(super) fn names(
    mut phrases: Vec<Phrase>,
    inner: Vec<Vec<char>>,
    readings: &Readings<'_>,
) -> (Vec<HanName>, bool) {
    let is_long = |phrase: &Phrase| {
        phrase.len() > PARTS_MAX || phrase.iter().any(|part| part.characters.len() > NAME_CHARACTERS_MAX)
    };
    let mut is_cut = phrases.iter().any(is_long);
    phrases.iter_mut().for_each(|phrase| phrase.truncate(PARTS_MAX));
    phrases.iter_mut().for_each(drop_posts);
    let Choice { candidates, has_name, mut guesses } = choose(&phrases, readings);
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
            add_parts(phrase, dot.is_some(), is_full && names.is_empty(), readings, &mut names);
        }
        names.push(HanName { characters, dot, is_full });
    }
    for part in phrases.iter().filter(|phrase| phrase.iter().skip(1).all(|part| !part.dot)).flatten() {
        // Beside a name a post is a post: 王小明-项目经理. What stands before a title may be another.
        if has_name && is_post(&part.characters) {
            let before = before_title(&part.characters).filter(|before| is_person(before));
            guesses.extend(before.map(<[char]>::to_vec));
        } else {
            is_cut |= add_hidden(&part.characters, readings, &mut guesses);
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
    (names, is_cut)
}

/// Which phrases are names.
struct Choice<'p> {
    /// The first is the full name.
    candidates: Vec<&'p Phrase>,
    /// Whether one of several phrases is known to be a name.
    has_name: bool,
    /// Others that may be.
    guesses: Vec<Vec<char>>,
}

/// Those that begin with a surname go before those that may be names all the same, and these before
/// the others; posts come last.
fn choose<'p>(phrases: &'p [Phrase], readings: &Readings<'_>) -> Choice<'p> {
    // Of most names nothing has to be told apart.
    if phrases.len() < 2 {
        return Choice { candidates: phrases.iter().collect(), has_name: false, guesses: Vec::new() };
    }
    let names: Vec<&Phrase> = phrases.iter().filter(|phrase| !is_post(&whole(phrase))).collect();
    let of = |is_one: &dyn Fn(&[char]) -> bool| -> Vec<&'p Phrase> {
        names.iter().copied().filter(|phrase| is_one(&whole(phrase))).collect()
    };
    let likely = of(&|name| begins_with_surname(name, readings));
    let possible = of(&is_possible);
    let has_name = !(likely.is_empty() && possible.is_empty());
    let guesses = if likely.is_empty() { Vec::new() } else { possible.iter().copied().map(whole).collect() };
    let tiers = [likely, possible, names, phrases.iter().collect()];
    let candidates = tiers.into_iter().find(|tier| !tier.is_empty()).unwrap_or_default();
    Choice { candidates, has_name, guesses }
}

/// Adds the parts of a phrase by themselves.
fn add_parts(
    phrase: &Phrase,
    dotted: bool,
    mut is_full: bool,
    readings: &Readings<'_>,
    names: &mut Vec<HanName>,
) {
    // 上海 王小明: what stands beside a name of the usual length is none.
    let is_usual = |part: &Part| !dotted && is_usual_name(&part.characters, readings);
    let has_usual = phrase.iter().any(is_usual);
    let surname = readings.surname(&whole(phrase)).characters;
    for part in phrase.iter().filter(|part| part.characters.len() > 1) {
        let characters = part.characters.clone();
        let is_name = if has_usual {
            is_usual(part)
        } else {
            // 张三 外包: the first part may be the whole name; 欧阳 娜娜: that of a surname is not.
            !dotted && is_person(&characters) && characters.len() != surname
        };
        if has_usual && !is_name && !begins_with_surname(&characters, readings) {
            continue;
        }
        let is_full_name = is_full && is_name;
        // Without a name of the usual length only the first part may be one.
        is_full &= has_usual && !is_name;
        names.push(HanName { characters, dot: None, is_full: is_full_name });
    }
}

fn whole(phrase: &Phrase) -> Vec<char> {
    phrase.iter().flat_map(|part| &part.characters).copied().collect()
}

/// 研发部 张三: a part that is a post belongs to no name, unless a dot joins them.
fn drop_posts(phrase: &mut Phrase) {
    let is_post = |part: &Part| is_post(&part.characters);
    if phrase.len() > 1 && !phrase.iter().any(|part| part.dot) && !phrase.iter().all(is_post) {
        phrase.retain(|part| !is_post(part));
    }
}

/// Adds the names that may stand in a run that is longer than one: 研发部王小明, 王小明经理. Whether there
/// are more than there is room for.
fn add_hidden(run: &[char], readings: &Readings<'_>, guesses: &mut Vec<Vec<char>>) -> bool {
    let is_titled = run.len() > 2 && run.last().copied().is_some_and(is_title);
    if !is_titled && (run.len() < 4 || is_usual_name(run, readings)) {
        return false;
    }
    // What is left of a part of a company and of a title is a name, whatever it begins with.
    let end = before_title(run).map_or(run.len(), <[char]>::len);
    let untitled = run.get(..end).unwrap_or(run);
    let bare = behind_unit(untitled).unwrap_or(untitled);
    let mut found: Vec<(bool, bool, &[char])> = Vec::new();
    if bare.len() < run.len() && matches!(bare.len(), 2..=4) {
        guesses.push(bare.to_vec());
    }
    for at in 0..end.min(NAME_CHARACTERS_MAX) {
        let rest = run.get(at..end).unwrap_or_default();
        let is_rare = !begins_with_surname(rest, readings);
        if is_rare && !rest.first().copied().is_some_and(is_rare_surname) {
            continue;
        }
        let surname = readings.surname(rest).characters;
        for length in [surname.saturating_add(2), surname.saturating_add(1)] {
            let name = rest.get(..length).filter(|name| name.len() < run.len());
            let is_inside = at > 0 && length < rest.len();
            found.extend(name.map(|name| (is_inside, is_rare, name)));
        }
    }
    // Where a name stands most often comes first: at the beginning and at the end.
    found.sort_by_key(|(is_inside, is_rare, _)| (*is_inside, *is_rare));
    for (.., name) in found {
        if guesses.len() >= GUESSES_MAX {
            return true;
        }
        if !is_post(name) {
            guesses.push(name.to_vec());
        }
    }
    false
}

/// Whether the run can be a full name: a surname, and one or two characters more.
fn is_person(characters: &[char]) -> bool {
    let is_surname = characters.first().copied().is_some_and(is_surname);
    matches!(characters.len(), 2 | 3) && is_surname && !is_post(characters)
}

/// Whether it has the length of most full names: a surname of one character and two more, or one of
/// two and one or two more.
fn is_usual_name(characters: &[char], readings: &Readings<'_>) -> bool {
    let is_compound = readings.surname(characters).characters == 2;
    let is_usual = if is_compound { matches!(characters.len(), 3 | 4) } else { characters.len() == 3 };
    is_usual && begins_with_surname(characters, readings) && !is_post(characters)
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
