//! The data of a request, kept to detect and remove it in a reply.

use passgate_core::{Identity, one_line, seen};
use zeroize::Zeroizing;

/// Four consecutive characters of a password in a message count as a repetition of it.
const TELLING: usize = 4;

/// Five consecutive characters of an account in a message count as a repetition of it. With four, the
/// two numbers of a length message would match many ids by chance.
const PIECE: usize = 5;

/// The values of a call that its reply may echo.
#[derive(Clone, Copy, Default)]
pub(crate) struct Submitted<'a> {
    /// The password, if the call carries one.
    pub password: Option<&'a str>,
    /// The account, if the call names one.
    pub user_id: Option<&'a str>,
    /// The person of the account, as far as known.
    pub person: Option<&'a Identity>,
}

impl Submitted<'_> {
    /// A vendor's message that may be shown and logged: one line and bounded. `None` if it is empty or
    /// repeats the account or any four consecutive characters of the password, in any letter case.
    pub fn free_text(&self, message: &str) -> Option<String> {
        let line = one_line(message);
        let lower = line.to_lowercase();
        let names_account = self
            .user_id
            .is_some_and(|id| id.chars().count() >= TELLING && lower.contains(&id.to_lowercase()));
        let fit = !line.is_empty() && !names_account && !self.repeats_password(&lower);
        fit.then_some(line)
    }

    /// A short identifier of a reply (a trace id); `None` if it is malformed or contains the password.
    pub fn identifier(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let shaped = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        let holds = self.password.is_some_and(|password| !password.is_empty() && text.contains(password));
        (shaped && !holds).then(|| text.to_owned())
    }

    /// Whether a text repeats the whole password, in any letter case, if the password contains digits.
    /// A password of letters only may occur in a sentence by chance (`password`) and adds no digits.
    pub fn repeats_digits_of_password(&self, text: &str) -> bool {
        let Some(password) = self.password.filter(|password| password.contains(char::is_numeric)) else {
            return false;
        };
        let text: String = seen(text).collect();
        text.to_lowercase().contains(Zeroizing::new(password.to_lowercase()).as_str())
    }

    /// Whether a text repeats data of the account: its id, its username, a phone number, an e-mail
    /// address or a name of the person, each as a whole; or five consecutive characters of one of them
    /// with a digit among them. Letter case, width and separators make no difference.
    pub fn names_account(&self, text: &str) -> bool {
        let texts = [folded(text), plain(text)];
        let person = self.person.into_iter();
        let own = person.flat_map(|person| {
            let texts = [&person.names, &person.phones, &person.emails].into_iter().flatten().flatten();
            person.username.iter().chain(&person.name).chain(texts)
        });
        // The part of an address before the `@` is a name of the account, too.
        let own = own.flat_map(|own| [own.as_str(), own.split('@').next().unwrap_or_default()]);
        let has_digit = |piece: &[char]| piece.iter().any(char::is_ascii_digit);
        let stands_in = |piece: &[char], text: &[char]| text.windows(piece.len()).any(|other| other == piece);
        self.user_id.into_iter().chain(own).any(|own| {
            let whole = plain(own);
            let tells = !whole.is_empty() && (has_digit(&whole) || whole.len() >= TELLING);
            let pieces = [folded(own), whole.clone()];
            (tells && texts.iter().any(|text| stands_in(&whole, text)))
                || pieces.iter().zip(&texts).any(|(own, text)| {
                    own.windows(PIECE).any(|piece| has_digit(piece) && stands_in(piece, text))
                })
        })
    }

    fn repeats_password(&self, lower: &str) -> bool {
        let Some(password) = self.password else { return false };
        let password = Zeroizing::new(password.to_lowercase());
        if password.chars().count() <= TELLING {
            return !password.is_empty() && lower.contains(password.as_str());
        }
        let password = Zeroizing::new(password.chars().collect::<Vec<_>>());
        let message: Vec<char> = lower.chars().collect();
        password.windows(TELLING).any(|piece| message.windows(TELLING).any(|other| other == piece))
    }
}

/// The text in lower case and half width.
fn folded(text: &str) -> Vec<char> {
    let narrow = |char: char| match char {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(char).saturating_sub(0xFEE0)).unwrap_or(char),
        _ => char,
    };
    text.chars().map(narrow).flat_map(char::to_lowercase).collect()
}

