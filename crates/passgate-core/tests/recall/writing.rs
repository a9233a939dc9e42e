//! How people make passwords of their names.

use crate::people::Person;
use crate::random::Random;

/// Every form of the name that people build passwords on, `ü` typed as `u_umlaut`.
pub fn forms(person: &Person, u_umlaut: &str, separator: &str) -> Vec<(&'static str, String)> {
    let typed = |syllables: &[String]| -> Vec<String> {
        syllables.iter().map(|syllable| syllable.replace('v', u_umlaut)).collect()
    };
    let initials = |syllables: &[String]| syllables.iter().map(|syllable| &syllable[..1]).collect::<String>();
    let (surname, given) = (typed(&person.surname), typed(&person.given));
    let both: Vec<String> = surname.iter().chain(&given).cloned().collect();
    let (surname_initials, given_initials) = (initials(&person.surname), initials(&person.given));
    let given_alone = if given.len() > 1 { given.concat() } else { String::new() };
    [
        ("full name", both.concat(), 4),
        ("with separators", both.join(separator), 4),
        ("each syllable capital", both.iter().map(|syllable| capital(syllable)).collect(), 4),
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

/// Forms nobody promises to see; how many are, is said all the same.
pub fn stray_forms(person: &Person) -> Vec<(&'static str, String)> {
    let both: Vec<&str> = person.surname.iter().chain(&person.given).map(String::as_str).collect();
    let tones: String =
        both.iter().zip([2, 3, 1, 4].iter().cycle()).map(|(one, tone)| format!("{one}{tone}")).collect();
    vec![
        ("a tone number after each syllable", tones),
        ("digits between surname and given name", person.surname.concat() + "88" + &person.given.concat()),
        ("backwards", both.concat().chars().rev().collect()),
    ]
}

/// A realistic password with the text in it.
pub fn dress(text: &str, random: &mut Random) -> String {
    let text = match random.below(5) {
        0 => capital(text),
        1 => text.to_uppercase(),
        2 => leet(text, random),
        _ => text.to_owned(),
    };
    let before = random.pick(&["", "", "", "88", "#", "2024"]);
    let after = random.pick(&["", "123", "@2024", "1990!", "#88", "_01", "@123", "!", "520", "."]);
    format!("{before}{text}{after}")
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_uppercase().chain(characters).collect()).unwrap_or_default()
}

/// Some of the letters that have one are written as their look-alike.
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
