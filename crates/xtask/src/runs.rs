//! Removes the files that earlier runs left behind.

use std::path::Path;

use anyhow::Result;

use crate::files;
use crate::project::Project;

/// Removes the run directories with this prefix whose process has ended: those of earlier failures and
/// of killed runs.
pub fn clear(project: &Project, prefix: &str) -> Result<()> {
    let runs = project.path("dist/runs");
    if !runs.exists() {
        return Ok(());
    }
    for run in files::folders_in(&runs)? {
        let name = run.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with(prefix) && !has_living_owner(&name) {
            files::remove_folder(&run)?;
        }
    }
    Ok(())
}

/// Run directories have names of the form `<name>-<process id>-<number>`.
fn has_living_owner(name: &str) -> bool {
    name.rsplit('-').nth(1).is_some_and(|process| Path::new("/proc").join(process).exists())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_directory_belongs_to_its_process() {
        assert!(has_living_owner(&format!("dev-{}-0", std::process::id())));
        assert!(!has_living_owner("dev-4194305-0"));
        assert!(!has_living_owner("notes"));
    }
}
