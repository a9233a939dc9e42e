//! An invalid request of a caller: a field and a problem, never a value.

use std::fmt;

use passgate_core::Locale;

/// The header that carries a client's id and secret.
const CREDENTIAL: &str = "Authorization";

/// A request that the edge cannot read.
///
/// It names the field and never contains its value. An unknown field is named only if its name looks
/// like one, because a confused caller may have put a password there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadInput {
    /// The field: a path in the body (`password.ent_email_password`), a query parameter, a header
    /// (`Content-Type`), or `body`, `query` or `user_id` as a whole.
    pub field: String,
    /// The problem of the field.
    pub problem: FieldProblem,
}

impl BadInput {
    /// An error with this field and this problem.
    pub fn new(field: impl Into<String>, problem: FieldProblem) -> Self {
        Self { field: field.into(), problem }
    }

    /// Whether the required credential is missing.
    pub(crate) fn is_absent_credential(&self) -> bool {
        self.field == CREDENTIAL && self.problem == FieldProblem::Missing
    }

    /// Whether the credential is malformed.
    pub(crate) fn is_bad_credential(&self) -> bool {
        self.field == CREDENTIAL && self.problem == FieldProblem::BadBasicCredentials
    }
}

/// Whether an error may repeat the name of a field: it has 1 to 40 letters and underscores. Any other text may
/// be a password.
pub fn is_nameable(name: &str) -> bool {
    (1..=40).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_')
}

/// Reports a field that this call does not have, below `parent` (empty at the top).
pub(crate) fn unknown(parent: &str, whole: &str, name: &str) -> BadInput {
    match (is_nameable(name), parent.is_empty()) {
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

/// The problem of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// A required field is missing.
    Missing,
    /// This call has no such field.
    Unknown,
    /// A member is not a field of this call, and its name must not be repeated.
    UnknownMember,
    /// The field occurs more than once.
    Duplicate,
    /// The value has another JSON type.
    WrongType {
        /// The expected type: `string`, `object`, …
        expected: &'static str,
    },
    /// The value is empty.
    Empty,
    /// The value is too long.
    TooLong {
        /// The maximum length in characters, not bytes.
        max: usize,
    },
    /// The value is not one of those that the page lists.
    NotOneOf(&'static [&'static str]),
    /// Not JSON.
    NotJson,
    /// Not UTF-8.
    NotUtf8,
    /// An unpaired surrogate escape (`\ud800`), which is not Unicode text.
    LoneSurrogate,
    /// A control character.
    ControlCharacter,
    /// A character other than visible ASCII.
    NotVisibleAscii,
    /// An idempotency key that was used for another request.
    UsedOtherwise,
    /// An encoded slash or backslash in a path segment.
    EncodedSlash,
    /// `.` or `..` as a path segment.
    DotSegment,
    /// A `%` that is not followed by two hexadecimal digits.
    BadPercentEncoding,
    /// Not `Basic` with the base64 of `id:secret`.
    BadBasicCredentials,
    /// Credentials both in the `Authorization` header and in the body.
    CredentialsTwice,
    /// Another content type than the page requires.
    WrongContentType {
        /// The required media type.
        expected: &'static str,
    },
    /// A content coding such as gzip: the edge reads none.
    ContentCoding,
    /// The body is larger than the limit of the edge.
    BodyTooLarge {
        /// The maximum size in bytes.
        max_bytes: usize,
    },
    /// The body did not arrive in time.
    BodyTooSlow,
    /// A body where the page defines none.
    UnexpectedBody,
    /// A query where the page defines none.
    UnexpectedQuery,
}

impl FieldProblem {
    /// The HTTP status of an answer with this problem. A request whose key was used for another one is
    /// well formed but cannot be processed: 422, as in the draft on `Idempotency-Key`.
    pub const fn status(&self) -> u16 {
        match self {
            Self::UsedOtherwise => 422,
            _ => 400,
        }
    }

    /// The problem as a text that follows the name of the field.
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
            Self::ContentCoding => "必须省略：请求体不能压缩",
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
            Self::ContentCoding => f.write_str("must be absent: the body must not be compressed"),
            Self::BodyTooSlow => f.write_str("did not arrive in time"),
            Self::UnexpectedBody | Self::UnexpectedQuery => f.write_str("must be empty"),
        }
    }
}
