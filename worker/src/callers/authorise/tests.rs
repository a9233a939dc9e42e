use passgate_core::{Identity, Product};

use super::*;
use crate::base::client_secret::SecretHash;
use crate::callers::caller::{CallerClass, Holder, Role, User};
use crate::callers::sealed::TicketFacts;
use crate::callers::ticket::Proof;
use crate::config::sample;
use crate::rates::gcra::RateLimit;

const HASH: &str = "sha256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

fn config() -> Config {
    let client = |id: &str, products: &[Product], actions: &[Action], mints_tickets| Client {
        id: id.to_owned(),
        secret_hashes: vec![SecretHash::parse(HASH).unwrap()],
        products: products.to_vec(),
        actions: actions.to_vec(),
        mints_tickets,
        reads_metrics: false,
        clears_limits: false,
        rate: RateLimit { burst: 1, per_minute: 1 },
    };
    Config {
        clients: vec![
            client("mail", &[Product::Feishu], &[Action::Reset], false),
            client("desk", &[Product::Feishu, Product::Eiam], &[Action::Reset, Action::ChangePassword], true),
        ],
        ..sample()
    }
}

fn account(product: Product, user_id: &str) -> Account {
    Account {
        product,
        user_id_type: (product == Product::Feishu).then(|| "open_id".to_owned()),
        user_id: user_id.to_owned(),
    }
}

fn client(name: &str, product: Product, actions: &[Action], mints_tickets: bool) -> Caller {
    Caller::Client(Claims {
        client: name.to_owned(),
        secret: SecretHash::parse(HASH).unwrap().name(),
        product,
        actions: actions.to_vec(),
        mints_tickets,
        expires_at: u64::MAX,
    })
}

fn user(product: Product, user_id: &str, operator: bool) -> Caller {
    Caller::User(User {
        product,
        subject: user_id.to_owned(),
        account: account(product, user_id),
        owner: Role::Held,
        operator: if operator { Role::Held } else { Role::None },
        auditor: Role::None,
        identity: Identity::default(),
    })
}

/// The product that has this action of its own.
fn product_of(action: Action) -> Product {
    match action {
        Action::Reset => Product::Feishu,
        Action::ChangePassword | Action::RestPassword => Product::Eiam,
    }
}

fn holder(action: Action, user_id: &str) -> Caller {
    Caller::Holder(Holder {
        facts: TicketFacts {
            account: account(product_of(action), user_id),
            action,
            identity: Identity::default(),
            expires_at_ms: u64::MAX,
            attempts_left: 1,
        },
        proof: Proof { secret_hash: [0; 32], browser_hash: [0; 32] },
        is_claimed: false,
        submission: None,
    })
}

#[test]
fn every_caller_against_every_action() {
    use Action::{ChangePassword, Reset};
    use Product::{Eiam, Feishu};
    let config = config();
    let act = |caller: &Caller, action: Action| {
        may_act(caller, action, &account(product_of(action), "me"), &config).err()
    };
    // Caller; then reset, change-password and rest-password of the account "me".
    let rows = [
        (
            "client for Feishu",
            client("mail", Feishu, &[Reset], false),
            [None, Some(Denied::OtherProduct), Some(Denied::OtherProduct)],
        ),
        (
            "client for both, token for EIAM",
            client("desk", Eiam, &[ChangePassword], true),
            [Some(Denied::OtherProduct), None, Some(Denied::ActionNotGranted)],
        ),
        (
            "token with more than the configuration",
            client("mail", Feishu, &[Reset, ChangePassword], true),
            [None, Some(Denied::OtherProduct), Some(Denied::OtherProduct)],
        ),
        (
            "token with less than the configuration",
            client("desk", Eiam, &[], true),
            [Some(Denied::OtherProduct), Some(Denied::ActionNotGranted), Some(Denied::ActionNotGranted)],
        ),
        ("client that is gone", client("old", Feishu, &[Reset], true), [Some(Denied::ClientGone); 3]),
        ("the user", user(Eiam, "me", false), [Some(Denied::OtherProduct), None, Some(Denied::NotEntitled)]),
        (
            "another user",
            user(Eiam, "you", false),
            [Some(Denied::OtherProduct), Some(Denied::OtherAccount), Some(Denied::NotEntitled)],
        ),
        (
            "an operator",
            user(Eiam, "op", true),
            [Some(Denied::OtherProduct), Some(Denied::OtherAccount), None],
        ),
        (
            "a Feishu user",
            user(Feishu, "me", false),
            [None, Some(Denied::OtherProduct), Some(Denied::OtherProduct)],
        ),
        (
            "a ticket for this",
            holder(ChangePassword, "me"),
            [Some(Denied::ActionNotGranted), None, Some(Denied::ActionNotGranted)],
        ),
        (
            "a ticket of another",
            holder(ChangePassword, "you"),
            [Some(Denied::ActionNotGranted), Some(Denied::OtherAccount), Some(Denied::ActionNotGranted)],
        ),
    ];
    for (who, caller, expected) in rows {
        assert_eq!(Action::ALL.map(|action| act(&caller, action)), expected, "{who}");
    }
}

