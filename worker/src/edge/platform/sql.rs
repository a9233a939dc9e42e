//! SQL on a Durable Object's own database.
//!
//! What is done without an await in between, the runtime commits as one transaction. `one()` is
//! never used: on no row it throws where nobody catches.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use worker::{Result, SqlStorage, SqlStorageValue};

use crate::base::keys::Digest32;

/// A database whose schema is up to date.
pub struct Sql {
    storage: SqlStorage,
    /// Whether nothing was there before.
    pub is_new: bool,
}

impl Sql {
    /// Opens the database and takes the steps of `migrations` that were not taken yet, in order.
    /// A step is never changed once released.
    ///
    /// # Errors
    /// When the storage does not work.
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
    /// When the storage does not work, or a constraint is hurt.
    pub fn run(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<()> {
        self.storage.exec(query, values).map(|_| ())
    }

    /// Every row of a query.
    ///
    /// # Errors
    /// When the storage does not work, or a row is not of that type.
    pub fn rows<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Vec<T>> {
        self.storage.exec(query, values)?.to_array()
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// When the storage does not work, or the row is not of that type.
    pub fn first<T: DeserializeOwned>(&self, query: &str, values: Vec<SqlStorageValue>) -> Result<Option<T>> {
        Ok(self.rows(query, values)?.into_iter().next())
    }
}

#[derive(Deserialize)]
struct Count {
    count: usize,
}

/// A number or a moment as SQLite has it. JavaScript's numbers hold both exactly.
pub fn number(value: u64) -> SqlStorageValue {
    SqlStorageValue::Integer(i64::try_from(value).unwrap_or(i64::MAX))
}

/// A text, or nothing.
pub fn optional(text: Option<&str>) -> SqlStorageValue {
    text.map_or(SqlStorageValue::Null, Into::into)
}

/// A digest, as text.
pub fn digest(digest: &Digest32) -> SqlStorageValue {
    URL_SAFE_NO_PAD.encode(digest).into()
}
