//! Reads the databases of the objects on disk.

use std::process::Command;

use serde_json::Value;

use crate::edge::Edge;

impl Edge {
    /// The rows of each table, in every database of that class of objects that has tables.
    pub fn tables(&self, class: &str) -> Vec<Value> {
        let output = Command::new("python3")
            .args(["-c", TABLES, self.stack().objects().join(class).to_str().unwrap()])
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The encrypted links on disk: those that wait in an account's object, and those that wait for a webhook.
    pub fn stored_links(&self) -> (usize, usize) {
        let outboxes = self.tables("reset-subject-v1");
        let queued = outboxes.iter().flat_map(|object| object["outbox"].as_array().into_iter().flatten());
        let with_link =
            queued.filter(|row| row.as_array().unwrap().iter().skip(2).any(|link| !link.is_null()));
        let logs = self.tables("audit-log-v1");
        let waiting = logs.iter().filter_map(|object| Some(object["link"].as_array()?.len()));
        (with_link.count(), waiting.sum())
    }
}

const TABLES: &str = r#"
import json, pathlib, sqlite3, sys, time

def rows_of(path):
    object = sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=5)
    names = [name for (name,) in object.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    return {
        name: [list(row) for row in object.execute(f"SELECT * FROM {name}")]
        for name in names if name in ("ledger", "link", "outbox", "replay", "ticket", "rate")
    }

def settled(path):
    # An object that deletes its storage replaces the file. While it does so, the file is missing, or its
    # journal looks like an interrupted change that only a writer can roll back.
    for attempt in range(50):
        try:
            return rows_of(path)
        except sqlite3.OperationalError as error:
            if not path.exists():
                return {}
            last = error
            time.sleep(0.02)
    raise last

objects = sorted(pathlib.Path(sys.argv[1]).glob("*.sqlite"))
found = [settled(path) for path in objects if path.name != "metadata.sqlite"]
print(json.dumps([rows for rows in found if rows]))
"#;
