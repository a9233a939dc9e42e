//! systemd-analyze, which checks the unit of a release.

use anyhow::Result;

use crate::command;
use crate::prepare::apt;

/// Makes sure that `systemd-analyze` is installed.
pub fn systemd_analyze() -> Result<()> {
    if command::exists("systemd-analyze") {
        return Ok(());
    }
    apt::install(&["systemd"], "the test of the systemd unit")
}
