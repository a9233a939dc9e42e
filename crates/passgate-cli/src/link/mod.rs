//! `passgate link`: mints tickets through the running edge.

mod file;

use std::fs;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, Result, anyhow, bail};
use clap::CommandFactory as _;
use clap::error::ErrorKind;
use passgate_core::{Identity, Policy, Product, Secret};
use passgate_wire::{Action, Spec};
use passgate_worker::base::keys::Keys;
use passgate_worker::callers::client_token::{self, Claims};
use passgate_worker::callers::mint_request::MintRequest;
use passgate_worker::config::{Client, Config};
use serde_json::{Value, json};

use crate::args::{Args, LinkRequest};
use crate::check;
use crate::http;
use crate::person::Person;

/// How long the token for the minting lives, in seconds: as long as a file of links may take.
const TOKEN_SECONDS: u64 = 600;

/// An account and what is known of its person.
struct Account {
    id: String,
    id_type: Option<String>,
    person: Person,
}

/// Prints a link for each account. Fails if one of them was not minted, and says which.
pub fn run(path: &Path, request: &LinkRequest) -> Result<ExitCode> {
    let accounts = match (&request.account, &request.csv) {
        (Some(id), _) => {
            let (id_type, person) = (request.id_type.clone(), request.person.clone());
            Ok(vec![(0, Account { id: id.clone(), id_type, person })])
        }
        (None, Some(csv)) => {
            if request.person.identity()?.is_some() {
                misused("--csv takes what is known of each person from the columns of the file");
            }
            let bytes = fs::read(csv).with_context(|| format!("could not read {}", csv.display()))?;
            file::read(&bytes, request.id_type.as_deref())
        }
        (None, None) => misused(
            "no account is named: --account ID mints one link, and --csv FILE one for each line of a file",
        ),
    };
    let Some((file, config)) = check::read_correct(path)? else {
        return Ok(ExitCode::FAILURE);
    };
    let minting = Minting::of(request, &config)?;
    let accounts = match accounts.and_then(|accounts| minting.bodies(&accounts)) {
        Ok(accounts) => accounts,
        Err(wrong) => {
            let csv = request.csv.as_deref().map(|csv| format!("{}: ", csv.display())).unwrap_or_default();
            for line in wrong {
                eprintln!("passgate: {csv}{line}");
            }
            eprintln!("passgate: no link was minted");
            return Ok(ExitCode::FAILURE);
        }
    };
    // With TLS the edge has the certificate of its public name.
    let base = match file.machine.tls {
        None => format!("http://{}", file.machine.address()),
        Some(_) => config.public_origin.clone(),
    };
    let agent = http::agent(&file.machine.trusted()?);
    let mut failed = 0_usize;
    for (id, body) in &accounts {
        match minting.mint(&agent, &base, body) {
            Ok(link) if request.csv.is_some() => println!("{id},{link}"),
            Ok(link) => println!("{link}"),
            Err(error) => {
                failed = failed.saturating_add(1);
                eprintln!("passgate: {id}: {error:#}");
            }
        }
    }
    minting.remark_on_unknown_persons(&accounts);
    if failed > 0 {
        eprintln!("passgate: {failed} of {} links were not minted", accounts.len());
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}

/// Ends the program with the usage of the command.
fn misused(message: &str) -> ! {
    let mut command = Args::command();
    let link = command.find_subcommand_mut("link").cloned().unwrap_or_default();
    link.bin_name("passgate link").error(ErrorKind::MissingRequiredArgument, message).exit()
}

/// The member of a request with the kind of the account's id.
const ID_TYPE: &str = "user_id_type";

/// How an account was given, which decides how its mistakes are named.
#[derive(Clone, Copy)]
enum Given {
    Options,
    /// A line of a file.
    Line(u64),
}

impl Given {
    /// A mistake, with the option or the column from which the member of the request was made.
    fn told(self, member: &str, problem: &str) -> String {
        let path: Vec<&str> = member.split(['.', '[']).collect();
        let column = match path.as_slice() {
            ["user_id"] => "account",
            [ID_TYPE] => "id_type",
            ["identity", "username", ..] => "username",
            ["identity", "name", ..] => "person",
            ["identity", "phones", ..] => "phone",
            ["identity", "emails", ..] => "email",
            ["identity", "words", ..] => "word",
            ["expires_in"] => return format!("--expires-in {problem}"),
            _ => member,
        };
        match self {
            Self::Options => format!("--{} {problem}", column.replace('_', "-")),
            Self::Line(line) => format!("line {line}: {column} {problem}"),
        }
    }
}

/// The id of an account, and the body of the request for its link.
type Body = (String, Value);

struct Minting<'a> {
    product: Product,
    action: Action,
    expires_in: Option<u64>,
    client: &'a Client,
    policy: &'a Policy,
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
        let policy = config.products.get(&product).map(|product| &product.policy);
        let policy = policy.context("the product is configured")?;
        Ok(Self { product, action, expires_in: request.expires_in, client, policy, keys: &config.keys })
    }

    /// The requests for the accounts, or every mistake in them, found by the edge's own reader before any link
    /// is minted.
    fn bodies(&self, accounts: &[(u64, Account)]) -> Result<Vec<Body>, Vec<String>> {
        let (mut bodies, mut wrong) = (Vec::new(), Vec::new());
        for (line, account) in accounts {
            let body = self.body(account);
            let given = if *line == 0 { Given::Options } else { Given::Line(*line) };
            let found = MintRequest::read(body.clone()).err().unwrap_or_default();
            let (of_id_type, others): (Vec<_>, Vec<_>) =
                found.into_iter().partition(|found| found.field == ID_TYPE);
            if !of_id_type.is_empty() {
                wrong.push(given.told(ID_TYPE, &self.id_types()));
            }
            wrong.extend(others.iter().map(|found| given.told(&found.field, &found.problem)));
            bodies.push((account.id.clone(), body));
        }
        if wrong.is_empty() { Ok(bodies) } else { Err(wrong) }
    }

    /// Which kinds of ids the product has.
    fn id_types(&self) -> String {
        match Spec::of(self.product).user_id_types {
            [] => format!("is not allowed: {} has one kind of id", self.product.name()),
            kinds => format!("must be one of {}", kinds.join(", ")),
        }
    }

    fn body(&self, account: &Account) -> Value {
        let mut body =
            json!({ "product": self.product.name(), "action": self.action.name(), "user_id": account.id });
        let id_type = account.id_type.as_deref().map(Value::from);
        let expires_in = self.expires_in.map(Value::from);
        let known = account.person.known();
        let identity = (known != Identity::default()).then(|| json!(known));
        let optional = [(ID_TYPE, id_type), ("identity", identity), ("expires_in", expires_in)];
        if let Some(members) = body.as_object_mut() {
            let there = optional.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
            members.extend(there);
        }
        body
    }

    /// Says which options are missing, if a link says nothing about its person and the policy asks.
    fn remark_on_unknown_persons(&self, accounts: &[Body]) {
        let unknown = accounts.iter().filter(|(_, body)| body.get("identity").is_none()).count();
        let asked = Person::asked_by(self.policy);
        if unknown > 0 && !asked.is_empty() {
            let which = match accounts {
                [_] => "the link says".to_owned(),
                all => format!("{unknown} of {} links say", all.len()),
            };
            eprintln!(
                "passgate: {which} nothing about the person, so the form cannot check all rules: give {}, or columns \
                 of these names in the file",
                asked.join(", ")
            );
        }
    }

    fn mint(&self, agent: &ureq::Agent, base: &str, body: &Value) -> Result<String> {
        let token = self.token()?;
        let mut answer = agent
            .post(format!("{base}/v1/tickets"))
            .header("Authorization", format!("Bearer {}", token.expose()))
            .send_json(body)
            .map_err(|error| http::unanswered(base, error))?;
        if answer.status() == 401 {
            bail!(
                "the edge at {base} refuses a token that is signed with the key of this configuration (HTTP 401): it \
                 runs with another signing key or another configuration. Are $CREDENTIALS_DIRECTORY and the \
                 configuration those of this deployment, and did the edge restart after their last change?"
            );
        }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_is_named_by_its_option_or_by_its_line_and_column() {
        for (member, option, column) in [
            ("user_id", "--account", "account"),
            ("user_id_type", "--id-type", "id_type"),
            ("identity.username", "--username", "username"),
            ("identity.name", "--person", "person"),
            ("identity.phones[1]", "--phone", "phone"),
            ("identity.emails[0]", "--email", "email"),
            ("identity.words[0]", "--word", "word"),
        ] {
            assert_eq!(Given::Options.told(member, "is wrong"), format!("{option} is wrong"));
            assert_eq!(Given::Line(7).told(member, "is wrong"), format!("line 7: {column} is wrong"));
        }
        assert_eq!(Given::Line(7).told("expires_in", "is wrong"), "--expires-in is wrong");
    }
}
