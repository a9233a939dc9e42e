//! Limits how often the password of one account is changed, by the class of the caller: its owner, the
//! clients, the operators. Only a request that passed every check is counted, so that no other caller
//! can use up the owner's rate.

use serde::Deserialize;
use worker::Result;

use crate::callers::caller::CallerClass;
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::sql::number;
use crate::rates::gcra::{RateLimit, TooOften};

impl SubjectStore {
    /// Counts one change of that class; returns when to retry if the limit is exceeded.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn take(&self, class: CallerClass, rate: RateLimit, now_ms: u64) -> Result<Option<TooOften>> {
        match rate.take(self.due_us(class)?, now_ms) {
            Ok(due_us) => self.keep(class, due_us).map(|()| None),
            Err(too_often) => Ok(Some(too_often)),
        }
    }

    /// Gives one back, because the vendor was not asked.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn give_back(&self, class: CallerClass, rate: RateLimit) -> Result<()> {
        self.keep(class, rate.give_back(self.due_us(class)?))
    }

    /// When the rate limits of all classes are unused again, in milliseconds since 1970; `None` when
    /// they are now.
    pub(super) fn rates_end_ms(&self, rate: RateLimit, now_ms: u64) -> Result<Option<u64>> {
        let classes = self.sql.rows::<Row>("SELECT due_us FROM rate", vec![])?;
        let due = classes.into_iter().map(|row| row.due_us).filter(|due_us| !rate.is_over(*due_us, now_ms));
        Ok(due.max().map(|due_us| due_us.div_ceil(1000)))
    }

    fn due_us(&self, class: CallerClass) -> Result<u64> {
        let row =
            self.sql.first::<Row>("SELECT due_us FROM rate WHERE lane = ?", vec![class.name().into()])?;
        Ok(row.map_or(0, |row| row.due_us))
    }

    fn keep(&self, class: CallerClass, due_us: u64) -> Result<()> {
        self.sql.run(
            "INSERT INTO rate (lane, due_us) VALUES (?, ?)
             ON CONFLICT (lane) DO UPDATE SET due_us = excluded.due_us",
            vec![class.name().into(), number(due_us)],
        )
    }
}

#[derive(Deserialize)]
struct Row {
    due_us: u64,
}
