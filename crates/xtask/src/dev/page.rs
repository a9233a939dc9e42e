//! The text that `cargo xtask dev` prints for a person.

use std::fmt::Write as _;

use serde_json::Value;

use crate::dev::demo::Demo;

/// The links first, then the accounts, then further commands.
pub fn text(demo: &Demo) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, demo);
    text
}

fn write(out: &mut String, demo: &Demo) -> std::fmt::Result {
    writeln!(out, "\npassgate runs at {}; both vendors are simulated at {}", demo.base, demo.simulator)?;
    writeln!(out, "\nThe playground of the elements: {}/examples/", demo.base)?;
    writeln!(out, "\nOpen a link, choose a password (each is good for ten minutes and one success):\n")?;
    for (product, links) in [("Feishu", &demo.feishu), ("EIAM", &demo.eiam)] {
        for link in links {
            writeln!(out, "  {product:<7} {link}")?;
        }
    }
    writeln!(out, "\nThe simulated accounts:\n")?;
    writeln!(out, "  {}", columns("username", "Feishu open_id", "EIAM user_id", "name"))?;
    for account in &demo.accounts {
        writeln!(out, "  {}", line(account))?;
    }
    let tickets = &demo.clients.tickets;
    writeln!(out, "\nMint another link, as a help desk's back end does:\n")?;
    writeln!(out, "{}", curl(&demo.base, &tickets.id, &tickets.secret, account_id(demo)))?;
    writeln!(out, "\nClients (id, secret):\n")?;
    for client in [&demo.clients.feishu, &demo.clients.eiam, tickets, &demo.clients.metrics] {
        writeln!(out, "  {:<13} {}", client.id, client.secret)?;
    }
    write!(out, "\nCtrl-C stops everything.")
}

fn line(account: &Value) -> String {
    let text = |path: &str| account.pointer(path).and_then(Value::as_str).unwrap_or("-");
    columns(text("/username"), text("/feishu/open_id"), text("/eiam/user_id"), text("/name"))
}

fn columns(username: &str, open_id: &str, user_id: &str, name: &str) -> String {
    format!("{username:<14} {open_id:<36} {user_id:<34} {name}")
}

fn account_id(demo: &Demo) -> &str {
    let mut ids = demo.accounts.iter().filter_map(|account| account.pointer("/eiam/user_id")?.as_str());
    ids.next_back().unwrap_or("USER_ID")
}

fn curl(base: &str, client: &str, secret: &str, account: &str) -> String {
    format!(
        r#"  TOKEN=$(curl -s {base}/api/v2/tenant/token -u {client}:{secret} \
    -d grant_type=client_credentials | sed 's/.*"access_token":"\([^"]*\)".*/\1/')
  curl -s {base}/v1/tickets -H "Authorization: Bearer $TOKEN" -H 'Content-Type: application/json' \
    -d '{{"product":"eiam","action":"change-password","user_id":"{account}"}}'"#
    )
}
