//! The request body that mints a ticket, read strictly.

use passgate_core::{Identity, Product};
use passgate_wire::feishu::UserIdType;
use passgate_wire::{Action, Spec, UserId, is_nameable};
use serde_json::Value;

use crate::base::fields::{Fields, Wrong};
use crate::callers::account::Account;
use crate::callers::ticket::MAX_LIFETIME_SECONDS;

/// A request for a ticket.
pub struct MintRequest {
    /// The account that the ticket is for.
    pub account: Account,
    /// The action that the ticket permits.
    pub action: Action,
    /// What the check must know of the person.
    pub identity: Identity,
    /// The lifetime of the ticket, in seconds.
    pub lifetime_seconds: u64,
}

impl MintRequest {
    /// Reads the request from the JSON of its body.
    ///
    /// # Errors
    /// Every invalid field.
    pub fn read(value: Value) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        match read(value, &mut wrong) {
            Some(request) if wrong.is_empty() => Ok(request),
            _ => Err(wrong),
        }
    }
}

fn read(value: Value, wrong: &mut Vec<Wrong>) -> Option<MintRequest> {
    if !value.is_object() {
        wrong.push(Wrong { field: "body".to_owned(), problem: "must be an object".to_owned() });
        return None;
    }
    let mut fields = Fields::of(value, "", wrong)?;
    let product = fields.one_of("product", &Product::ALL.map(|product| (product.name(), product)));
    let action = fields.one_of("action", &Action::ALL.map(|action| (action.name(), action)));
    if let (Some(product), Some(action)) = (product, action)
        && !Spec::of(product).offers(action)
    {
        fields.blame("action", &format!("is not an action of {}", product.name()));
    }
    let user_id = fields.text("user_id");
    if let Some(id) = &user_id {
        if let Err(bad) = UserId::parse(id.as_str()) {
            fields.blame("user_id", &bad.problem.to_string());
        } else if product.is_some_and(|product| Spec::of(product).has_account_in_path())
            && id.contains(['/', '\\'])
        {
            // The route that redeems the ticket takes the id as one segment of its path.
            fields.blame("user_id", "must not contain a slash or backslash");
        }
    }
    let user_id_type =
        fields.optional_one_of("user_id_type", &UserIdType::ALL.map(|kind| (kind.name(), kind.name())));
    if let Some(problem) = product.and_then(|product| Spec::of(product).wrong_user_id_type(user_id_type)) {
        fields.blame("user_id_type", &problem);
    }
    let identity = read_identity(&mut fields);
    let lifetime_seconds = fields.optional_number("expires_in", 1, MAX_LIFETIME_SECONDS);
    fields.finish();
    Some(MintRequest {
        account: Account {
            product: product?,
            user_id_type: user_id_type.map(str::to_owned),
            user_id: user_id?,
        },
        action: action?,
        identity,
        lifetime_seconds: lifetime_seconds.unwrap_or(MAX_LIFETIME_SECONDS),
    })
}

fn read_identity(fields: &mut Fields<'_>) -> Identity {
    let Some(value) = fields.optional("identity") else {
        return Identity::default();
    };
    match Identity::from_value(value) {
        Ok(identity) => identity,
        Err(error) => {
            let member = error.path.split('[').next().unwrap_or_default();
            match (member.is_empty(), is_nameable(member)) {
                (true, _) => fields.blame("identity", &error.message),
                (false, true) => fields.blame(&format!("identity.{}", error.path), &error.message),
                // Any other name may be a misplaced password.
                (false, false) => fields.blame("identity", "has an unknown member"),
            }
            Identity::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn wrong(value: Value) -> Vec<String> {
        match MintRequest::read(value) {
            Ok(_) => Vec::new(),
            Err(wrong) => wrong.into_iter().map(|wrong| wrong.field).collect(),
        }
    }

    #[test]
    fn a_good_request() {
        let value = json!({"product": "feishu", "action": "reset", "user_id": "abc123", "user_id_type": "user_id", "identity": {"name": "王小明"}});
        let request = MintRequest::read(value).ok().unwrap();
        assert_eq!(request.lifetime_seconds, 600);
        assert_eq!(request.identity.name.as_deref(), Some("王小明"));
        assert_eq!(request.account.user_id_type.as_deref(), Some("user_id"));
    }

    #[test]
    fn a_mistake_in_the_identity_is_reported_without_its_value() {
        for (identity, expected) in [
            (json!({"phones": [null]}), "identity.phones[0] must be a string, not null"),
            (json!({"phones": "13800138000"}), "identity.phones must be an array, not a string"),
            (json!({"name": ["王小明"]}), "identity.name must be a string, not an array"),
            (json!({"name": "x".repeat(300)}), "identity.name has more than 256 characters"),
            (json!({"nick": "小明"}), "identity.nick unknown field"),
            (json!({"Tide*Lamp72": "hunter2"}), "identity has an unknown member"),
            (json!("hunter2"), "identity must be an object, not a string"),
        ] {
            let value = json!({"product": "eiam", "action": "change-password", "user_id": "u-1", "identity": identity});
            let wrong = MintRequest::read(value).err().unwrap();
            let told: Vec<_> =
                wrong.iter().map(|wrong| format!("{} {}", wrong.field, wrong.problem)).collect();
            assert_eq!(told, [expected]);
        }
        // A member that is `null` counts as absent.
        let value = json!({"product": "eiam", "action": "change-password", "user_id": "u-1", "identity": {"phones": null}});
        assert!(MintRequest::read(value).is_ok());
    }

    #[test]
    fn each_mistake_names_its_field() {
        let good = json!({"product": "eiam", "action": "change-password", "user_id": "u-1"});
        assert!(wrong(good.clone()).is_empty());
        for (field, value, expected) in [
            ("product", json!("gmail"), "product"),
            ("product", json!("feishu"), "action"),
            ("action", json!("erase"), "action"),
            ("action", json!(null), "action"),
            ("user_id", json!(""), "user_id"),
            ("user_id", json!("a/b"), "user_id"),
            ("user_id", json!("u".repeat(201)), "user_id"),
            ("user_id", json!(".."), "user_id"),
            ("user_id_type", json!("open_id"), "user_id_type"),
            ("identity", json!({"shoe": 43}), "identity"),
            ("identity", json!({"name": 7}), "identity.name"),
            ("identity", json!("x"), "identity"),
            ("expires_in", json!(601), "expires_in"),
            ("expires_in", json!(0), "expires_in"),
            ("expires_in", json!("60"), "expires_in"),
            ("extra", json!(1), "extra"),
        ] {
            let mut body = good.clone();
            body[field] = value.clone();
            let fields = wrong(body);
            assert!(fields.iter().any(|name| name.starts_with(expected)), "{field}={value}: {fields:?}");
        }
        assert_eq!(wrong(json!([])), ["body"]);
        assert_eq!(wrong(json!({"product": "feishu", "action": "reset", "user_id": "x"})), ["user_id_type"]);
    }
}
