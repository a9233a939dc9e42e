//! The simulated accounts that are reset repeatedly.

use anyhow::{Context, Result};
use passgate_stack::Stack;
use serde_json::Value;

/// The prefix of the numbered accounts' names.
const PREFIX: &str = "user";

/// A person with an account at both vendors.
pub struct Account {
    /// Feishu's `open_id`.
    pub feishu: String,
    /// EIAM's id.
    pub eiam: String,
}

impl Account {
    /// The numbered accounts, which exist only for this load.
    pub fn numbered(stack: &Stack) -> Result<Vec<Self>> {
        let answer = stack.simulator().get("/_sim/users")?;
        let users =
            answer.get("users").and_then(Value::as_array).context("the simulator lists no accounts")?;
        let text = |user: &Value, pointer: &str| user.pointer(pointer)?.as_str().map(str::to_owned);
        let accounts: Vec<Self> = users
            .iter()
            .filter(|user| text(user, "/username").is_some_and(|name| name.starts_with(PREFIX)))
            .filter_map(|user| {
                Some(Self { feishu: text(user, "/feishu/open_id")?, eiam: text(user, "/eiam/user_id")? })
            })
            .collect();
        anyhow::ensure!(!accounts.is_empty(), "the simulator has no numbered accounts");
        Ok(accounts)
    }
}
