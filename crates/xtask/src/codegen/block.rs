//! Generated blocks inside files that are otherwise written by hand.

use anyhow::{Context, Result, bail};

const END: &str = "<!-- end -->";

/// The text with what stands between `<!-- generated: NAME -->` and the next `<!-- end -->`
/// replaced.
pub fn replaced(text: &str, name: &str, made: &str) -> Result<String> {
    let begin = format!("<!-- generated: {name} -->");
    let (head, rest) = text.split_once(&begin).with_context(|| format!("there is no line `{begin}`"))?;
    if rest.contains(&begin) {
        bail!("there are two lines `{begin}`");
    }
    let (old, tail) = rest.split_once(END).with_context(|| format!("`{begin}` has no `{END}`"))?;
    if old.contains("<!-- generated:") {
        bail!("`{begin}` has no `{END}` before the next block");
    }
    Ok(format!("{head}{begin}\n{}\n{END}{tail}", made.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str =
        "# A\n<!-- generated: one -->\nold\n<!-- end -->\nB\n<!-- generated: two -->\n<!-- end -->\nC\n";

    #[test]
    fn only_the_named_block_changes() {
        let text = replaced(TEXT, "one", "new\nlines\n").unwrap();
        assert_eq!(
            text,
            "# A\n<!-- generated: one -->\nnew\nlines\n<!-- end -->\nB\n<!-- generated: two -->\n<!-- end -->\nC\n",
        );
        assert_eq!(replaced(&text, "one", "new\nlines").unwrap(), text, "twice is once");
    }

    #[test]
    fn an_empty_block_is_filled() {
        assert!(replaced(TEXT, "two", "new").unwrap().contains("two -->\nnew\n<!-- end -->\nC"));
    }

    #[test]
    fn a_missing_or_open_or_double_block_is_an_error() {
        assert!(replaced(TEXT, "three", "x").is_err());
        assert!(replaced("<!-- generated: one -->\nold", "one", "x").is_err());
        let open = "<!-- generated: one -->\nold\n<!-- generated: two -->\n<!-- end -->";
        assert!(replaced(open, "one", "x").is_err());
        assert!(replaced(&format!("{TEXT}{TEXT}"), "one", "x").is_err());
    }
}
