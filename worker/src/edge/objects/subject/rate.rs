//! Limits how often the password of one account is changed, by the class of the caller: its owner, the
//! clients, the operators. Only a request that passed every check is counted, so that no other caller
//! can use up the owner's rate.
//!
//! The state of a class is one timestamp. An attempt's row contains it, so that counting costs no write of
//! its own; the sweep moves the latest one to the table `rate` before it removes rows. A timestamp in the
//! ledger is therefore later than the one in `rate`.

use serde::Deserialize;
use worker::Result;

use crate::callers::caller::CallerClass;
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::sql::number;
use crate::rates::gcra::{RateLimit, TooOften};

impl SubjectStore {
    /// Counts one change of that class. Returns the timestamp for the attempt's row, or when to retry if the
    /// limit is exceeded.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn take(
        &self,
        class: CallerClass,
        rate: RateLimit,
        now_ms: u64,
    ) -> Result<std::result::Result<u64, TooOften>> {
        Ok(rate.take(self.due_us(class)?, now_ms))
    }

    /// Gives the change of the latest attempt back, because the vendor was not asked.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn give_back(&self, attempt: u64, class: CallerClass, rate: RateLimit) -> Result<()> {
        let due_us = rate.give_back(self.due_us(class)?);
        let query = "UPDATE ledger SET due_us = ? WHERE attempt = ?";
        self.sql.run(query, vec![number(due_us), number(attempt)])
    }

    /// When the rate limits of all classes are unused again, in milliseconds since 1970; `None` when
    /// they are now.
    pub(super) fn rates_end_ms(&self, rate: RateLimit, now_ms: u64) -> Result<Option<u64>> {
        let classes = self.sql.rows::<Row>(
            "SELECT due_us FROM rate UNION ALL SELECT due_us FROM ledger WHERE due_us IS NOT NULL",
            vec![],
        )?;
        let due = classes.into_iter().map(|row| row.due_us).filter(|due_us| !rate.is_over(*due_us, now_ms));
        Ok(due.max().map(|due_us| due_us.div_ceil(1000)))
    }

    /// Moves the timestamps of ended attempts to their own table, in order, so that the latest one stays.
    pub(super) fn keep_rates(&self) -> Result<()> {
        self.sql.run(
            "INSERT INTO rate (lane, due_us)
             SELECT lane, due_us FROM ledger WHERE due_us IS NOT NULL AND outcome IS NOT NULL ORDER BY attempt
             ON CONFLICT (lane) DO UPDATE SET due_us = excluded.due_us",
            vec![],
        )?;
        let query = "UPDATE ledger SET due_us = NULL WHERE due_us IS NOT NULL AND outcome IS NOT NULL";
        self.sql.run(query, vec![])
    }

    fn due_us(&self, class: CallerClass) -> Result<u64> {
        let row = self.sql.first::<Row>(
            "SELECT due_us FROM (
                SELECT attempt, due_us FROM ledger WHERE lane = ?1 AND due_us IS NOT NULL
                UNION ALL SELECT 0, due_us FROM rate WHERE lane = ?1
             ) ORDER BY attempt DESC LIMIT 1",
            vec![class.name().into()],
        )?;
        Ok(row.map_or(0, |row| row.due_us))
    }
}

#[derive(Deserialize)]
struct Row {
    due_us: u64,
}
