//! `node --test`.

use anyhow::{Context, Result, bail};

use crate::command::{self, Echo, Stream};
use crate::files;
use crate::prepare;
use crate::project::Project;
use crate::test::count::Count;

/// Runs every `*.test.mjs` of the folder.
pub fn run(project: &Project, folder: &str, environment: &[(String, String)], echo: Echo) -> Result<Count> {
    prepare::npm(project)?;
    let mut tests = files::directly_in(&project.path(folder))?;
    tests.retain(|path| path.to_string_lossy().ends_with(".test.mjs"));
    if tests.is_empty() {
        bail!("there is no test in {folder}");
    }
    // One reporter for the terminal, one for the count.
    let tap = project.path("dist").join(format!("{}.tap", folder.replace('/', "-")));
    let (succeeded, _) = command::tee(
        project
            .node()
            .arg("--test")
            .args(["--test-reporter=spec", "--test-reporter-destination=stdout"])
            .arg("--test-reporter=tap")
            .arg(format!("--test-reporter-destination={}", tap.display()))
            .args(&tests)
            .envs(environment.iter().cloned()),
        Stream::Stdout,
        echo,
    )?;
    let count = Count::of_tap(&files::read(&tap).context("what node reported")?);
    if !succeeded && count.failed == 0 {
        bail!("the tests did not finish");
    }
    Ok(count)
}
