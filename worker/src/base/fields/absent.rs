//! The members that a reader asked for and did not find, to suggest one for an unknown member.

/// Names of absent members. The Worker itself suggests nothing: there, bytes count, and it remembers no name.
#[derive(Default)]
pub struct Absent {
    names: Vec<String>,
    /// The required ones, with the index of the report that they are missing.
    missing: Vec<(String, usize)>,
}

impl Absent {
    /// Records a name.
    pub fn note(&mut self, name: &str) {
        if cfg!(not(target_arch = "wasm32")) {
            self.names.push(name.to_owned());
        }
    }

    /// Records that a required member is reported as missing at this index.
    pub fn missing(&mut self, name: &str, index: usize) {
        if cfg!(not(target_arch = "wasm32")) {
            self.missing.push((name.to_owned(), index));
        }
    }

    /// Every recorded name.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(String::as_str)
    }

    /// The index of the report that this member is missing. Later reports move up by one when it is removed.
    pub fn take_missing(&mut self, name: &str) -> Option<usize> {
        let at = self.missing.iter().position(|(missing, _)| missing == name)?;
        let (_, index) = self.missing.remove(at);
        for (_, later) in &mut self.missing {
            if *later > index {
                *later = later.saturating_sub(1);
            }
        }
        Some(index)
    }
}
