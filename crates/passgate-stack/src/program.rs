//! The Worker under the program `passgate serve`, as a deployment runs it.

use std::fs::{self, File};
use std::io::Write as _;
use std::os::unix::fs::{OpenOptionsExt as _, symlink};
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use crate::error::StackError;
use crate::worker::Setup;

/// The folder of the state, below the run directory.
const STATE: &str = "state";

/// The folder of the Durable Objects, below the run directory.
pub(crate) fn objects(run: &Path) -> PathBuf {
    run.join(STATE).join("objects")
}

/// Writes the configuration file of the program, and the files that it names. Returns its path.
///
/// A configuration file names no bindings, so the vendors are reached by their addresses and there are no
/// issuers: the simulated one is on loopback, which the program does not open.
pub(crate) fn configure(setup: &Setup<'_>) -> Result<PathBuf, StackError> {
    let Setup { layout, run, port, vendors, config, options } = *setup;
    let share = run.join("share");
    fs::create_dir_all(&share).map_err(|error| StackError::io("could not make the folder share", error))?;
    for (name, place) in [("worker", layout.worker(options.build)?), ("www", layout.www()?)] {
        symlink(place, share.join(name))
            .map_err(|error| StackError::io(format!("could not link {name}"), error))?;
    }
    let mut sources = Map::new();
    for (name, secret) in &config.secrets {
        let file = format!("{name}.secret");
        write_private(&run.join(&file), secret)?;
        sources.insert(name.clone(), json!({ "file": file }));
    }
    let mut document = config.document.clone();
    for product in document.get_mut("products").and_then(Value::as_object_mut).into_iter().flatten() {
        if let Some(members) = product.1.as_object_mut() {
            members.insert("base_url".to_owned(), json!(format!("http://{vendors}")));
        }
    }
    if let Some(members) = document.as_object_mut() {
        members.remove("issuers");
        for (name, value) in [
            ("listen", json!(format!("127.0.0.1:{port}"))),
            ("state", json!(STATE)),
            ("share", json!(share)),
            ("workerd", json!(layout.workerd()?)),
            ("secrets", Value::Object(sources)),
        ] {
            members.insert(name.to_owned(), value);
        }
    }
    let path = run.join("passgate.json");
    write_private(&path, &document.to_string())?;
    Ok(path)
}

fn write_private(path: &Path, text: &str) -> Result<(), StackError> {
    let file = File::options().create(true).write(true).truncate(true).mode(0o600).open(path);
    file.and_then(|mut file| file.write_all(text.as_bytes()))
        .map_err(|error| StackError::io(format!("could not write {}", path.display()), error))
}
