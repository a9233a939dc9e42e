//! The weak list: what many people use, and the words their variations are made of.
//!
//! Both lists are sorted texts of one entry a line, looked up where they lie: nothing is built
//! at start, and a hit is exact.

/// Passwords many people use, lower-case.
const PASSWORDS: &str = include_str!("../data/weak-passwords.txt");
/// Words behind patterns such as `Huawei@123`, lower-case letters.
const STEMS: &str = include_str!("../data/weak-stems.txt");

/// Before and after a stem, this many characters make a pattern; more is a password of its own.
const AFFIX_MAX: usize = 6;

/// Whether the lower-case text is on the list.
pub(crate) fn is_listed(text: &[u8]) -> bool {
    contains_line(PASSWORDS.as_bytes(), text)
}

/// Whether the lower-case text is a listed word in disguise: digits and symbols around it, look-alikes
/// (`@` for `a`, `0` for `o`) inside it.
pub(crate) fn is_pattern(text: &[u8]) -> bool {
    let plain = trim(text, u8::is_ascii_alphabetic);
    let disguised = trim(text, |byte| byte.is_ascii_alphabetic() || matches!(byte, b'@' | b'$'));
    [plain, disguised].into_iter().any(|stem| {
        text.len().saturating_sub(stem.len()) <= AFFIX_MAX
            && [b'i', b'l'].into_iter().any(|one| contains_line(STEMS.as_bytes(), &unmask(stem, one)))
    })
}

fn trim(text: &[u8], keep: impl Fn(&u8) -> bool) -> &[u8] {
    let from = text.iter().position(&keep).unwrap_or(text.len());
    let to = text.iter().rposition(&keep).map_or(from, |last| last.saturating_add(1));
    text.get(from..to).unwrap_or_default()
}

fn unmask(stem: &[u8], one: u8) -> Vec<u8> {
    stem.iter()
        .map(|byte| match byte {
            b'@' | b'4' => b'a',
            b'0' => b'o',
            b'1' => one,
            b'!' => b'i',
            b'3' => b'e',
            b'$' | b'5' => b's',
            b'7' => b't',
            other => *other,
        })
        .collect()
}

/// Binary search over the lines of a sorted text.
fn contains_line(lines: &[u8], wanted: &[u8]) -> bool {
    if wanted.is_empty() || wanted.contains(&b'\n') {
        return false;
    }
    let (mut low, mut high) = (0, lines.len());
    while low < high {
        let middle = low.midpoint(high);
        let before = lines.get(..middle).unwrap_or_default();
        let from =
            before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline.saturating_add(1));
        let rest = lines.get(from..).unwrap_or_default();
        let line = rest.split(|byte| *byte == b'\n').next().unwrap_or_default();
        match line.cmp(wanted) {
            std::cmp::Ordering::Equal => return true,
            std::cmp::Ordering::Less => low = from.saturating_add(line.len()).saturating_add(1),
            std::cmp::Ordering::Greater => high = from,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_and_no_other() {
        for (lines, least) in [(PASSWORDS, 2_000), (STEMS, 300)] {
            let entries: Vec<&str> = lines.lines().collect();
            assert!(entries.len() > least);
            assert!(entries.is_sorted());
            for entry in &entries {
                assert!(contains_line(lines.as_bytes(), entry.as_bytes()), "{entry}");
            }
        }
        for absent in ["", "a", "p@ssw0rd123", "zzzzzzzzzz9", "password1\npassword12", "\n"] {
            assert!(!is_listed(absent.as_bytes()), "{absent:?}");
        }
        assert!(is_listed(b"1qaz2wsx") && is_listed(b"password1"));
    }

    #[test]
    fn words_in_disguise() {
        for text in
            ["huawei@123", "qwer@1234", "p@ssw0rd123", "admin@123", "$unshine1", "1password!", "passw0rd"]
        {
            assert!(is_pattern(text.as_bytes()), "{text}");
        }
        for text in ["", "12345678", "huawei@1234567", "kx7#mq2$vl9p", "correcthorsebattery1"] {
            assert!(!is_pattern(text.as_bytes()), "{text}");
        }
    }
}
