//! SQL on a Durable Object's database.
//!
//! The runtime commits all statements without an await in between as one transaction. `one()` is never
//! used: without a row it throws an exception that is not caught.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::{Result, SqlStorage, SqlStorageValue};

use crate::base::keys::Digest32;

/// A database whose schema is up to date.
pub struct Sql {
    storage: SqlStorage,
    /// Whether the database was empty before.
    pub is_new: bool,
}

impl Sql {
    /// Opens the database and applies the new steps of `migrations`, in order. A released step is never
    /// changed.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn open(storage: SqlStorage, migrations: &[&str]) -> Result<Self> {
        let mut sql = Self { storage, is_new: false };
        sql.run("CREATE TABLE IF NOT EXISTS migrations (step INTEGER PRIMARY KEY)", vec![])?;
        let done = sql.first::<Count>("SELECT COUNT(*) AS count FROM migrations", vec![])?;
        let done = done.map_or(0, |row| row.count);
        sql.is_new = done == 0;
        for (step, migration) in migrations.iter().enumerate().skip(done) {
            sql.run(migration, vec![])?;
            let step = u64::try_from(step).unwrap_or(u64::MAX);
            sql.run("INSERT INTO migrations (step) VALUES (?)", vec![number(step)])?;
        }
        Ok(sql)
    }

    /// Runs a statement.
    ///
    /// # Errors
    /// When the storage fails, or the statement violates a constraint.
    pub fn run(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<()> {
        self.storage.exec(query, values).map(|_| ())
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// When the storage fails, or a row does not have that type.
    pub fn rows<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Vec<T>> {
        self.storage.exec(query, values)?.to_array()
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// When the storage fails, or the row does not have that type.
    pub fn first<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Option<T>> {
        Ok(self.rows(query, values)?.into_iter().next())
    }
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

/// A number or a timestamp as an SQLite value. A JavaScript number holds both exactly.
pub fn number(value: u64) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A text or NULL as an SQLite value.
pub fn optional(text: Option<&str>) -> SqlStorageValue {
    text.map_or(SqlStorageValue::Null, Into::into)
}

/// A digest in base64url as an SQLite value.
pub fn digest(digest: &Digest32) -> SqlStorageValue {
    URL_SAFE_NO_PAD.encode(digest).into()
}
