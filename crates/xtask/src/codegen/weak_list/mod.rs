//! `weak.bin`: the weak list of the core, from the sources beside it
//! (`crates/passgate-core/data/README.md`).

mod choice;
mod layout;
mod shape;

use anyhow::Result;

use crate::files;
use crate::project::Project;

/// The number of passwords in the list that a shipped policy would otherwise accept: as many as fit the
/// list's share of the package, in addition to the first ones of each source.
const PASSWORDS: usize = 3_000;

/// The weak list: passwords that people use, and the words of their variations, in searchable form.
pub fn bytes() -> Result<Vec<u8>> {
    let sources = sources()?;
    layout::bytes(&sources.passwords(PASSWORDS)?, &sources.words())
}

fn sources() -> Result<choice::Sources> {
    let folder = Project::locate()?.path("crates/passgate-core/data/sources");
    let source = |name: &str| files::read(&folder.join(name));
    Ok(choice::Sources::new(
        &source("cn-common-passwords.txt")?,
        [&source("django-common-passwords.txt")?, &source("zxcvbn-passwords.txt")?],
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The budget in bytes after Brotli at its best quality, which is what a browser downloads.
    const BUDGET: usize = 10_400;

    fn fetched(bytes: &[u8]) -> usize {
        let parameters = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
        let mut packed = Vec::new();
        brotli::BrotliCompress(&mut &bytes[..], &mut packed, &parameters).unwrap();
        packed.len()
    }

    #[test]
    fn the_list_is_within_its_share_of_the_package() {
        let (sources, mut sizes) = (sources().unwrap(), Vec::new());
        for passwords in [1_000, PASSWORDS] {
            let bytes = layout::bytes(&sources.passwords(passwords).unwrap(), &sources.words()).unwrap();
            sizes.push(fetched(&bytes));
        }
        assert!(sizes.is_sorted() && sizes[1] <= BUDGET, "{sizes:?}");
        assert!(sizes[1] > BUDGET * 9 / 10, "room for more: {sizes:?}");
    }
}
