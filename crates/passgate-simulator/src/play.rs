//! Handles a call from its arrival to its answer, including its faults.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;
use tokio::time::sleep;

use crate::breaches;
use crate::calls::{CallName, Facts};
use crate::clock::rfc3339;
use crate::control;
use crate::distort;
use crate::eiam;
use crate::faults::{Fault, When};
use crate::feishu;
use crate::net::{Answer, Bodies, Breaking, Handler, Head, Pace, Reply, Request};
use crate::oidc;
use crate::rate::RateLimit;
use crate::routes::{Route, route};
use crate::world::World;

/// The two vendors and the control API.
pub(crate) struct Play {
    world: Mutex<World>,
    log: bool,
}

/// A call that was read and will be answered.
struct Call {
    name: CallName,
    sequence: u64,
    request: Request,
    facts: Facts,
}

impl Play {
    pub(crate) fn new(world: World) -> Self {
        Self { log: world.options.log, world: Mutex::new(world) }
    }

    pub(crate) fn world(&self) -> MutexGuard<'_, World> {
        // A panic in another call must not disable the control API.
        self.world.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn call(&self, name: CallName, path_user_id: Option<String>, head: Head, body: Bodies) -> Answer {
        let mut facts = Facts {
            user_id: path_user_id,
            user_id_type: head.parameter("user_id_type"),
            send_mode: head.parameter("send_mode"),
            ..Facts::default()
        };
        let (sequence, reset) = {
            let mut world = self.world();
            let now = world.clock.now();
            let sequence = world.calls.arrive(name, now);
            (sequence, world.faults.take_reset_before(name))
        };
        self.note(sequence, &facts, reset.as_ref().map(Fault::name));
        if reset.is_some() {
            self.log(sequence);
            return Answer::Break(Breaking::Reset);
        }
        let Some(body) = body.read().await else {
            return self.answered(sequence, Reply::text(413, "text/plain", "body too large"));
        };
        let request = Request { head, body };
        match name {
            CallName::FeishuReset => facts.user_id = user_id_in_body(&request),
            CallName::BreachesRange => {
                facts.range = Some(after_range(&request.head));
                facts.padding = Some(breaches::is_padding_wanted(&request));
            }
            _ => {}
        }
        let fault = self.world().faults.take(name, facts.user_id.as_deref());
        self.note(sequence, &facts, fault.as_ref().map(Fault::name));
        let call = Call { name, sequence, request, facts };
        match fault {
            None => {
                let reply = self.execute(&call);
                self.answered(sequence, reply)
            }
            Some(fault) => self.go_wrong(&call, fault).await,
        }
    }

    async fn go_wrong(&self, call: &Call, fault: Fault) -> Answer {
        let maybe_execute = |executed: bool| {
            if executed {
                drop(self.execute(call));
            }
        };
        let reply = match fault {
            Fault::Delay { ms, when } => {
                let pause = sleep(Duration::from_millis(ms));
                if when == When::Before {
                    pause.await;
                    self.execute(call)
                } else {
                    let reply = self.execute(call);
                    pause.await;
                    reply
                }
            }
            Fault::ResetBefore {} => return self.broken(call, Breaking::Reset),
            Fault::ResetAfter {} => {
                maybe_execute(true);
                return self.broken(call, Breaking::Reset);
            }
            Fault::Close { executed } => {
                maybe_execute(executed);
                return self.broken(call, Breaking::Close);
            }
            Fault::SlowBody { chunk, ms } => {
                let every = Duration::from_millis(ms);
                let reply = self.execute(call);
                return self.paced(call, reply, Pace::Trickle { chunk, every });
            }
            Fault::CutBody {} => {
                let reply = self.execute(call);
                return self.paced(call, reply, Pace::Half);
            }
            Fault::Status { status, body, content_type, executed } => {
                maybe_execute(executed);
                Reply::text(status, &content_type, body)
            }
            Fault::Malformed {} => distort::halved(self.execute(call)),
            Fault::HugeBody { bytes } if call.name == CallName::BreachesRange => {
                breaches::swollen(self.execute(call), bytes)
            }
            Fault::HugeBody { bytes } => distort::padded(self.execute(call), bytes),
            Fault::WrongShape { executed } => {
                maybe_execute(executed);
                distort::wrong_shape()
            }
            Fault::NotJson { status, executed } => {
                maybe_execute(executed);
                distort::web_page(status)
            }
            Fault::NotFound {} => Reply::text(404, "text/plain", "404 page not found"),
            Fault::Throttle { status, retry_after } => self.throttle(call, status, retry_after),
            Fault::StaleToken { code, forget } => self.refuse_token(call, code, forget),
            Fault::OtherAccount { user_id, executed } => {
                maybe_execute(executed);
                distort::about_another(call.name, &user_id)
            }
            Fault::Answer { status, code, message } => self.refuse(call, status, &code, &message),
        };
        self.answered(call.sequence, reply)
    }

