//! One table of every member of the configuration. `docs/configuration.md` and the JSON Schema of the
//! configuration file are generated from it.
//!
//! The schema is not derived from the types: a [`Config`](super::Config) holds parsed values (keys, hashes, a
//! policy), not the members of the document. Only the reader decides whether a configuration is valid,
//! because it also compares members with each other. Tests compare the table with the members that the
//! reader reads, and the schema with what the reader refuses.
//!
//! Only the project's commands and tests use it; the Worker does not contain it.

mod issuers;
mod machine;
mod members;
mod schema;
mod webhooks;

pub use machine::MACHINE;
pub use members::SECTIONS;
pub use schema::schema;

/// A member of an object of the configuration.
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// The kind of its value.
    pub shape: Shape,
    /// Whether it is required.
    pub need: Need,
    /// What it means, in Markdown.
    pub meaning: &'static str,
    /// Its default, in Markdown.
    pub default: &'static str,
}

/// Whether a member is required.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// A configuration without it is invalid.
    Required,
    /// It may be absent.
    Optional,
    /// The Worker alone reads it: it names a binding, which a configuration file does not have.
    Binding,
}

/// The kind of a value.
pub enum Shape {
    /// Any text.
    Text,
    /// A short id or name, without leading or trailing spaces.
    Id,
    /// The id of a client, which has no colon.
    ClientId,
    /// An origin: https, or http on loopback.
    Origin,
    /// An https address, which may have a path but no query.
    Address,
    /// An https address.
    Page,
    /// A path of the edge or an https address.
    Place,
    /// The name of a header.
    Header,
    /// An address, or a network as an address and the length of its prefix.
    Network,
    /// A time in UTC.
    Time,
    /// `mailto:`, `tel:` or `https:`.
    Contact,
    /// `sha256:` and 43 characters.
    SecretHash,
    /// An address and a port.
    Listen,
    /// The name of an environment variable.
    Variable,
    /// The names of the products.
    Product,
    /// The names of the actions.
    Action,
    /// The kinds of ids that a vendor has.
    UserIdType,
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number within bounds, inclusive.
    Number(u64, u64),
    /// True or false.
    Flag,
    /// A list of one shape without duplicates, with its minimum and maximum length.
    List(&'static Shape, usize, usize),
    /// A list of objects, with its maximum length.
    Objects(&'static [Member], usize),
    /// An object.
    Object(&'static [Member]),
    /// An object for each product, with the product's own names for its id and secret.
    Products(&'static [Member]),
    /// A secret: the name of the variable that holds it.
    Secret,
    /// A rate limit.
    Rate,
    /// A policy document, or `"shipped"`.
    Policy,
    /// Where secrets are, by their names.
    Sources,
}

/// A part of the page.
pub struct Section {
    /// The name of its block in the page.
    pub name: &'static str,
    /// Its members.
    pub members: &'static [Member],
}

/// A row of the page.
#[derive(Debug, PartialEq, Eq)]
pub struct Row {
    /// The path: `[]` stands for each entry of a list, `*` for each product.
    pub path: String,
    /// What it means.
    pub meaning: &'static str,
    /// Its default.
    pub default: &'static str,
}

/// The rows of these members.
pub fn rows(members: &[Member]) -> Vec<Row> {
    let mut rows = Vec::new();
    add(members, "", &mut rows);
    rows
}

fn add(members: &[Member], before: &str, rows: &mut Vec<Row>) {
    for member in members {
        let path = format!("{before}{}", member.name);
        match member.shape {
            Shape::Object(inner) => add(inner, &format!("{path}."), rows),
            Shape::Objects(inner, _) => add(inner, &format!("{path}[]."), rows),
            Shape::Products(inner) => {
                rows.extend(members::credentials().map(|(path, meaning)| Row {
                    path,
                    meaning,
                    default: "required",
                }));
                add(inner, &format!("{path}.*."), rows);
            }
            _ => rows.push(Row { path, meaning: member.meaning, default: member.default }),
        }
    }
}
