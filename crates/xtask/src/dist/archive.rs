//! An archive whose bytes depend only on the files: sorted, without times or owners.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context as _, Result};
use flate2::{Compression, GzBuilder};
use tar::{Builder, EntryType, Header};

use crate::files;

/// Writes every file below `folder` as `NAME/…`.
pub fn write(folder: &Path, name: &str, archive: &Path) -> Result<()> {
    let file = File::create(archive).with_context(|| format!("could not write {}", archive.display()))?;
    let mut tar = Builder::new(GzBuilder::new().write(file, Compression::default()));
    for path in files::below(folder)? {
        let inside = Path::new(name).join(path.strip_prefix(folder).context("it lies in the folder")?);
        let content = files::read_bytes(&path)?;
        let mut header = Header::new_gnu();
        header.set_entry_type(EntryType::Regular);
        header.set_mode(if is_program(&path) { 0o755 } else { 0o644 });
        header.set_mtime(0);
        header.set_uid(0);
        header.set_gid(0);
        header.set_size(u64::try_from(content.len())?);
        tar.append_data(&mut header, &inside, content.as_slice())?;
    }
    tar.into_inner()?.finish()?.flush()?;
    Ok(())
}

fn is_program(path: &Path) -> bool {
    let folder = path.parent().and_then(Path::file_name);
    folder.is_some_and(|folder| folder == "bin" || folder == "libexec")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use super::*;

    #[test]
    fn the_same_files_give_the_same_bytes() {
        let folder = tempfile::tempdir().unwrap();
        let archives = [("one", ["b", "a"]), ("two", ["a", "b"])].map(|(staged, names)| {
            let staged = folder.path().join(staged);
            fs::create_dir_all(staged.join("bin")).unwrap();
            for name in names {
                fs::write(staged.join("bin").join(name), name).unwrap();
            }
            let archive = staged.with_extension("tar.gz");
            write(&staged, "passgate", &archive).unwrap();
            fs::read(archive).unwrap()
        });
        assert_eq!(archives[0], archives[1]);
        let mut tar = tar::Archive::new(flate2::read::GzDecoder::new(archives[0].as_slice()));
        let entries: Vec<_> = tar
            .entries()
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                (entry.path().unwrap().into_owned(), entry.header().mode().unwrap())
            })
            .collect();
        assert_eq!(entries, ["passgate/bin/a", "passgate/bin/b"].map(|path| (PathBuf::from(path), 0o755)));
    }
}
