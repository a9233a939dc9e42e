//! The durable state of one account, and its ledger of intents and outcomes.
//!
//! Every method is one block without an await, which the runtime commits as one transaction: an intent
//! and the ticket it holds, or an outcome and the answer for repeats. An attempt is one row, which is also
//! its two events for the audit log (`outbox`): a second copy of them would cost a reset several pages.

use std::cell::Cell;

use passgate_core::Product;
use passgate_wire::{Action, EdgeAnswer, Outcome, Reader};
use serde::Deserialize;
use worker::{Result, SqlStorage};

use crate::base::moment;
use crate::callers::caller::CallerClass;
use crate::callers::ticket::Proof;
use crate::edge::platform::sql::{Sql, number, optional};
use crate::rates::gcra::RateLimit;
use crate::reset::breaches::Searched;
use crate::reset::budget::SETTLE_MS;
use crate::reset::disposition::Cause;
use crate::reset::idempotency::{KEPT_MS, Repeatable, Reply};
use crate::reset::outcome::{self, Effect};
use crate::reset::redelivery;

const MIGRATIONS: [&str; 8] = [
    "
    CREATE TABLE ticket (
        secret_hash TEXT PRIMARY KEY,
        facts TEXT NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        attempts INTEGER NOT NULL DEFAULT 0,
        held_by INTEGER
    );
    CREATE TABLE ledger (
        attempt INTEGER PRIMARY KEY AUTOINCREMENT,
        request_id TEXT NOT NULL,
        actor TEXT NOT NULL,
        account TEXT NOT NULL,
        action TEXT NOT NULL,
        intent_at_ms INTEGER NOT NULL,
        outcome TEXT,
        detail TEXT,
        outcome_at_ms INTEGER
    );
    CREATE INDEX intent_without_outcome ON ledger (intent_at_ms) WHERE outcome IS NULL;
    CREATE TABLE outbox (
        place INTEGER PRIMARY KEY AUTOINCREMENT,
        event TEXT NOT NULL
    );
",
    // The browser that claimed the ticket; NULL before that.
    "ALTER TABLE ticket ADD COLUMN browser_hash TEXT",
    // The answers of requests with a key, and the attempt that consumed a ticket.
    "
    CREATE TABLE replay (
        key TEXT PRIMARY KEY,
        attempt INTEGER NOT NULL,
        fingerprint TEXT NOT NULL,
        expires_at_ms INTEGER NOT NULL,
        answer TEXT
    );
    CREATE INDEX replay_of_attempt ON replay (attempt);
    ALTER TABLE ticket ADD COLUMN spent_by INTEGER;
",
    // When the next change of each class of caller would be due at even spacing.
    "CREATE TABLE rate (lane TEXT PRIMARY KEY, due_us INTEGER NOT NULL)",
    // What a ticket is about, where its facts are encrypted. A ticket without it is older than this
    // column and no longer valid.
    "ALTER TABLE ticket ADD COLUMN about TEXT",
    // The product of an attempt. An older attempt has none; its action implies the product, because no
    // two products had an action of the same name then.
    "ALTER TABLE ledger ADD COLUMN product TEXT",
    // An attempt is one row on one page: no index, no counter of its own, and the rate of its class in it.
    // `told` is whether the audit log has
    // both of its events. Those of an ended attempt of an earlier version are in the outbox.
    "
    CREATE TABLE attempts (
        attempt INTEGER PRIMARY KEY,
        request_id TEXT NOT NULL,
        actor TEXT NOT NULL,
        account TEXT NOT NULL,
        product TEXT,
        action TEXT NOT NULL,
        searched TEXT,
        intent_at_ms INTEGER NOT NULL,
        outcome TEXT,
        detail TEXT,
        outcome_at_ms INTEGER,
        told INTEGER NOT NULL DEFAULT 0,
        lane TEXT,
        due_us INTEGER
    );
    INSERT INTO attempts
        SELECT attempt, request_id, actor, account, product, action, NULL, intent_at_ms, outcome, detail,
        outcome_at_ms, outcome IS NOT NULL, NULL, NULL FROM ledger;
    DROP TABLE ledger;
    ALTER TABLE attempts RENAME TO ledger;
",
    // The link of a minted ticket that webhooks deliver, encrypted.
    "ALTER TABLE outbox ADD COLUMN link TEXT",
];

/// The tickets, the ledger and the outbox of one account.
pub struct SubjectStore {
    pub(super) sql: Sql,
    /// The last place in the outbox and the last attempt that were delivered, as far as this instance of
    /// the object knows.
    pub(super) delivered_up_to: Cell<u64>,
    pub(super) told_up_to: Cell<u64>,
    /// Whether an event may wait for delivery.
    pub(super) may_have_events: Cell<bool>,
    /// Whether an intent may have no outcome.
    may_be_open: Cell<bool>,
}

