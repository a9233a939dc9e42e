//! The query of the audit log: the product, the page, and the account.

use passgate_core::Product;
use passgate_wire::Spec;

use crate::base::fields::Wrong;
use crate::callers::account::Account;

/// The default and largest number of rows in one answer.
pub const MAX_ROWS: u64 = 1_000;

/// A query of an audit log.
#[derive(Clone, PartialEq, Eq)]
pub struct AuditQuery {
    /// The product of the log.
    pub product: Product,
    /// Returns only rows after the row with this number.
    pub after: u64,
    /// The maximum number of rows in the answer.
    pub limit: u64,
    /// Returns only rows about this account.
    pub account: Option<Account>,
}

impl AuditQuery {
    /// Reads the query string of `GET /v1/audit`, without its `?`. `product` is required. `after` and
    /// `limit` select the page. `user_id` (for Feishu with `user_id_type`) selects an account.
    ///
    /// # Errors
    /// Every invalid parameter.
    pub fn read(query: &str) -> Result<Self, Vec<Wrong>> {
        let mut wrong = Vec::new();
        let mut blame = |field: &str, problem: &str| {
            wrong.push(Wrong { field: field.to_owned(), problem: problem.to_owned() });
        };
        let (mut product, mut after, mut limit) = (None, None, None);
        let (mut user_id, mut user_id_type) = (None, None);
        for (name, value) in form_urlencoded::parse(query.as_bytes()) {
            let slot = match name.as_ref() {
                "product" => &mut product,
                "after" => &mut after,
                "limit" => &mut limit,
                "user_id" => &mut user_id,
                "user_id_type" => &mut user_id_type,
                _ => {
                    blame("query", "has an unknown parameter");
                    continue;
                }
            };
            if slot.replace(value.into_owned()).is_some() {
                blame(&name, "is given more than once");
            }
        }
        let product = product.as_deref().and_then(Product::from_name);
        if product.is_none() {
            blame("product", &format!("must be one of {}", Product::ALL.map(Product::name).join(", ")));
        }
        let mut number = |name: &str, text: Option<String>, default, range: std::ops::RangeInclusive<u64>| {
            let number = text.map_or(Some(default), |text| text.parse().ok());
            let number = number.filter(|number| range.contains(number));
            if number.is_none() {
                blame(name, &format!("must be a whole number from {} to {}", range.start(), range.end()));
            }
            number
        };
        // The largest integer that JavaScript represents exactly. No log has that many rows.
        let after = number("after", after, 0, 0..=(1 << 53));
        let limit = number("limit", limit, MAX_ROWS, 1..=MAX_ROWS);
        let account = product.and_then(|product| {
            let problem = match &user_id {
                Some(_) => Spec::of(product).wrong_user_id_type(user_id_type.as_deref()),
                None => user_id_type.as_ref().map(|_| "is only allowed with a user_id".to_owned()),
            };
            if let Some(problem) = problem {
                blame("user_id_type", &problem);
            }
            Some(Account { product, user_id_type, user_id: user_id? })
        });
        match (product, after, limit) {
            (Some(product), Some(after), Some(limit)) if wrong.is_empty() => {
                Ok(Self { product, after, limit, account })
            }
            _ => Err(wrong),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_with_every_parameter() {
        let query =
            AuditQuery::read("product=feishu&after=7&limit=20&user_id=%E7%8E%8B+1&user_id_type=open_id");
        let query = query.ok().unwrap();
        assert_eq!((query.product, query.after, query.limit), (Product::Feishu, 7, 20));
        let account = query.account.unwrap();
        assert_eq!((account.user_id.as_str(), account.user_id_type.as_deref()), ("王 1", Some("open_id")));
        let plain = AuditQuery::read("product=eiam").ok().unwrap();
        assert_eq!((plain.after, plain.limit, plain.account.is_none()), (0, MAX_ROWS, true));
    }

    #[test]
    fn each_mistake_names_its_parameter() {
        for (query, field) in [
            ("", "product"),
            ("product=gmail", "product"),
            ("product=eiam&product=eiam", "product"),
            ("product=eiam&after=-1", "after"),
            ("product=eiam&after=x", "after"),
            ("product=eiam&limit=0", "limit"),
            ("product=eiam&limit=1001", "limit"),
            ("product=eiam&password=x", "query"),
            ("product=feishu&user_id=ou_1", "user_id_type"),
            ("product=feishu&user_id=ou_1&user_id_type=name", "user_id_type"),
            ("product=eiam&user_id=u&user_id_type=open_id", "user_id_type"),
            ("product=feishu&user_id_type=open_id", "user_id_type"),
        ] {
            let wrong = AuditQuery::read(query).err().unwrap();
            assert_eq!(
                wrong.iter().map(|wrong| wrong.field.as_str()).collect::<Vec<_>>(),
                [field],
                "{query}"
            );
        }
    }
}
