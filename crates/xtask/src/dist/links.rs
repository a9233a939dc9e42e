//! The links between the pages of a release: a page of the checkout also links to files that a release has elsewhere,
//! or does not have.

use std::path::{Component, Path, PathBuf};

/// Where a file of the checkout is in the release, if it is there.
pub type Places<'a> = dyn Fn(&Path) -> Option<PathBuf> + 'a;

/// The text of a page, with each relative link leading to the file's place in the release. A link to a file that is
/// not there becomes plain text. `page` is the page's path in the checkout.
pub fn rewritten(text: &str, page: &Path, places: &Places<'_>) -> String {
    let Some(here) = places(page) else {
        return text.to_owned();
    };
    let mut out = String::new();
    let mut is_block = false;
    for line in text.split_inclusive('\n') {
        is_block ^= line.starts_with("```");
        if is_block {
            out.push_str(line);
        } else {
            rewrite_line(line, page, &here, places, &mut out);
        }
    }
    out
}

fn rewrite_line(line: &str, page: &Path, here: &Path, places: &Places<'_>, out: &mut String) {
    let begin = out.len();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once("](") {
        out.push_str(before);
        let Some((target, following)) = after.split_once(')') else {
            out.push_str("](");
            rest = after;
            continue;
        };
        rest = following;
        let (path, anchor) = target.split_at(target.find('#').unwrap_or(target.len()));
        if path.is_empty() || path.contains(':') {
            out.push_str(&format!("]({target})"));
            continue;
        }
        let file = normal(&folder_of(page).join(path));
        match places(&file) {
            Some(place) => {
                let path = relative(folder_of(here), &place);
                out.push_str(&format!("]({}{anchor})", path.display()));
            }
            None => {
                if let Some(label) = label_begin(out.get(begin..).unwrap_or_default()) {
                    out.remove(begin.saturating_add(label));
                }
            }
        }
    }
    out.push_str(rest);
}

/// Where the bracket is that opens the label at the end of the text.
fn label_begin(text: &str) -> Option<usize> {
    let mut closed = 0_usize;
    for (at, character) in text.char_indices().rev() {
        match character {
            ']' => closed = closed.saturating_add(1),
            '[' if closed == 0 => return Some(at),
            '[' => closed = closed.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn folder_of(file: &Path) -> &Path {
    file.parent().unwrap_or(Path::new(""))
}

/// The path without `.` and `..`.
fn normal(path: &Path) -> PathBuf {
    let mut normal = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                normal.pop();
            }
            Component::CurDir => {}
            other => normal.push(other),
        }
    }
    normal
}

/// The path of a file as seen from a folder.
fn relative(folder: &Path, file: &Path) -> PathBuf {
    let shared = folder.components().zip(file.components()).take_while(|(a, b)| a == b).count();
    let up = folder.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(file.components().skip(shared)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_follows_its_file_or_becomes_text() {
        let places = |file: &Path| -> Option<PathBuf> {
            let place = match file.to_str()? {
                "README.md" => "share/doc/passgate/README.md",
                "docs/a.md" => "share/doc/passgate/docs/a.md",
                "docs/b.md" => "share/doc/passgate/docs/b.md",
                "deploy/passgate@.service" => "share/passgate/passgate@.service",
                _ => return None,
            };
            Some(PathBuf::from(place))
        };
        for (text, expected) in [
            ("[b](b.md#c), [r](../README.md)\n", "[b](b.md#c), [r](../README.md)\n"),
            ("[`u`](../deploy/passgate@.service)", "[`u`](../../../passgate/passgate@.service)"),
            ("a [`list[0]`](../gone.md), [b](b.md)", "a `list[0]`, [b](b.md)"),
            ("[here](#c) [web](https://example.com/x)", "[here](#c) [web](https://example.com/x)"),
            ("```\n[b](../gone.md)\n```\n[c](../gone.md)\n", "```\n[b](../gone.md)\n```\nc\n"),
        ] {
            assert_eq!(rewritten(text, Path::new("docs/a.md"), &places), expected);
        }
        assert_eq!(rewritten("[b](docs/b.md)", Path::new("README.md"), &places), "[b](docs/b.md)");
    }
}
