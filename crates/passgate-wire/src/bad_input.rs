//! What is wrong with what a caller sent: a field and a problem, never a value.

use std::fmt;

use passgate_core::Locale;

/// The header that carries a client's id and secret.
const CREDENTIAL: &str = "Authorization";

/// A request that the edge cannot read.
///
/// It names the field and never carries what stood in it; an unknown field is named only where
/// its name looks like one, because a confused caller may have put a password there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadInput {
    /// The field: a path in the body (`password.ent_email_password`), a query parameter, a
    /// header (`Content-Type`), or `body`, `query`, `user_id` for these as a whole.
    pub field: String,
    /// What is wrong with it.
    pub problem: FieldProblem,
}

impl BadInput {
    /// A problem of that field.
    pub fn new(field: impl Into<String>, problem: FieldProblem) -> Self {
        Self { field: field.into(), problem }
    }

    /// Whether the request has no credential where it must have one.
    pub(crate) fn is_absent_credential(&self) -> bool {
        self.field == CREDENTIAL && self.problem == FieldProblem::Missing
    }

    /// Whether what stands for a credential is none.
    pub(crate) fn is_bad_credential(&self) -> bool {
        self.field == CREDENTIAL && self.problem == FieldProblem::BadBasicCredentials
    }
}

/// Names a field this call does not have, below `parent` (empty at the top), or only says that
/// there is one, where its name does not look like a name: letters and underscores.
pub(crate) fn unknown(parent: &str, whole: &str, name: &str) -> BadInput {
    let nameable =
        (1..=40).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    match (nameable, parent.is_empty()) {
        (true, true) => BadInput::new(name, FieldProblem::Unknown),
        (true, false) => BadInput::new(format!("{parent}.{name}"), FieldProblem::Unknown),
        (false, true) => BadInput::new(whole, FieldProblem::UnknownMember),
        (false, false) => BadInput::new(parent, FieldProblem::UnknownMember),
    }
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.field, self.problem)
    }
}

impl std::error::Error for BadInput {}

/// What can be wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// Required, and not there.
    Missing,
    /// Not a field of this call.
    Unknown,
    /// Something in it is not a field of this call, and what stands there as a name is none that
    /// can be repeated.
    UnknownMember,
    /// There more than once.
    Duplicate,
    /// Of another JSON type.
    WrongType {
        /// The type asked for: `string`, `object`, …
        expected: &'static str,
    },
    /// There, but empty.
    Empty,
    /// Longer than allowed.
    TooLong {
        /// The most characters (not bytes) allowed.
        max: usize,
    },
    /// None of the values the page lists.
    NotOneOf(&'static [&'static str]),
    /// Not JSON.
    NotJson,
    /// Not UTF-8.
    NotUtf8,
    /// An escaped half of a surrogate pair (`\ud800`): no Unicode text.
    LoneSurrogate,
    /// A control character.
    ControlCharacter,
    /// Something else than visible ASCII.
    NotVisibleAscii,
    /// A key that another request came with.
    UsedOtherwise,
    /// An encoded slash or backslash in a path segment.
    EncodedSlash,
    /// `.` or `..` as a path segment.
    DotSegment,
    /// A `%` that is not followed by two hexadecimal digits.
    BadPercentEncoding,
    /// Not `Basic` with the base64 of `id:secret`.
    BadBasicCredentials,
    /// Credentials in the `Authorization` header and in the body at once.
    CredentialsTwice,
    /// Another content type than the page fixes.
    WrongContentType {
        /// The media type asked for.
        expected: &'static str,
    },
    /// More bytes than the edge reads.
    BodyTooLarge {
        /// The most bytes taken.
        max_bytes: usize,
    },
    /// It has not arrived in time.
    BodyTooSlow,
    /// A body where the page has none.
    UnexpectedBody,
    /// A query where the page has none.
    UnexpectedQuery,
}

impl FieldProblem {
    /// The HTTP status of a request with it. A key that was used for another request is well
    /// formed and cannot be processed: 422, as the draft on `Idempotency-Key` has it.
    pub const fn status(&self) -> u16 {
        match self {
            Self::UsedOtherwise => 422,
            _ => 400,
        }
    }

