//! The template of systemd units for several deployments on one machine, from the unit for one.

use anyhow::{Result, bail};

use crate::files;
use crate::project::Project;

/// What an instance has for itself: texts of `deploy/passgate.service`, and what takes their place.
const OWN: [(&str, &str); 6] = [
    (
        "# Copy to /etc/systemd/system/. The release is expected in /opt/passgate: docs/install.md.\n",
        "# For several deployments on one machine; for one, use passgate.service. Copy to /etc/systemd/system/, and\n\
         # enable passgate@NAME: docs/install.md. From passgate.service, by `cargo xtask codegen`.\n",
    ),
    (
        "Description=passgate, the edge for password resets\n",
        "Description=passgate, the edge for password resets of %i\n",
    ),
    ("/etc/passgate/passgate.toml", "/etc/passgate/%i/passgate.toml"),
    ("/etc/passgate/credentials/", "/etc/passgate/%i/credentials/"),
    ("StateDirectory=passgate\n", "StateDirectory=passgate-%i\n"),
    ("DynamicUser=yes\n", "DynamicUser=yes\nUser=passgate-%i\n"),
];

/// `deploy/passgate@.service`.
pub fn template(project: &Project) -> Result<Vec<u8>> {
    let mut unit = files::read(&project.path("deploy/passgate.service"))?;
    for (shared, own) in OWN {
        if !unit.contains(shared) {
            bail!("deploy/passgate.service has no {shared:?}");
        }
        unit = unit.replace(shared, own);
    }
    Ok(unit.into_bytes())
}
