//! What was submitted with a call, kept only so that nothing of it is repeated.

use zeroize::Zeroizing;

/// The longest free text kept of a reply, in characters.
const MAX_MESSAGE_CHARACTERS: usize = 200;

/// So many characters of a password in a row are a repetition of it.
const TELLING: usize = 4;

/// The values of one call that its reply may echo.
#[derive(Clone, Copy, Default)]
pub(crate) struct Submitted<'a> {
    /// The password, where the call carries one.
    pub password: Option<&'a str>,
    /// The account, where the call names one.
    pub user_id: Option<&'a str>,
}

impl Submitted<'_> {
    /// A vendor's free text made fit to be shown and logged: one line, bounded, and `None` if it
    /// is empty or repeats the account or any four characters of the password, in whatever case.
    pub fn free_text(&self, message: &str) -> Option<String> {
        let line = one_line(message);
        let lower = line.to_lowercase();
        let names_account = self
            .user_id
            .is_some_and(|id| id.chars().count() >= TELLING && lower.contains(&id.to_lowercase()));
        let fit = !line.is_empty() && !names_account && !self.repeats_password(&lower);
        fit.then_some(line)
    }

    /// A short token of a reply (a trace id), `None` if it is not one or holds the password.
    pub fn identifier(&self, text: &str) -> Option<String> {
        let text = text.trim();
        let shaped = (1..=128).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
        let holds = self.password.is_some_and(|password| !password.is_empty() && text.contains(password));
        (shaped && !holds).then(|| text.to_owned())
    }

    /// Whether a text repeats the whole password, in whatever case, and with it digits. One of
    /// letters only may well stand in a sentence (`password`), and brings no digits.
    pub fn digits_stand_in(&self, text: &str) -> bool {
        let Some(password) = self.password.filter(|password| password.contains(char::is_numeric)) else {
            return false;
        };
        text.to_lowercase().contains(Zeroizing::new(password.to_lowercase()).as_str())
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

/// Bounded, trimmed, and without anything that breaks a line or hides text.
fn one_line(message: &str) -> String {
    let mut line = String::new();
    let shown = message.chars().map(|char| if char.is_control() { ' ' } else { char });
    for char in shown.take(MAX_MESSAGE_CHARACTERS) {
        if char != ' ' || !(line.is_empty() || line.ends_with(' ')) {
            line.push(char);
        }
    }
    line.truncate(line.trim_end().len());
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_submitted_is_repeated() {
        let call = Submitted { password: Some("P@ssw0rd123"), user_id: Some("u-2020") };
        for (message, expected) in [
            ("必须包含大写字母", Some("必须包含大写字母")),
            ("  two\r\n lines\t", Some("two lines")),
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
        let short = Submitted { password: Some("ab"), user_id: Some("1") };
        assert_eq!(short.free_text("cab"), None);
        assert_eq!(short.free_text("at least 1").as_deref(), Some("at least 1"));
        let empty = Submitted { password: Some(""), user_id: None };
        assert_eq!(empty.free_text("empty").as_deref(), Some("empty"));
    }

    #[test]
    fn long_texts_are_cut() {
        let text = Submitted::default().free_text(&"很长".repeat(5000)).unwrap();
        assert_eq!(text.chars().count(), MAX_MESSAGE_CHARACTERS);
    }

    #[test]
    fn identifiers() {
        let call = Submitted { password: Some("20261122"), user_id: None };
        assert_eq!(call.identifier(" ABC-12 ").as_deref(), Some("ABC-12"));
        for refused in ["", "two words", "号", "log20261122", &"a".repeat(129)] {
            assert_eq!(call.identifier(refused), None, "{refused}");
        }
    }
}