    /// Executes the call and returns the genuine answer.
    fn execute(&self, call: &Call) -> Reply {
        let mut world = self.world();
        let mut facts = call.facts.clone();
        let reply = match call.name {
            CallName::EiamDiscovery => oidc::discovery(&world),
            CallName::EiamKeys => oidc::published_keys(&world),
            CallName::BreachesRange => breaches::answer(&world, &call.request, &mut facts),
            name if name.is_feishu() => feishu::answer(&mut world, name, &call.request, &mut facts),
            name => eiam::answer(&mut world, name, &call.request, &mut facts),
        };
        if let Some(entry) = world.calls.entry_mut(call.sequence) {
            entry.facts = facts.for_the_log();
        }
        reply
    }

    fn throttle(&self, call: &Call, status: u16, retry_after: u32) -> Reply {
        let world = self.world();
        let limit = world.feishu.policy.rate.map_or(10, |rate| rate.limit);
        let limit = RateLimit { status, ..RateLimit::of(limit, 1_000) };
        let wait_ms = i64::from(retry_after).saturating_mul(1_000);
        if call.name == CallName::BreachesRange {
            Reply::text(status, "text/plain", "").with_header("retry-after", retry_after.to_string())
        } else if call.name.is_feishu() {
            feishu::throttled(&limit, wait_ms, world.clock.now())
        } else {
            eiam::throttled(&limit, wait_ms, &world.eiam.policy)
        }
    }

    fn refuse_token(&self, call: &Call, code: i64, forget: bool) -> Reply {
        let mut world = self.world();
        if let Some(token) = call.request.head.bearer().filter(|_| forget) {
            world.feishu.forget_token(token);
            world.eiam.forget_token(token);
        }
        if call.name.is_feishu() {
            let message =
                "Invalid access token for authorization. Please make a request with token attached.";
            feishu::refused(400, code, message, world.clock.now())
        } else {
            eiam::invalid_token(&world.eiam.policy)
        }
    }

    fn refuse(&self, call: &Call, status: u16, code: &str, message: &str) -> Reply {
        match code.parse() {
            _ if call.name == CallName::BreachesRange => {
                Reply::text(status, "text/plain", message.to_owned())
            }
            Ok(number) if call.name.is_feishu() => {
                feishu::refused(status, number, message, self.world().clock.now())
            }
            _ => eiam::refused(status, code, message),
        }
    }

    fn note(&self, sequence: u64, facts: &Facts, fault: Option<&'static str>) {
        if let Some(entry) = self.world().calls.entry_mut(sequence) {
            entry.facts = facts.for_the_log();
            entry.fault = fault;
        }
    }

    fn answered(&self, sequence: u64, reply: Reply) -> Answer {
        if let Some(entry) = self.world().calls.entry_mut(sequence) {
            entry.status = Some(reply.status);
        }
        self.log(sequence);
        Answer::Reply(reply, Pace::AtOnce)
    }

    fn paced(&self, call: &Call, reply: Reply, pace: Pace) -> Answer {
        match self.answered(call.sequence, reply) {
            Answer::Reply(reply, _) => Answer::Reply(reply, pace),
            broken @ Answer::Break(_) => broken,
        }
    }

    fn broken(&self, call: &Call, breaking: Breaking) -> Answer {
        self.log(call.sequence);
        Answer::Break(breaking)
    }

    fn log(&self, sequence: u64) {
        if !self.log {
            return;
        }
        let mut world = self.world();
        let now = rfc3339(world.clock.now());
        if let Some(entry) = world.calls.entry_mut(sequence) {
            let status = entry.status.map_or("-".to_owned(), |status| status.to_string());
            let code = entry.facts.code.as_deref().unwrap_or("-");
            let fault = entry.fault.unwrap_or("-");
            eprintln!(
                "{now} #{sequence} {} status={status} code={code} executed={} fault={fault}",
                entry.call.name(),
                entry.facts.executed
            );
        }
    }
}

impl Handler for Play {
    async fn handle(self: Arc<Self>, head: Head, body: Bodies) -> Answer {
        let reply = match route(&head) {
            Route::Call(name, user_id) => return self.call(name, user_id, head, body).await,
            Route::Control(segments) => match body.read().await {
                Some(body) => control::answer(&self, &segments, &Request { head, body }),
                None => Reply::text(413, "text/plain", "body too large"),
            },
            Route::UnknownToFeishu => feishu::not_found(self.world().clock.now()),
            Route::UnknownToEiam { is_known_path } => {
                eiam::not_found(&head, is_known_path, self.world().clock.now())
            }
        };
        Answer::Reply(reply, Pace::AtOnce)
    }
}

/// The rest of the path and the query after the name of the search.
fn after_range(head: &Head) -> String {
    let path = head.path.strip_prefix("/range/").unwrap_or(&head.path);
    if head.query.is_empty() { path.to_owned() } else { format!("{path}?{}", head.query) }
}

fn user_id_in_body(request: &Request) -> Option<String> {
    let body: Value = serde_json::from_slice(&request.body).ok()?;
    body.get("user_id")?.as_str().map(str::to_owned)
}
