use serde::Serialize;

/// The delivery of a new password to a person. No listing contains the password.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Delivery {
    pub(crate) sequence: usize,
    pub(crate) at: String,
    pub(crate) user_id: String,
    pub(crate) username: String,
    pub(crate) channel: Channel,
    /// The phone number or the address, partly masked.
    pub(crate) to: String,
}

/// `send_mode`: fixed value (SMS,EMAIL).
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
pub(crate) enum Channel {
    Sms,
    Email,
}

impl Channel {
    pub(super) fn from_send_mode(text: &str) -> Option<Self> {
        match text {
            "SMS" => Some(Self::Sms),
            "EMAIL" => Some(Self::Email),
            _ => None,
        }
    }
}

/// Masks an address, so that it can still be recognized.
pub(super) fn covered(address: &str) -> String {
    let (local, domain) = address
        .split_once('@')
        .map_or((address, String::new()), |(local, domain)| (local, format!("@{domain}")));
    let length = local.chars().count();
    let start: String = local.chars().take(length.min(6).div_ceil(2)).collect();
    let end: String =
        if length > 7 { local.chars().skip(length.saturating_sub(4)).collect() } else { String::new() };
    format!("{start}****{end}{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_is_masked() {
        assert_eq!(covered("13800138000"), "138****8000");
        assert_eq!(covered("zl@example.com"), "z****@example.com");
    }
}
