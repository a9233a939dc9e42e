//! The forms in which people make passwords from their names.

use crate::people::Person;
use crate::random::Random;

/// The forms that the vendor's page names: the whole name, surname first, with `ü` typed as `u_umlaut`.
pub fn stated_forms(person: &Person, u_umlaut: &str, separator: &str) -> Vec<(&'static str, String)> {
    let both = typed(&person.syllables(), u_umlaut);
    let (surname, given) = (typed(&person.surname, u_umlaut), typed(&person.given, u_umlaut));
    vec![
        ("full name", both.concat()),
        ("with separators", both.join(separator)),
        ("surname apart", surname.concat() + separator + &given.concat()),
        ("each syllable capital", both.iter().map(|syllable| capital(syllable)).collect()),
    ]
}

/// Other forms on which people build passwords, each with its minimum number of characters.
pub fn wider_forms(person: &Person, u_umlaut: &str) -> Vec<(&'static str, String)> {
    let (surname, given) = (typed(&person.surname, u_umlaut), typed(&person.given, u_umlaut));
    let (surname_initials, given_initials) = (initials(&person.surname), initials(&person.given));
    let given_alone = if given.len() > 1 { given.concat() } else { String::new() };
    [
        ("given name first", given.concat() + &surname.concat(), 4),
        ("surname and initials", surname.concat() + &given_initials, 4),
        ("initials and surname", given_initials.clone() + &surname.concat(), 4),
        ("initial and given name", surname_initials.clone() + &given.concat(), 4),
        ("initials", surname_initials + &given_initials, 3),
        ("given name alone", given_alone, 4),
    ]
    .into_iter()
    .filter(|(_, text, fewest)| text.chars().count() >= *fewest)
    .map(|(form, text, _)| (form, text))
    .collect()
}

/// The forms that are promised only in plain letters: the name backwards, and initials inside a word.
pub fn plain_forms(person: &Person, u_umlaut: &str, random: &mut Random) -> Vec<(&'static str, String)> {
    let backwards: String = typed(&person.syllables(), u_umlaut).concat().chars().rev().collect();
    let mut forms = Vec::new();
    if backwards.chars().count() > 3 {
        forms.push(("backwards", backwards));
    }
    let initials = initials(&person.syllables());
    if initials.len() > 2 {
        let letters = |random: &mut Random| -> String {
            (0..1 + random.below(3)).map(|_| *random.pick(&['q', 'k', 'b', 'v', 'p', 'e'])).collect()
        };
        forms.push(("initials inside a word", letters(random) + &initials + &letters(random)));
    }
    forms
}

/// The forms outside the promise, which are measured anyway.
pub fn stray_forms(person: &Person, random: &mut Random) -> Vec<(&'static str, String)> {
    let both = person.syllables();
    let tones: String =
        both.iter().zip([2, 3, 1, 4].iter().cycle()).map(|(one, tone)| format!("{one}{tone}")).collect();
    let whole = both.concat();
    let backwards: String = whole.chars().rev().collect();
    // zh, ch and sh are one sound each.
    let sounds = both.iter().map(|one| if one[1..].starts_with('h') { &one[..2] } else { &one[..1] });
    vec![
        ("a tone number after each syllable", tones),
        ("digits between surname and given name", person.surname.concat() + "88" + &person.given.concat()),
        ("backwards and disguised", leet(&backwards, random)),
        ("zh, ch, sh as initials", sounds.collect()),
        ("without the last letter", whole[..whole.len() - 1].to_owned()),
        ("the surname with a year of birth", person.surname.concat() + "1990"),
    ]
}

fn typed(syllables: &[&str], u_umlaut: &str) -> Vec<String> {
    syllables.iter().map(|syllable| syllable.replace('v', u_umlaut)).collect()
}

/// The first letter of each syllable.
pub fn initials(syllables: &[&str]) -> String {
    syllables.iter().map(|syllable| &syllable[..1]).collect()
}

/// A realistic password that contains the text, in any letter case.
pub fn dress_plainly(text: &str, random: &mut Random) -> String {
    let text = match random.below(4) {
        0 => capital(text),
        1 => text.to_uppercase(),
        2 => text
            .chars()
            .map(|one| if random.below(2) == 0 { one.to_ascii_uppercase() } else { one })
            .collect(),
        _ => text.to_owned(),
    };
    let before = random.pick(&["", "", "My", "x", "密", "👍"]);
    let after = random.pick(&["", "", "abc", "k", "码", "🌸"]);
    around(&format!("{before}{text}{after}"), random)
}

/// The same in plain letters or in leetspeak, without letters beside the text.
pub fn dress(text: &str, random: &mut Random) -> String {
    let text = match random.below(5) {
        0 => capital(text),
        1 => text.to_uppercase(),
        2 => leet(text, random),
        _ => text.to_owned(),
    };
    around(&text, random)
}

fn around(text: &str, random: &mut Random) -> String {
    let before = random.pick(&["", "", "", "88", "#", "2024"]);
    let after = random.pick(&["", "123", "@2024", "1990!", "#88", "_01", "@123", "!", "520", "."]);
    format!("{before}{text}{after}")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Replaces some letters by their look-alikes.
fn leet(text: &str, random: &mut Random) -> String {
    let alike = |letter| match letter {
        'a' => Some('@'),
        'e' => Some('3'),
        'i' => Some('1'),
        'o' => Some('0'),
        's' => Some('$'),
        _ => None,
    };
    text.chars().map(|letter| alike(letter).filter(|_| random.below(3) == 0).unwrap_or(letter)).collect()
}
