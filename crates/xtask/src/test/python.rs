//! Python's own test runner.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::command::{self, Echo, Stream};
use crate::project::Project;
use crate::test::count::Count;

/// Runs every `test_*.py` of the folder.
pub fn run(
    project: &Project,
    interpreter: &Path,
    folder: &str,
    environment: &[(String, String)],
) -> Result<Count> {
    let (succeeded, output) = command::tee(
        Command::new(interpreter)
            .current_dir(project.root())
            // Prevents compiled files beside the sources.
            .arg("-B")
            .args(["-m", "unittest", "discover", "--verbose", "--start-directory", folder])
            .envs(environment.iter().cloned()),
        Stream::Stderr,
        Echo::Live,
    )?;
    let count = Count::of_unittest(&output);
    if !succeeded && count.failed == 0 {
        bail!("the tests did not finish");
    }
    if count.passed == 0 && count.failed == 0 {
        bail!("there is no test in {folder}");
    }
    Ok(count)
}