/// What is written before anything is sent.
pub struct Intent<'a> {
    /// The request's id.
    pub request_id: &'a str,
    /// The actor of the request.
    pub actor: &'a str,
    /// The account's tag.
    pub account: &'a str,
    /// The product that is called.
    pub product: Product,
    /// The action of the call.
    pub action: Action,
    /// The ticket to hold.
    pub ticket: Option<&'a Proof>,
    /// The idempotency key and the fingerprint, if the request has a key.
    pub repeatable: Option<&'a Repeatable<'a>>,
    /// The result of the search among breached passwords, if there was one.
    pub searched: Option<Searched>,
    /// The class of the caller, whose rate counts the attempt.
    pub class: CallerClass,
    /// The time of the intent, in milliseconds since 1970.
    pub now_ms: u64,
}

/// The end of an attempt.
pub struct Conclusion<'a> {
    /// The effect of the attempt.
    pub effect: Effect,
    /// The outcome of the attempt.
    pub outcome: Outcome,
    /// The cause, and the vendor's code.
    pub detail: &'a str,
    /// The answer for repeats; `None` where the request itself was lost.
    pub reply: Option<&'a Reply>,
}

impl SubjectStore {
    /// Opens the state and brings its schema up to date.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn open(storage: SqlStorage) -> Result<Self> {
        Ok(Self {
            sql: Sql::open(storage, &MIGRATIONS)?,
            delivered_up_to: Cell::new(0),
            told_up_to: Cell::new(0),
            may_have_events: Cell::new(true),
            may_be_open: Cell::new(true),
        })
    }

    /// Writes the intent, with the timestamp of its class's rate, and holds the ticket: both or neither.
    ///
    /// # Errors
    /// When the storage fails; nothing may be sent then.
    pub fn intend(&self, intent: &Intent<'_>, due_us: u64) -> Result<u64> {
        self.may_be_open.set(true);
        // The number is higher than any that is still in use.
        let written = self.sql.first::<Attempt>(
            "INSERT INTO ledger
                (attempt, request_id, actor, account, product, action, searched, intent_at_ms, lane, due_us)
             SELECT MAX(used) + 1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10 FROM (
                SELECT ?1 AS used UNION ALL SELECT MAX(attempt) FROM ledger
                UNION ALL SELECT MAX(attempt) FROM replay UNION ALL SELECT MAX(spent_by) FROM ticket
             ) RETURNING attempt",
            vec![
                number(self.told_up_to.get()),
                intent.request_id.into(),
                intent.actor.into(),
                intent.account.into(),
                intent.product.name().into(),
                intent.action.name().into(),
                optional(intent.searched.map(Searched::name)),
                number(intent.now_ms),
                intent.class.name().into(),
                number(due_us),
            ],
        )?;
        let attempt = written.map_or(0, |row| row.attempt);
        if let Some(ticket) = intent.ticket {
            self.hold_ticket(&ticket.secret_hash, attempt)?;
        }
        if let Some(repeatable) = intent.repeatable {
            self.expect_repeats(repeatable, attempt, intent.now_ms)?;
        }
        Ok(attempt)
    }

    /// Writes the outcome with the answer for repeats, and releases or consumes the ticket.
    ///
    /// # Errors
    /// When the storage fails. The intent then remains, and its outcome becomes unknown later.
    pub fn conclude(&self, attempt: u64, end: &Conclusion<'_>, now_ms: u64) -> Result<()> {
        let Conclusion { effect, outcome, detail, reply } = *end;
        let concluded = self.sql.first::<Concluded>(
            "UPDATE ledger SET outcome = ?, detail = ?, outcome_at_ms = ?
             WHERE attempt = ? AND outcome IS NULL RETURNING request_id, product, action,
             EXISTS (SELECT 1 FROM replay WHERE replay.attempt = ledger.attempt) AS has_key,
             EXISTS (SELECT 1 FROM ticket WHERE ticket.held_by = ledger.attempt) AS has_ticket",
            vec![outcome.name().into(), detail.into(), number(now_ms), number(attempt)],
        )?;
        let Some(row) = concluded else {
            return Ok(());
        };
        self.may_have_events.set(true);
        if row.has_key != 0 {
            let answer = match (reply, product_of(row.product.as_deref(), &row.action)) {
                (Some(reply), _) => Some(serde_json::to_string(reply)?),
                // The request was lost, so the stored answer is that of an unknown outcome.
                (None, Some(product)) => Some(serde_json::to_string(&lost(product, &row.request_id))?),
                (None, None) => None,
            };
            self.keep_answer(attempt, effect, answer.as_deref())?;
        }
        if row.has_ticket != 0 {
            self.release_ticket(attempt, effect)?;
        }
        self.may_be_open.set(false);
        Ok(())
    }

    /// Sets the outcome of every intent without one to unknown, and consumes the tickets held. Returns
    /// whether there was one. Call it only while no reset is in progress: the intents are then of an
    /// instance that died.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn settle_stale(&self, now_ms: u64) -> Result<bool> {
        if !self.may_be_open.get() {
            return Ok(false);
        }
        let stale = self.sql.rows::<Attempt>("SELECT attempt FROM ledger WHERE outcome IS NULL", vec![])?;
        for row in &stale {
            let (effect, outcome) = (Effect::Unknown, Outcome::Unknown);
            let end = Conclusion { effect, outcome, detail: Cause::Interrupted.name(), reply: None };
            self.conclude(row.attempt, &end, now_ms)?;
        }
        self.may_be_open.set(false);
        Ok(!stale.is_empty())
    }

    /// The time of the next task, in milliseconds since 1970: an intent to settle, expired state to
    /// remove, or an event to deliver. Without any of these, the time when the rate limits are unused
    /// again.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn next_wake_ms(&self, rate: RateLimit, now_ms: u64, random: u32) -> Result<Option<u64>> {
        let next = self.sql.first::<Moment>(
            "SELECT MIN(at_ms) AS at_ms FROM (
                SELECT MIN(intent_at_ms) + ? AS at_ms FROM ledger WHERE outcome IS NULL
                UNION ALL SELECT MIN(expires_at_ms) FROM ticket WHERE held_by IS NULL
                UNION ALL SELECT MIN(expires_at_ms) FROM replay WHERE answer IS NOT NULL
            )",
            vec![number(SETTLE_MS)],
        )?;
        // A time that a wrong clock set too far ahead is checked within the longest lifetime of any of
        // these.
        let next_ms = next.and_then(|row| row.at_ms).map(|at_ms| moment::nearer(at_ms, now_ms, KEPT_MS));
        let retry_ms = self.waiting_since_ms()?.map(|since_ms| {
            now_ms.saturating_add(redelivery::pause_ms(now_ms.saturating_sub(since_ms), random))
        });
        match [next_ms, retry_ms].into_iter().flatten().min() {
            Some(at_ms) => Ok(Some(at_ms)),
            None => self.rates_end_ms(rate, now_ms),
        }
    }

    /// Removes expired state, and what the audit log has.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn sweep(&self, now_ms: u64) -> Result<()> {
        self.empty_outbox()?;
        self.forget_expired_links(now_ms)?;
        self.forget_old_answers(now_ms)?;
        self.forget_expired_tickets(now_ms)?;
        self.keep_rates()?;
        self.forget_told_attempts()
    }

    /// Removes attempts that the audit log has completely and that no repeat is answered from.
    fn forget_told_attempts(&self) -> Result<()> {
        let told_up_to = self.told_up_to.get();
        self.sql.run(
            "DELETE FROM ledger WHERE outcome IS NOT NULL AND (told = 1 OR attempt <= ?)
             AND attempt NOT IN (SELECT attempt FROM replay)",
            vec![number(told_up_to)],
        )?;
        let query = "UPDATE ledger SET told = 1 WHERE attempt <= ? AND told = 0";
        self.sql.run(query, vec![number(told_up_to)])
    }

    /// Whether no state is left that matters: no attempt, no ticket, no answer, no event to deliver,
    /// and all rate limits are unused.
    ///
    /// # Errors
    /// When the storage fails.
    pub fn is_over(&self, rate: RateLimit, now_ms: u64) -> Result<bool> {
        let left = self.sql.first::<Left>(
            "SELECT EXISTS (
                SELECT 1 FROM ledger UNION ALL SELECT 1 FROM ticket UNION ALL SELECT 1 FROM replay
                UNION ALL SELECT 1 FROM outbox
            ) AS something",
            vec![],
        )?;
        Ok(left.is_some_and(|row| row.something == 0) && self.rates_end_ms(rate, now_ms)?.is_none())
    }

    /// Whether this instance of the object created the state.
    pub fn is_new(&self) -> bool {
        self.sql.is_new
    }
}

fn lost(product: Product, request_id: &str) -> Reply {
    outcome::envelope(product, &EdgeAnswer::OutcomeUnknown, Reader::of(request_id)).into()
}

#[derive(Deserialize)]
struct Attempt {
    attempt: u64,
}

#[derive(Deserialize)]
struct Concluded {
    request_id: String,
    product: Option<String>,
    action: String,
    has_key: u8,
    has_ticket: u8,
}

/// The product of an attempt from its row.
pub(super) fn product_of(product: Option<&str>, action: &str) -> Option<Product> {
    match product {
        Some(name) => Product::from_name(name),
        None => Action::from_name(action).map(|action| match action {
            Action::Reset => Product::Feishu,
            Action::ChangePassword | Action::RestPassword => Product::Eiam,
        }),
    }
}

#[derive(Deserialize)]
struct Left {
    something: u8,
}

#[derive(Deserialize)]
struct Moment {
    at_ms: Option<u64>,
}
