//! How often the password of one account is changed, by lane: its owner, the clients, the
//! operators. Only what passed every check before is counted, so that nobody without proof can
//! make the owner wait.

use serde::Deserialize;
use worker::Result;

use crate::callers::caller::Lane;
use crate::edge::objects::subject::store::SubjectStore;
use crate::edge::platform::sql::number;
use crate::rates::gcra::{Rate, TooOften};

impl SubjectStore {
    /// Takes one in that lane; how long to wait, when there is none.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn take(&self, lane: Lane, rate: Rate, now_ms: u64) -> Result<Option<TooOften>> {
        match rate.take(self.due_us(lane)?, now_ms) {
            Ok(due_us) => self.keep(lane, due_us).map(|()| None),
            Err(too_often) => Ok(Some(too_often)),
        }
    }

    /// Gives one back: the vendor was not asked.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn give_back(&self, lane: Lane, rate: Rate) -> Result<()> {
        self.keep(lane, rate.give_back(self.due_us(lane)?))
    }

    /// When every lane is as if nobody had ever been here, in milliseconds since 1970; `None` when it
    /// is so now.
    pub(super) fn rates_end_ms(&self, rate: Rate, now_ms: u64) -> Result<Option<u64>> {
        let lanes = self.sql.rows::<Row>("SELECT due_us FROM rate", vec![])?;
        let due = lanes.into_iter().map(|row| row.due_us).filter(|due_us| !rate.is_over(*due_us, now_ms));
        Ok(due.max().map(|due_us| due_us.div_ceil(1000)))
    }

    fn due_us(&self, lane: Lane) -> Result<u64> {
        let row =
            self.sql.first::<Row>("SELECT due_us FROM rate WHERE lane = ?", vec![lane.name().into()])?;
        Ok(row.map_or(0, |row| row.due_us))
    }

    fn keep(&self, lane: Lane, due_us: u64) -> Result<()> {
        self.sql.run(
            "INSERT INTO rate (lane, due_us) VALUES (?, ?)
             ON CONFLICT (lane) DO UPDATE SET due_us = excluded.due_us",
            vec![lane.name().into(), number(due_us)],
        )
    }
}

#[derive(Deserialize)]
struct Row {
    due_us: u64,
}
