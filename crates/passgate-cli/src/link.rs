//! `passgate link`: mints tickets through the running edge.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, anyhow, bail};
use passgate_core::{Product, Secret};
use passgate_wire::{Action, Spec};
use passgate_worker::base::keys::Keys;
use passgate_worker::callers::client_token::{self, Claims};
use passgate_worker::config::{Client, Config};
use serde_json::{Value, json};

use crate::args::LinkRequest;
use crate::check;
use crate::config::text_of;
use crate::http;

/// How long the token for the minting lives, in seconds: as long as a file of links may take.
const TOKEN_SECONDS: u64 = 600;

/// Prints a link for each account. Fails if one of them was not minted, and says which.
pub fn run(path: &Path, request: &LinkRequest) -> Result<ExitCode> {
    let Some((file, config)) = check::read_correct(path)? else {
        return Ok(ExitCode::FAILURE);
    };
    let minting = Minting::of(request, &config)?;
    let accounts = match (&request.account, &request.csv) {
        (Some(account), _) => vec![(account.clone(), request.id_type.clone())],
        (None, Some(csv)) => accounts_of(&text_of(csv)?, request.id_type.as_deref()),
        (None, None) => bail!("--account or --csv must be given"),
    };
    // With TLS the edge has the certificate of its public name.
    let base = match file.machine.tls {
        None => format!("http://{}", file.machine.address()),
        Some(_) => config.public_origin.clone(),
    };
    let agent = http::agent(&file.machine.trusted()?);
    if accounts.is_empty() {
        bail!("the file has no account");
    }
    if let Some(twice) = twice(&accounts) {
        bail!("{twice} is in the file twice: its second link would end its first");
    }
    let mut failed = 0_usize;
    for (account, id_type) in &accounts {
        match minting.mint(&agent, &base, account, id_type.as_deref()) {
            Ok(link) if request.csv.is_some() => println!("{account},{link}"),
            Ok(link) => println!("{link}"),
            Err(error) => {
                failed = failed.saturating_add(1);
                eprintln!("passgate: {account}: {error:#}");
            }
        }
    }
    if failed > 0 {
        eprintln!("passgate: {failed} of {} links were not minted", accounts.len());
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

struct Minting<'a> {
    product: Product,
    action: Action,
    expires_in: Option<u64>,
    client: &'a Client,
    keys: &'a Keys,
}

impl<'a> Minting<'a> {
    fn of(request: &LinkRequest, config: &'a Config) -> Result<Self> {
        let product = Product::from_name(&request.product);
        let product = product.filter(|product| config.products.contains_key(product));
        let configured: Vec<&str> = config.products.keys().map(|product| product.name()).collect();
        let product = product.with_context(|| {
            format!("--product {} is not configured; these are: {}", request.product, configured.join(", "))
        })?;
        let spec = Spec::of(product);
        let offered: Vec<&str> = spec.actions().map(Action::name).collect();
        let action = match &request.action {
            None => spec.actions().next(),
            Some(name) => Action::from_name(name).filter(|action| spec.offers(*action)),
        };
        let action = action.with_context(|| {
            format!("--action must be one of {} for {}", offered.join(", "), product.name())
        })?;
        let may_mint = |client: &&Client| {
            client.mints_tickets && client.products.contains(&product) && client.actions.contains(&action)
        };
        let client = config.clients.iter().find(may_mint).with_context(|| {
            format!(
                "no client of the configuration may mint tickets for {} of {}: add one with mints_tickets",
                action.name(),
                product.name()
            )
        })?;
        Ok(Self { product, action, expires_in: request.expires_in, client, keys: &config.keys })
    }

    fn mint(&self, agent: &ureq::Agent, base: &str, account: &str, id_type: Option<&str>) -> Result<String> {
        let mut body =
            json!({ "product": self.product.name(), "action": self.action.name(), "user_id": account });
        if let Some(members) = body.as_object_mut() {
            members.extend(id_type.map(|id_type| ("user_id_type".to_owned(), Value::from(id_type))));
            members.extend(self.expires_in.map(|seconds| ("expires_in".to_owned(), Value::from(seconds))));
        }
        let token = self.token()?;
        let mut answer = agent
            .post(format!("{base}/v1/tickets"))
            .header("Authorization", format!("Bearer {}", token.expose()))
            .send_json(body)
            .with_context(|| format!("the edge does not answer at {base}; is it running?"))?;
        let told: Value = answer.body_mut().read_json().context("the edge's answer is no JSON")?;
        match told.get("link").and_then(Value::as_str) {
            Some(link) => Ok(link.to_owned()),
            None => {
                let detail = told.get("detail").and_then(Value::as_str).unwrap_or("no detail");
                bail!("HTTP {}: {detail}", answer.status().as_u16())
            }
        }
    }

    fn token(&self) -> Result<Secret> {
        let now =
            SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).unwrap_or_default();
        let secret = self.client.secret_hashes.first().context("the client has no secret")?;
        let claims = Claims {
            client: self.client.id.clone(),
            secret: secret.name(),
            product: self.product,
            actions: vec![self.action],
            mints_tickets: true,
            expires_at: now.saturating_add(TOKEN_SECONDS),
        };
        client_token::sign(&claims, self.keys).map_err(|error| anyhow!("could not sign a token: {error}"))
    }
}

/// The first account that the file has twice.
fn twice(accounts: &[(String, Option<String>)]) -> Option<&str> {
    let mut seen = BTreeSet::new();
    accounts.iter().find(|account| !seen.insert(*account)).map(|(id, _)| id.as_str())
}

/// An account on each line: its id, and its kind of id where the line has one.
fn accounts_of(csv: &str, id_type: Option<&str>) -> Vec<(String, Option<String>)> {
    let lines = csv.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    let account = |line: &str| match line.split_once(',') {
        Some((id, kind)) if !kind.trim().is_empty() => (id.trim().to_owned(), Some(kind.trim().to_owned())),
        Some((id, _)) => (id.trim().to_owned(), id_type.map(str::to_owned)),
        None => (line.to_owned(), id_type.map(str::to_owned)),
    };
    lines.map(account).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_an_account() {
        let csv = "\u{feff}ou_1,open_id\r\non_2 , union_id\n\nu3,\nu4\n";
        let found = accounts_of(csv, Some("user_id"));
        let expected = [("ou_1", "open_id"), ("on_2", "union_id"), ("u3", "user_id"), ("u4", "user_id")];
        let found: Vec<(&str, &str)> =
            found.iter().map(|(id, kind)| (id.as_str(), kind.as_deref().unwrap_or_default())).collect();
        assert_eq!(found, expected);
    }
}
