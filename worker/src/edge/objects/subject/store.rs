//! The durable state of one account, and its ledger: what was intended and what came of it.
//!
//! Every method is one block without an await, which the runtime commits as one transaction: an
//! intent and the ticket it holds, an outcome and the event that tells of it.

use std::cell::Cell;

use passgate_audit::{Event, Kind};
use passgate_core::Product;
use passgate_wire::{EdgeAnswer, Outcome, Reader};
use serde::Deserialize;
use worker::{Result, SqlStorage};

use crate::base::moment;
use crate::callers::ticket::Proof;
use crate::edge::platform::sql::{Sql, number};
use crate::rates::gcra::RateLimit;
use crate::reset::breaches::Searched;
use crate::reset::budget::SETTLE_MS;
use crate::reset::disposition::Cause;
use crate::reset::idempotency::{KEPT_MS, Repeatable, Reply};
use crate::reset::outcome::{self, Effect};
use crate::reset::redelivery;
use passgate_wire::Action;

const MIGRATIONS: [&str; 6] = [
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
    // The browser that claimed the ticket; before that, none.
    "ALTER TABLE ticket ADD COLUMN browser_hash TEXT",
    // The answers of requests that came with a key, and the attempt that used a ticket up.
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
    // When the next change would be due for each class of caller if they came evenly.
    "CREATE TABLE rate (lane TEXT PRIMARY KEY, due_us INTEGER NOT NULL)",
    // What a ticket is about, where its facts are sealed. One that has none is from before, and
    // opens nothing any more.
    "ALTER TABLE ticket ADD COLUMN about TEXT",
    // Whose call an attempt is. Of an attempt from before, when no two products had a call of the same
    // name, the action says it.
    "ALTER TABLE ledger ADD COLUMN product TEXT",
];

/// The tickets, the ledger and the outbox of one account.
pub struct SubjectStore {
    pub(super) sql: Sql,
    /// The last place of the outbox that the audit log has, as far as this life of the object
    /// knows.
    pub(super) delivered_up_to: Cell<u64>,
}

/// What is written before anything is sent.
pub struct Intent<'a> {
    /// The request's id.
    pub request_id: &'a str,
    /// Who asks.
    pub actor: &'a str,
    /// The account's tag.
    pub account: &'a str,
    /// Whose call.
    pub product: Product,
    /// What for.
    pub action: Action,
    /// The ticket to hold.
    pub ticket: Option<&'a Proof>,
    /// How a repeat of the request is known, where it can be.
    pub repeatable: Option<&'a Repeatable<'a>>,
    /// What came of the search for the password among breached ones, where there was one.
    pub searched: Option<Searched>,
    /// When, in milliseconds since 1970.
    pub now_ms: u64,
}

/// How an attempt ended.
pub struct Conclusion<'a> {
    /// What it has done.
    pub effect: Effect,
    /// The word for it.
    pub outcome: Outcome,
    /// Why, and the vendor's code.
    pub detail: &'a str,
    /// The answer for repeats; `None` where nobody is there to make one.
    pub reply: Option<&'a Reply>,
}

