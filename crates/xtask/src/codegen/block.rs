//! Generated blocks inside files that are written by hand.

use anyhow::{Context, Result, bail};

/// The first and the last line of a block, in a document and in code.
const MARKS: [(&str, &str, &str); 2] =
    [("<!-- generated: ", " -->", "<!-- end -->"), ("// generated: ", "\n", "// end\n")];

/// Replaces the text between `<!-- generated: NAME -->` and the next `<!-- end -->`; in code, between
/// `// generated: NAME` and `// end`.
pub fn replaced(text: &str, name: &str, made: &str) -> Result<String> {
    let has = |(before, after, _): &&(&str, &str, &str)| text.contains(&format!("{before}{name}{after}"));
    let (before, after, end) =
        MARKS.iter().find(has).with_context(|| format!("there is no line `generated: {name}`"))?;
    let begin = format!("{before}{name}{after}");
    let (head, rest) = text.split_once(&begin).context("the block's first line")?;
    let begin = begin.trim_end();
    if rest.contains(begin) {
        bail!("there are two lines `{begin}`");
    }
    let end = end.trim_end();
    let (old, tail) = rest.split_once(end).with_context(|| format!("`{begin}` has no `{end}`"))?;
    if old.contains(before) {
        bail!("`{begin}` has no `{end}` before the next block");
    }
    Ok(format!("{head}{begin}\n{}\n{end}{tail}", made.trim_end()))
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
    fn a_block_of_code() {
        let text = "a();\n// generated: one\nold();\n// end\nb();\n";
        assert_eq!(
            replaced(text, "one", "new();").unwrap(),
            "a();\n// generated: one\nnew();\n// end\nb();\n"
        );
        assert!(replaced("// generated: one\nold();", "one", "x").is_err());
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