#[test]
fn another_user_id_type_is_another_account() {
    let config = config();
    let mine = user(Product::Feishu, "me", false);
    let mut other = account(Product::Feishu, "me");
    other.user_id_type = Some("user_id".to_owned());
    assert_eq!(may_act(&mine, Action::Reset, &other, &config), Err(Denied::OtherAccount));
}

#[test]
fn who_may_mint() {
    use Action::{ChangePassword, Reset};
    use Product::{Eiam, Feishu};
    let config = config();
    let rows = [
        ("a client that may", client("desk", Eiam, &[ChangePassword], true), None),
        (
            "its token for the other product",
            client("desk", Feishu, &[Reset], true),
            Some(Denied::OtherProduct),
        ),
        ("a token that may not", client("desk", Eiam, &[ChangePassword], false), Some(Denied::NotEntitled)),
        ("a client that may not", client("mail", Feishu, &[Reset], true), Some(Denied::OtherProduct)),
        ("a user", user(Eiam, "me", false), Some(Denied::NotEntitled)),
        ("an operator", user(Eiam, "op", true), None),
        ("an operator elsewhere", user(Feishu, "op", true), Some(Denied::OtherProduct)),
        ("a ticket", holder(ChangePassword, "me"), Some(Denied::NotEntitled)),
    ];
    for (who, caller, expected) in rows {
        assert_eq!(
            may_mint(&caller, ChangePassword, product_of(ChangePassword), &config).err(),
            expected,
            "{who}"
        );
    }
    let mail = client("mail", Feishu, &[Reset], true);
    assert_eq!(may_mint(&mail, Reset, product_of(Reset), &config), Err(Denied::NotEntitled));
}

#[test]
fn an_actor_is_a_name_and_no_credential() {
    let of = |id: &str| account(Product::Eiam, id);
    let actor = |caller: Caller, id: &str| caller.actor(Some(&of(id)));
    assert_eq!(actor(client("mail", Product::Feishu, &[], false), "me"), "client:mail");
    assert_eq!(actor(holder(Action::Reset, "me"), "me"), "ticket:AAAAAAAAAAAA");
    assert_eq!(actor(user(Product::Eiam, "op", true), "me"), "operator:op");
    assert_eq!(user(Product::Eiam, "op", true).actor(None), "operator:op");
}

#[test]
fn an_actor_on_the_own_account_has_no_name_beside_its_tag() {
    for operates in [false, true] {
        let own = account(Product::Eiam, "me");
        assert_eq!(user(Product::Eiam, "me", operates).actor(Some(&own)), "user", "{operates}");
    }
    // Each is counted separately nevertheless.
    let config = config();
    let counted = |subject: &str| user(Product::Eiam, subject, false).refused(Product::Eiam, &config).0;
    assert_ne!(counted("me"), counted("you"));
}

