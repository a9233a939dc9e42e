//! `CallerRate`: one Durable Object per client and per operator. It stores on disk how often they
//! called recently, so that neither a second isolate nor a restart gives them more.
//!
//! Only an authenticated caller has one, so a stranger cannot create objects. An object that has been
//! idle for a while and whose rate limit is unused deletes itself.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use serde::Deserialize;
use wasm_bindgen::prelude::*;
use worker::{Env, State};

use crate::edge::messages::caller_rate::{TAKE, Taken, Wanted};
use crate::edge::platform::idle::rest_ms;
use crate::edge::platform::object::{Answer, answer, exported, not_understood};
use crate::edge::platform::sql::{Sql, number};
use crate::edge::platform::{clock, failpoint};

const MIGRATIONS: [&str; 1] = ["CREATE TABLE rate (due_us INTEGER NOT NULL)"];

/// The Durable Object of one caller.
#[wasm_bindgen]
pub struct CallerRate {
    state: State,
    sql: RefCell<Option<Rc<Sql>>>,
}

exported!(CallerRate, alarm);

impl CallerRate {
    fn open(state: State, _env: Env) -> Self {
        Self { state, sql: RefCell::new(None) }
    }

    async fn serve(&self, what: &str, message: &[u8]) -> worker::Result<Answer> {
        failpoint::all_at("caller-rate").await;
        match what {
            TAKE => answer(&self.take(&serde_json::from_slice(message)?)?),
            _ => Err(not_understood()),
        }
    }

    /// Deletes the storage when it is no longer needed.
    async fn woken(&self) -> worker::Result<()> {
        let kept = self.sql()?.first::<Row>("SELECT due_us FROM rate", vec![])?;
        let now_us = clock::now_ms().saturating_mul(1000);
        let storage = self.state.storage();
        if kept.is_some_and(|row| row.due_us > now_us) {
            storage.set_alarm(rest()).await?;
        } else {
            // No await since the check, so nothing can have changed.
            self.sql.replace(None);
            storage.delete_all().await?;
        }
        Ok(())
    }

    fn take(&self, wanted: &Wanted) -> worker::Result<Taken> {
        let sql = self.sql()?;
        let kept = sql.first::<Row>("SELECT due_us FROM rate", vec![])?;
        let due_us = kept.as_ref().map_or(0, |row| row.due_us);
        let (due_us, taken) = match wanted.rate.take_up_to(wanted.many, due_us, clock::now_ms()) {
            Ok(taken) => taken,
            Err(too_often) => return Ok(Err(too_often)),
        };
        if kept.is_some() {
            sql.run("UPDATE rate SET due_us = ?", vec![number(due_us)])?;
        } else {
            sql.run("INSERT INTO rate VALUES (?)", vec![number(due_us)])?;
            let storage = self.state.storage();
            self.state.wait_until(async move {
                let _ = storage.set_alarm(rest()).await;
            });
        }
        Ok(Ok(taken))
    }

    fn sql(&self) -> worker::Result<Rc<Sql>> {
        if let Some(sql) = self.sql.borrow().as_ref() {
            return Ok(Rc::clone(sql));
        }
        let sql = Rc::new(Sql::open(self.state.storage().sql(), &MIGRATIONS)?);
        self.sql.replace(Some(Rc::clone(&sql)));
        Ok(sql)
    }
}

/// The interval between the checks whether the object is still needed.
fn rest() -> Duration {
    Duration::from_millis(rest_ms())
}

#[derive(Deserialize)]
struct Row {
    due_us: u64,
}
