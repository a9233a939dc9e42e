use super::*;
use crate::base::action::Action;
use crate::config::{Client, sample};

const HIGH: RateLimit = RateLimit { burst: 500, per_minute: 400 };

fn config() -> Config {
    let client = |id: &str, rate| Client {
        id: id.to_owned(),
        secret_hashes: Vec::new(),
        products: Vec::new(),
        actions: Vec::new(),
        mints_tickets: false,
        reads_metrics: false,
        clears_limits: false,
        rate,
    };
    Config {
        clients: vec![client("hr", HIGH), client("slow", RateLimit { burst: 1, per_minute: 1 })],
        ..sample()
    }
}

fn account(user_id: &str) -> Account {
    Account { product: Product::Eiam, user_id_type: None, user_id: user_id.to_owned() }
}

fn client(name: &str) -> Caller {
    Caller::Client(Claims {
        client: name.to_owned(),
        secret: String::new(),
        product: Product::Eiam,
        actions: Vec::new(),
        mints_tickets: false,
        expires_at: u64::MAX,
    })
}

fn user(user_id: &str, operator: Role, auditor: Role) -> Caller {
    Caller::User(User {
        product: Product::Eiam,
        subject: format!("sub-{user_id}"),
        account: account(user_id),
        owner: Role::Held,
        operator,
        auditor,
        identity: Identity { name: Some("王小明".to_owned()), ..Identity::default() },
    })
}

fn person(user_id: &str) -> Caller {
    user(user_id, Role::None, Role::None)
}

fn operator(user_id: &str) -> Caller {
    user(user_id, Role::Held, Role::None)
}

fn holder(secret_hash: u8) -> Caller {
    Caller::Holder(Holder {
        facts: TicketFacts {
            account: account("u-1"),
            action: Action::ChangePassword,
            identity: Identity { username: Some("wangxm".to_owned()), ..Identity::default() },
            expires_at_ms: u64::MAX,
            attempts_left: 1,
        },
        proof: Proof { secret_hash: [secret_hash; 32], browser_hash: [0; 32] },
    })
}

#[test]
fn nobody_uses_up_the_owners_rate() {
    let too_old = Role::SignInTooOld { sign_in_within: 900 };
    for (caller, class) in [
        (client("hr"), CallerClass::Clients),
        (operator("u-1"), CallerClass::Operators),
        (person("u-1"), CallerClass::Owner),
        (user("u-1", too_old, Role::Held), CallerClass::Owner),
        (holder(7), CallerClass::Owner),
    ] {
        assert_eq!(caller.class(), class, "{}", caller.actor(None));
    }
    for class in [CallerClass::Owner, CallerClass::Clients, CallerClass::Operators] {
        assert_eq!(serde_json::to_value(class).unwrap(), class.name(), "one name wherever it is kept");
    }
}

#[test]
fn whoever_acts_on_the_own_account_has_no_name_beside_its_tag() {
    let own = account("u-1");
    for (caller, on, actor) in [
        (client("hr"), Some(&own), "client:hr"),
        (person("u-1"), Some(&own), OWNER),
        (operator("u-1"), Some(&own), OWNER),
        (operator("u-2"), Some(&own), "operator:sub-u-2"),
        (operator("u-1"), None, "operator:sub-u-1"),
        (user("u-2", Role::None, Role::Held), None, "auditor:sub-u-2"),
        (holder(0), Some(&own), "ticket:AAAAAAAAAAAA"),
    ] {
        assert_eq!(caller.actor(on), actor);
    }
}

#[test]
fn whoever_may_reach_any_account_is_counted() {
    let config = config();
    assert_eq!(client("hr").counted(&config), Some(("client:hr".to_owned(), HIGH)));
    assert_eq!(client("gone").counted(&config), None);
    let (name, rate) = operator("u-1").counted(&config).unwrap();
    assert_eq!(
        (name, rate),
        (format!("operator:{}", account("u-1").tag(&config.keys)), config.rates.operator)
    );
    assert!(person("u-1").counted(&config).is_none() && holder(7).counted(&config).is_none());
}

#[test]
fn refused_passwords_are_counted_by_the_credential_alone() {
    let config = config();
    let refused = |caller: &Caller| caller.refused(Product::Eiam, &config);
    for (caller, name, rate) in [
        (client("hr"), "eiam client:hr", HIGH),
        // A client that may call seldom has as many of these as everybody.
        (client("slow"), "eiam client:slow", config.rates.refused),
        (client("gone"), "eiam client:gone", config.rates.refused),
        (person("u-1"), "eiam user:sub-u-1", config.rates.refused),
        (operator("u-2"), "eiam user:sub-u-2", config.rates.refused),
        (holder(0), "eiam ticket:AAAAAAAAAAAA", config.rates.refused),
    ] {
        assert_eq!(refused(&caller), (name.to_owned(), rate));
    }
    assert_ne!(refused(&holder(0)).0, refused(&holder(7)).0);
}

#[test]
fn only_who_is_told_of_a_person_checks_against_them() {
    let (own, other) = (account("u-1"), account("u-2"));
    assert_eq!(person("u-1").identity_of(&own).name.as_deref(), Some("王小明"));
    assert!(person("u-1").identity_of(&other) == Identity::default());
    assert!(client("hr").identity_of(&own) == Identity::default());
    assert_eq!(holder(7).identity_of(&own).username.as_deref(), Some("wangxm"));
}
