//! Short texts: ids and names that other systems chose.

use crate::base::fields::Fields;

/// The longest id, in characters: longer than any vendor's.
pub const ID_MAX: usize = 200;

/// Reads the text of a required member that is an id or a name.
pub(super) fn id(fields: &mut Fields<'_>, name: &str) -> Option<String> {
    let text = fields.text(name)?;
    if text.chars().count() > ID_MAX {
        fields.blame(name, &format!("must have at most {ID_MAX} characters"));
    } else if text.chars().any(char::is_control) {
        fields.blame(name, "must not contain a control character, such as the end of a line");
    } else if text.trim() != text {
        fields.blame(name, "must not begin or end with a space");
    }
    Some(text)
}