    /// What is wrong, to follow the name of the field.
    ///
    /// ```
    /// use passgate_core::Locale;
    /// use passgate_wire::FieldProblem;
    ///
    /// assert_eq!(FieldProblem::Missing.says(Locale::En), "is required");
    /// ```
    pub fn says(&self, language: Locale) -> String {
        match language {
            Locale::En => self.to_string(),
            Locale::ZhCn | Locale::ZhTw => self.in_chinese(),
        }
    }

    fn in_chinese(&self) -> String {
        let fixed = match self {
            Self::WrongType { expected } => return format!("类型必须为 {expected}"),
            Self::TooLong { max } => return format!("最多 {max} 个字符"),
            Self::NotOneOf(values) => return format!("必须是以下之一: {}", values.join(", ")),
            Self::WrongContentType { expected } => return format!("必须为 {expected}"),
            Self::BodyTooLarge { max_bytes } => return format!("最多 {max_bytes} 字节"),
            Self::Missing => "不能缺少",
            Self::Unknown => "不是该请求的字段",
            Self::UnknownMember => "含有不属于该请求的字段",
            Self::Duplicate => "重复出现",
            Self::Empty => "不能为空",
            Self::NotJson => "不是有效的 JSON",
            Self::NotUtf8 => "不是有效的 UTF-8",
            Self::LoneSurrogate => "含有不成对的代理项转义",
            Self::ControlCharacter => "不能含有控制字符",
            Self::NotVisibleAscii => "必须是可见的 ASCII 字符",
            Self::UsedOtherwise => "已用于另一个请求",
            Self::EncodedSlash => "不能含有编码的斜杠或反斜杠",
            Self::DotSegment => "不能是 . 或 ..",
            Self::BadPercentEncoding => "百分号编码不正确",
            Self::BadBasicCredentials => "必须是 Basic 加 id:secret 的 base64 (UTF-8)",
            Self::CredentialsTwice => "在请求头和请求体中重复给出凭证",
            Self::BodyTooSlow => "未能及时到达",
            Self::UnexpectedBody | Self::UnexpectedQuery => "必须为空",
        };
        fixed.to_owned()
    }
}

impl fmt::Display for FieldProblem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing => f.write_str("is required"),
            Self::Unknown => f.write_str("is not a field of this request"),
            Self::UnknownMember => f.write_str("has a member that is not a field of this request"),
            Self::Duplicate => f.write_str("is given more than once"),
            Self::WrongType { expected } => write!(f, "must be of type {expected}"),
            Self::Empty => f.write_str("must not be empty"),
            Self::TooLong { max } => write!(f, "must be at most {max} characters long"),
            Self::NotOneOf(values) => write!(f, "must be one of: {}", values.join(", ")),
            Self::NotJson => f.write_str("is not valid JSON"),
            Self::NotUtf8 => f.write_str("is not valid UTF-8"),
            Self::LoneSurrogate => f.write_str("contains an unpaired surrogate escape"),
            Self::ControlCharacter => f.write_str("must not contain control characters"),
            Self::NotVisibleAscii => f.write_str("must be visible ASCII"),
            Self::UsedOtherwise => f.write_str("was used for another request"),
            Self::EncodedSlash => f.write_str("must not contain an encoded slash or backslash"),
            Self::DotSegment => f.write_str("must not be a dot segment"),
            Self::BadPercentEncoding => f.write_str("is not percent-encoded correctly"),
            Self::BadBasicCredentials => f.write_str("must be Basic with the base64 of id:secret in UTF-8"),
            Self::CredentialsTwice => f.write_str("gives credentials twice, in the header and in the body"),
            Self::WrongContentType { expected } => write!(f, "must be {expected}"),
            Self::BodyTooLarge { max_bytes } => write!(f, "must be at most {max_bytes} bytes"),
            Self::BodyTooSlow => f.write_str("did not arrive in time"),
            Self::UnexpectedBody | Self::UnexpectedQuery => f.write_str("must be empty"),
        }
    }
}