impl SubjectStore {
    /// Opens the state and brings its schema up to date.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn open(storage: SqlStorage) -> Result<Self> {
        Ok(Self { sql: Sql::open(storage, &MIGRATIONS)?, delivered_up_to: Cell::new(0) })
    }

    /// Writes the intent, and holds the ticket with it: both or neither.
    ///
    /// # Errors
    /// When the storage does not work; nothing may be sent then.
    pub fn intend(&self, intent: &Intent<'_>) -> Result<u64> {
        let written = self.sql.first::<Attempt>(
            "INSERT INTO ledger (request_id, actor, account, product, action, intent_at_ms)
             VALUES (?, ?, ?, ?, ?, ?) RETURNING attempt",
            vec![
                intent.request_id.into(),
                intent.actor.into(),
                intent.account.into(),
                intent.product.name().into(),
                intent.action.name().into(),
                number(intent.now_ms),
            ],
        )?;
        let attempt = written.map_or(0, |row| row.attempt);
        if let Some(ticket) = intent.ticket {
            self.hold_ticket(&ticket.secret_hash, attempt)?;
        }
        if let Some(repeatable) = intent.repeatable {
            self.expect_repeats(repeatable, attempt, intent.now_ms)?;
        }
        let action = intent.action;
        let (product, request) = (intent.product.name(), intent.request_id);
        self.enqueue(
            &Event::new(Kind::Intent, product, request, intent.actor, intent.now_ms)
                .account(intent.account)
                .action(action.name())
                .detail(intent.searched.map_or("", Searched::name)),
        )?;
        Ok(attempt)
    }

    /// Writes the outcome with the answer for repeats, and lets the ticket go or ends it.
    ///
    /// # Errors
    /// When the storage does not work; the intent then stands and will be called unknown.
    pub fn conclude(&self, attempt: u64, end: &Conclusion<'_>, now_ms: u64) -> Result<()> {
        let Conclusion { effect, outcome, detail, reply } = *end;
        let concluded = self.sql.first::<Concluded>(
            "UPDATE ledger SET outcome = ?, detail = ?, outcome_at_ms = ?
             WHERE attempt = ? AND outcome IS NULL RETURNING request_id, actor, account, product, action",
            vec![outcome.name().into(), detail.into(), number(now_ms), number(attempt)],
        )?;
        let Some(row) = concluded else {
            return Ok(());
        };
        let product = row.product();
        let answer = match (reply, product) {
            (Some(reply), _) => Some(serde_json::to_string(reply)?),
            // Nobody is there to make an answer: it is the one to a lost one.
            (None, Some(product)) => Some(serde_json::to_string(&lost(product, &row.request_id))?),
            (None, None) => None,
        };
        self.keep_answer(attempt, effect, answer.as_deref())?;
        let product = product.map_or("", |product| product.name());
        self.enqueue(
            &Event::new(Kind::Outcome, product, &row.request_id, &row.actor, now_ms)
                .account(&row.account)
                .action(&row.action)
                .outcome(outcome.name())
                .detail(detail),
        )?;
        self.release_ticket(attempt, effect)
    }

    /// Calls every intent without an outcome unknown, and ends the tickets they held; whether there
    /// was one. Only for an object that carries no reset out at this moment: it died while it did.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn settle_stale(&self, now_ms: u64) -> Result<bool> {
        let stale = self.sql.rows::<Attempt>("SELECT attempt FROM ledger WHERE outcome IS NULL", vec![])?;
        for row in &stale {
            let (effect, outcome) = (Effect::Unknown, Outcome::Unknown);
            let end = Conclusion { effect, outcome, detail: Cause::Interrupted.name(), reply: None };
            self.conclude(row.attempt, &end, now_ms)?;
        }
        Ok(!stale.is_empty())
    }

    /// When there is next something to do, in milliseconds since 1970: an intent to settle, something
    /// to forget, an event to deliver; when there is none of it, a rate that is over.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn next_wake_ms(&self, rate: RateLimit, now_ms: u64, random: u32) -> Result<Option<u64>> {
        let next = self.sql.first::<Moment>(
            "SELECT MIN(at_ms) AS at_ms FROM (
                SELECT MIN(intent_at_ms) + ? AS at_ms FROM ledger WHERE outcome IS NULL
                UNION ALL SELECT MIN(expires_at_ms) FROM ticket WHERE held_by IS NULL
                UNION ALL SELECT MIN(expires_at_ms) FROM replay WHERE answer IS NOT NULL
            )",
            vec![number(SETTLE_MS)],
        )?;
        // Whatever a clock has set further off is looked at within the longest life of any of it.
        let next_ms = next.and_then(|row| row.at_ms).map(|at_ms| moment::nearer(at_ms, now_ms, KEPT_MS));
        let retry_ms = self.waiting_since_ms()?.map(|since_ms| {
            now_ms.saturating_add(redelivery::pause_ms(now_ms.saturating_sub(since_ms), random))
        });
        match [next_ms, retry_ms].into_iter().flatten().min() {
            Some(at_ms) => Ok(Some(at_ms)),
            None => self.rates_end_ms(rate, now_ms),
        }
    }

    /// Forgets what is over, and what the audit log has.
    ///
    /// # Errors
    /// When the storage does not work.
    pub fn sweep(&self, now_ms: u64) -> Result<()> {
        self.empty_outbox()?;
        self.forget_old_answers(now_ms)?;
        self.forget_expired_tickets(now_ms)?;
        self.forget_told_attempts()
    }

    /// Forgets attempts that the audit log has in full and that no repeat is answered from.
    fn forget_told_attempts(&self) -> Result<()> {
        self.sql.run(
            "DELETE FROM ledger WHERE outcome IS NOT NULL AND NOT EXISTS (SELECT 1 FROM outbox)
             AND attempt NOT IN (SELECT attempt FROM replay)",
            vec![],
        )
    }

    /// Whether nothing is left that anything hangs on: no attempt, no ticket, no answer, nothing to
    /// tell, and every rate is as if nobody had ever been here.
    ///
    /// # Errors
    /// When the storage does not work.
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

    /// Whether this life of the object has made the state.
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
    actor: String,
    account: String,
    product: Option<String>,
    action: String,
}

impl Concluded {
    fn product(&self) -> Option<Product> {
        match &self.product {
            Some(name) => Product::from_name(name),
            None => Action::from_name(&self.action).map(|action| match action {
                Action::Reset => Product::Feishu,
                Action::ChangePassword | Action::RestPassword => Product::Eiam,
            }),
        }
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