#[test]
fn which_roles_read_audit_drift_and_metrics() {
    use Product::{Eiam, Feishu};
    const OLD: Role = Role::SignInTooOld { sign_in_within: 900 };
    const TOO_OLD: Option<Denied> = Some(Denied::SignInTooOld { sign_in_within: 900 });
    const NO: Option<Denied> = Some(Denied::NotEntitled);
    const ELSEWHERE: Option<Denied> = Some(Denied::OtherProduct);
    let person = |operator: Role, auditor: Role| {
        let Caller::User(user) = user(Eiam, "me", false) else { panic!("a user") };
        Caller::User(User { operator, auditor, ..user })
    };
    let mut config = config();
    // Caller; then audit and drift of EIAM, the same of Feishu, clearing and adopting limits of EIAM and
    // of Feishu, metrics.
    let rows = [
        ("a user", person(Role::None, Role::None), [NO; 5]),
        ("an operator", person(Role::Held, Role::None), [None, ELSEWHERE, None, ELSEWHERE, None]),
        ("an operator who signed in long ago", person(OLD, Role::None), [TOO_OLD; 5]),
        ("an auditor", person(Role::None, Role::Held), [None, None, NO, NO, None]),
        ("an auditor who signed in long ago", person(Role::None, OLD), [TOO_OLD, TOO_OLD, NO, NO, TOO_OLD]),
        ("both, one of them recently", person(OLD, Role::Held), [None, None, TOO_OLD, TOO_OLD, None]),
        ("a ticket", holder(Action::Reset, "me"), [NO; 5]),
        ("a client", client("desk", Eiam, &[Action::ChangePassword], true), [NO, NO, NO, ELSEWHERE, NO]),
    ];
    for (who, caller, expected) in rows {
        let seen = [
            may_read_audit(&caller, Eiam).err(),
            may_read_audit(&caller, Feishu).err(),
            may_clear_limits(&caller, Eiam, &config).err(),
            may_clear_limits(&caller, Feishu, &config).err(),
            may_read_metrics(&caller, &config).err(),
        ];
        assert_eq!(seen, expected, "{who}");
        if !matches!(caller, Caller::Client(_)) {
            assert_eq!(may_read_drift(&caller, Feishu, &config).err(), expected[1], "{who}");
            let adopts = [Eiam, Feishu].map(|product| may_adopt_limits(&caller, product).err());
            assert_eq!(adopts, [expected[2], expected[3]], "{who}");
        }
    }
    config.clients[1].reads_metrics = true;
    let caller = client("desk", Eiam, &[], false);
    assert_eq!(may_read_metrics(&caller, &config), Ok(()));
    assert_eq!(may_read_metrics(&client("old", Eiam, &[], false), &config), Err(Denied::ClientGone));
}

#[test]
fn a_client_clears_limits_only_with_the_right_and_for_the_product_of_its_token() {
    use Product::{Eiam, Feishu};
    let mut config = config();
    let desk = |product| client("desk", product, &[], false);
    let clears = |config: &Config| {
        [Eiam, Feishu].map(|of| {
            let denied = may_clear_limits(&desk(Eiam), of, config).err();
            assert_eq!(may_read_drift(&desk(Eiam), of, config).err(), denied);
            assert_eq!(may_adopt_limits(&desk(Eiam), of), Err(Denied::NotEntitled));
            denied
        })
    };
    assert_eq!(clears(&config), [Some(Denied::NotEntitled), Some(Denied::OtherProduct)]);
    config.clients[1].clears_limits = true;
    assert_eq!(clears(&config), [None, Some(Denied::OtherProduct)]);
    // A product that was taken away ends at once, not with the token.
    config.clients[1].products.retain(|product| *product == Feishu);
    assert_eq!(clears(&config), [Some(Denied::OtherProduct); 2]);
    config.clients.clear();
    assert_eq!(clears(&config), [Some(Denied::ClientGone); 2]);
}

#[test]
fn passwords_refused_by_the_edge_are_counted_by_credential() {
    let config = config();
    let rate = config.rates.refused;
    for (caller, name) in [
        (holder(Action::ChangePassword, "me"), "eiam ticket:AAAAAAAAAAAA"),
        (user(Product::Eiam, "me", false), "eiam user:me"),
    ] {
        assert_eq!(caller.refused(Product::Eiam, &config), (name.to_owned(), rate));
    }
    let desk = |config: &Config| client("desk", Product::Eiam, &[], false).refused(Product::Eiam, config);
    assert_eq!(desk(&config), ("eiam client:desk".to_owned(), rate), "more than it may call");
    let mut busy = config;
    busy.clients[1].rate = RateLimit { burst: 1, per_minute: 600 };
    assert_eq!(desk(&busy).1, RateLimit { burst: rate.burst, per_minute: 600 });
}

