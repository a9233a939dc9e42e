//! Controls and queries the simulated vendors, bypassing the Worker.

use serde_json::{Value, json};

use crate::edge::Edge;
use crate::people::Person;

impl Edge {
    /// The demo account with that name.
    pub fn person(&self, username: &str) -> Person {
        let found = self.people().into_iter().find(|person| person.username == username);
        found.unwrap_or_else(|| panic!("there is no {username}"))
    }

    /// All numbered accounts.
    pub fn numbered_people(&self) -> Vec<Person> {
        let mut people = self.people();
        people.retain(|person| person.username.ends_with(|character: char| character.is_ascii_digit()));
        people
    }

    fn people(&self) -> Vec<Person> {
        let users = self.control("GET", "/_sim/users", &Value::Null);
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let users = users["users"].as_array().unwrap().iter();
        users
            .map(|user| Person {
                username: text(&user["username"]),
                feishu: text(&user["feishu"]["user_id"]),
                open_id: text(&user["feishu"]["open_id"]),
                union_id: text(&user["feishu"]["union_id"]),
                eiam: text(&user["eiam"]["user_id"]),
            })
            .collect()
    }

    /// Whether that is the account's current password.
    pub fn is_password(&self, vendor: &str, user: &str, password: &str) -> bool {
        let body = json!({ "vendor": vendor, "user": user, "password": password });
        self.control("POST", "/_sim/users/verify", &body)["matches"] == true
    }

    /// How many calls with this name arrived at the vendor.
    pub fn arrived(&self, call: &str) -> u64 {
        self.control("GET", "/_sim/calls", &Value::Null)["counts"][call]["arrived"].as_u64().unwrap_or(0)
    }

    /// How many calls with this name arrived, and how many were executed.
    pub fn seen(&self, call: &str) -> (u64, u64) {
        let counts = &self.control("GET", "/_sim/calls", &Value::Null)["counts"][call];
        let count = |name: &str| counts[name].as_u64().unwrap_or(0);
        (count("arrived"), count("executed"))
    }

    /// How many password calls arrived at both vendors.
    pub fn password_calls(&self) -> u64 {
        ["feishu.reset", "eiam.change-password", "eiam.rest-password"]
            .into_iter()
            .map(|call| self.arrived(call))
            .sum()
    }

    /// Makes the vendor fail once.
    pub fn fault(&self, call: &str, fault: &Value) {
        self.control("POST", "/_sim/faults", &json!({ "call": call, "fault": fault }));
    }

    /// Changes the vendor's own policy, so that the edge's policy no longer matches it.
    pub fn vendor_policy(&self, vendor: &str, patch: &Value) {
        self.control("PATCH", &format!("/_sim/policy/{vendor}"), patch);
    }

    /// Sends any other request to the simulator's control API.
    pub fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = (!body.is_null()).then_some(body);
        let answer = self.stack().simulator().control(method, path, body);
        answer.unwrap_or_else(|error| panic!("{error}"))
    }
}