/// The same without separators between letters and digits.
fn plain(text: &str) -> Vec<char> {
    let mut plain = folded(text);
    plain.retain(|char| char.is_alphanumeric());
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_submitted_is_repeated() {
        let call =
            Submitted { password: Some("P@ssw0rd123"), user_id: Some("u-2020"), ..Submitted::default() };
        for (message, expected) in [
            ("必须包含大写字母", Some("必须包含大写字母")),
            ("  two\r\n lines\t", Some("two lines")),
            ("a\u{2028}b\u{2029}c\u{85}d\u{A0}e\u{3000}f", Some("a b c d e f")),
            ("密码\u{202E}不\u{2066}符\u{200B}合\u{FEFF}\u{AD}\u{E0041}\u{3164}\u{FE0F}", Some("密码不符合")),
            ("\u{202E}\u{200B}", None),
            ("密码 P@ss\u{200B}w0\u{2060}rd123 不符合", None),
            ("密码 P\u{202E}@\u{202E}s\u{202E}s 不符合", None),
            ("密码 P@ssw0rd123 不符合", None),
            ("the password p@SSW0RD123 is bad", None),
            ("starts with P@ss", None),
            ("ends with 123, not 1234", Some("ends with 123, not 1234")),
            ("user U-2020 is locked", None),
            ("", None),
            (" \n ", None),
        ] {
            assert_eq!(call.free_text(message).as_deref(), expected, "{message:?}");
        }
        let short = Submitted { password: Some("ab"), user_id: Some("1"), ..Submitted::default() };
        assert_eq!(short.free_text("cab"), None);
        assert_eq!(short.free_text("at least 1").as_deref(), Some("at least 1"));
        let empty = Submitted { password: Some(""), ..Submitted::default() };
        assert_eq!(empty.free_text("empty").as_deref(), Some("empty"));
    }

    #[test]
    fn a_text_that_repeats_the_account() {
        let person = Identity {
            username: Some("Emp0014-0018".into()),
            name: Some("张三16".into()),
            names: Some(vec!["三班13-15".into()]),
            phones: Some(vec!["+86 138 0012 0018".into()]),
            emails: Some(vec!["xm12-20@corp.example".into()]),
            ..Identity::default()
        };
        let call = Submitted { user_id: Some("16-17"), person: Some(&person), ..Submitted::default() };
        for text in [
            "用户 16-17 的密码长度不符合要求",
            "用户１６－１７的密码长度不符合要求",
            "密码长度为16~17个字符",
            "EMP0014-0018: wrong length",
            "用户 0014-0018 的密码长度不符合要求",
            "手机 0120018 的密码长度不符合要求",
            "13800120018",
            "张三16的密码长度不符合要求",
            "三班１３-15的密码长度不符合要求",
            "xm12-20",
            "XM12-20@CORP.EXAMPLE 8~18",
            "邮箱 12-20@corp.example 的密码长度不符合要求",
        ] {
            assert!(call.names_account(text), "{text}");
        }
        for text in [
            "密码长度为8~18个字符",
            "密码长度为20~20个字符",
            "Password length is 14~18 characters",
            "密码中最大字符重复数不能超过2个",
            "",
        ] {
            assert!(!call.names_account(text), "{text}");
        }
        // A short account, and one without digits, must occur as a whole.
        let short = Submitted { user_id: Some("8"), ..Submitted::default() };
        assert!(short.names_account("密码长度为8~18个字符") && !short.names_account("密码长度为12~16个字符"));
        let letters = Submitted { user_id: Some("zhang"), ..Submitted::default() };
        assert!(letters.names_account("用户 Zhang 的密码长度为14~18个字符"));
        assert!(!letters.names_account("用户 zhan 的密码长度为14~18个字符"));
        let two = Submitted { user_id: Some("is"), ..Submitted::default() };
        assert!(!two.names_account("Password length is 8~18 characters"));
        assert!(!Submitted::default().names_account("密码长度为8~18个字符"));
    }

    #[test]
    fn digits_of_a_password_are_found_despite_invisible_characters() {
        let call = Submitted { password: Some("16-17"), ..Submitted::default() };
        for text in ["用户 16-17", "1\u{200B}6\u{2060}-1\u{202E}7", "1\u{AD}6-17"] {
            assert!(call.repeats_digits_of_password(text), "{text:?}");
        }
        assert!(!call.repeats_digits_of_password("密码长度为16~17个字符"));
    }

    #[test]
    fn long_texts_are_cut() {
        let text = Submitted::default().free_text(&"很长".repeat(5000)).unwrap();
        assert_eq!(text.chars().count(), 200);
    }

    #[test]
    fn malformed_and_secret_identifiers_are_dropped() {
        let call = Submitted { password: Some("20261122"), ..Submitted::default() };
        assert_eq!(call.identifier(" ABC-12 ").as_deref(), Some("ABC-12"));
        for refused in ["", "two words", "号", "log20261122", &"a".repeat(129)] {
            assert_eq!(call.identifier(refused), None, "{refused}");
        }
    }
}