#[test]
fn a_token_ends_with_the_secret_it_was_given_for() {
    let mut config = config();
    let caller = client("mail", Product::Feishu, &[Action::Reset], false);
    let reset = |config: &Config| may_act(&caller, Action::Reset, &account(Product::Feishu, "x"), config);
    let newer = SecretHash::parse("sha256:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBA").unwrap();
    config.clients[0].secret_hashes.push(newer);
    assert_eq!(reset(&config), Ok(()));
    config.clients[0].secret_hashes.remove(0);
    assert_eq!(reset(&config), Err(Denied::ClientGone));
}

#[test]
fn clients_and_operators_are_counted_one_by_one() {
    let config = config();
    let name = |caller: &Caller| caller.counted(&config).map(|(name, _)| name);
    let mail = name(&client("mail", Product::Feishu, &[], false)).unwrap();
    let operator = name(&user(Product::Eiam, "op", true)).unwrap();
    assert_eq!(mail, "client:mail");
    assert!(operator.starts_with("operator:") && !operator.ends_with(":op"), "{operator}");
    assert_ne!(operator, name(&user(Product::Eiam, "other", true)).unwrap());
    assert_ne!(operator, name(&user(Product::Feishu, "op", true)).unwrap());
    for caller in [user(Product::Eiam, "me", false), holder(Action::Reset, "me")] {
        assert_eq!(name(&caller), None);
        assert_eq!(caller.class(), CallerClass::Owner);
    }
    assert_eq!(client("mail", Product::Feishu, &[], false).class(), CallerClass::Clients);
    assert_eq!(user(Product::Eiam, "op", true).class(), CallerClass::Operators);
    for class in [CallerClass::Owner, CallerClass::Clients, CallerClass::Operators] {
        assert_eq!(serde_json::to_value(class).unwrap(), class.name(), "one name in JSON and in storage");
    }
}

#[test]
fn a_token_describes_its_own_person_only() {
    let person = Identity { username: Some("wangxm".to_owned()), ..Identity::default() };
    let mut me = user(Product::Eiam, "me", false);
    if let Caller::User(user) = &mut me {
        user.identity = person.clone();
    }
    assert!(me.identity_of(&account(Product::Eiam, "me")) == person);
    assert!(me.identity_of(&account(Product::Eiam, "you")) == Identity::default());
}

#[test]
fn one_authorized_caller_of_several_suffices() {
    use Product::{Eiam, Feishu};
    let may = |callers: &[Caller], product| any_may(callers, |caller| may_read_audit(caller, product));
    let both = [user(Eiam, "me", true), user(Feishu, "me", true)];
    assert_eq!((may(&both, Eiam), may(&both, Feishu)), (Ok(()), Ok(())));
    let one = [user(Eiam, "me", false), user(Feishu, "me", true)];
    assert_eq!((may(&one, Eiam), may(&one, Feishu)), (Err(Denied::OtherProduct), Ok(())));
    assert_eq!(may(&[], Eiam), Err(Denied::NotEntitled));
    // A recent sign-in would suffice, so the age of the sign-in is the reason.
    let too_old = Denied::SignInTooOld { sign_in_within: 900 };
    let mut old = user(Eiam, "me", false);
    if let Caller::User(user) = &mut old {
        user.operator = Role::SignInTooOld { sign_in_within: 900 };
    }
    assert_eq!(may(&[user(Eiam, "me", false), old, user(Feishu, "me", true)], Eiam), Err(too_old));
}

#[test]
fn an_owner_with_an_old_sign_in_is_denied_with_that_reason_for_the_own_account_only() {
    let config = config();
    let Caller::User(me) = user(Product::Eiam, "me", false) else { panic!("a user") };
    let old = Caller::User(User { owner: Role::SignInTooOld { sign_in_within: 300 }, ..me });
    let may = |id: &str, action| may_act(&old, action, &account(Product::Eiam, id), &config).err();
    let too_old = Denied::SignInTooOld { sign_in_within: 300 };
    assert_eq!(may("me", Action::ChangePassword), Some(too_old));
    assert_eq!(may("another", Action::ChangePassword), Some(Denied::OtherAccount));
    assert_eq!(may("me", Action::RestPassword), Some(Denied::NotEntitled));
}
