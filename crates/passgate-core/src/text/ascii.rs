//! ASCII characters as UTF-16 code units, for patterns. Letters are in lower case unless the name says
//! otherwise.

pub(crate) const SPACE: u16 = b' ' as u16;
pub(crate) const QUOTE: u16 = b'"' as u16;
pub(crate) const HASH: u16 = b'#' as u16;
pub(crate) const PERCENT: u16 = b'%' as u16;
pub(crate) const AMPERSAND: u16 = b'&' as u16;
pub(crate) const PLUS: u16 = b'+' as u16;
pub(crate) const COMMA: u16 = b',' as u16;
pub(crate) const HYPHEN: u16 = b'-' as u16;
pub(crate) const STOP: u16 = b'.' as u16;
pub(crate) const SLASH: u16 = b'/' as u16;
pub(crate) const ZERO: u16 = b'0' as u16;
pub(crate) const ONE: u16 = b'1' as u16;
pub(crate) const THREE: u16 = b'3' as u16;
pub(crate) const SIX: u16 = b'6' as u16;
pub(crate) const EIGHT: u16 = b'8' as u16;
pub(crate) const NINE: u16 = b'9' as u16;
pub(crate) const COLON: u16 = b':' as u16;
pub(crate) const SEMICOLON: u16 = b';' as u16;
pub(crate) const EQUALS: u16 = b'=' as u16;
pub(crate) const AT: u16 = b'@' as u16;
pub(crate) const CAPITAL_E: u16 = b'E' as u16;
pub(crate) const BACKSLASH: u16 = b'\\' as u16;
pub(crate) const LOW_LINE: u16 = b'_' as u16;
pub(crate) const E: u16 = b'e' as u16;
pub(crate) const U: u16 = b'u' as u16;
pub(crate) const V: u16 = b'v' as u16;
pub(crate) const X: u16 = b'x' as u16;
pub(crate) const OPEN_BRACE: u16 = b'{' as u16;
pub(crate) const BAR: u16 = b'|' as u16;
