//! A small number for every code point, as bytes that compress well and need no building.
//!
//! For each page of 256 code points how many runs it has, then how long each run is (0 for 256),
//! then the number of each run. What follows the last run of a page is 0.

/// Plane 14 has 16 pages that are not all 0.
const TAGS: std::ops::Range<u32> = 0xE00..0xE10;

/// The pages from U+0000 on, and those from U+E0000 to U+E0FFF; everything else is 0.
pub(crate) struct Paged {
    pub(crate) file: &'static [u8],
    /// How many pages it has from U+0000 on.
    pub(crate) pages: u32,
}

impl Paged {
    pub(crate) fn of(&self, code: u32) -> u8 {
        self.find(code).unwrap_or(0)
    }

    fn find(&self, code: u32) -> Option<u8> {
        let mut page = code >> 8;
        if TAGS.contains(&page) {
            page = page.wrapping_sub(TAGS.start).wrapping_add(self.pages);
        } else if page >= self.pages {
            return None;
        }
        let pages = self.pages.wrapping_add(TAGS.end.wrapping_sub(TAGS.start));
        let (pages, runs) = self.file.split_at_checked(pages as usize)?;
        let many = usize::from(*pages.get(page as usize)?);
        if many == 0 {
            return None;
        }
        let mut run = 0_usize;
        for before in pages.get(..page as usize)? {
            run = run.wrapping_add(usize::from(*before));
        }
        let (lengths, numbers) = runs.split_at_checked(runs.len() >> 1)?;
        let mut offset = code & 0xFF;
        for _ in 0..many {
            // 0 stands for a whole page.
            let last = u32::from(lengths.get(run)?.wrapping_sub(1));
            if offset <= last {
                return numbers.get(run).copied();
            }
            offset = offset.wrapping_sub(last).wrapping_sub(1);
            run = run.wrapping_add(1);
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn any_bytes_as_a_table(bytes in proptest::collection::vec(any::<u8>(), 0..2_000), pages in 0..0x300_u32) {
            let table = Paged { file: bytes.leak(), pages };
            for code in (0..0x2_0000).step_by(0x7F).chain(0xE_0000..0xE_0100) {
                table.of(code);
            }
        }
    }
}
