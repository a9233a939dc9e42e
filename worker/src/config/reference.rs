//! One table of every member of the configuration. `docs/configuration.md` and the JSON Schema of the
//! configuration file are generated from it.
//!
//! The schema is not derived from the types: a [`Config`](super::Config) holds what its members mean (keys,
//! hashes, a policy, origins that have been compared), not the members of the document, and the reader names
//! every mistake at its path, also those between members. So the reader stays as it is and remains the
//! judge. Tests compare the table with the members that the reader asks for, and the schema with what the
//! reader refuses.
//!
//! Only the project's commands and tests use it; the Worker does not contain it.

mod issuers;
mod machine;
mod members;
mod schema;

pub use machine::MACHINE;
pub use members::SECTIONS;
pub use schema::schema;

/// A member of an object of the configuration.
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// What its value is.
    pub shape: Shape,
    /// Whether it must be there.
    pub need: Need,
    /// What it means, in Markdown.
    pub meaning: &'static str,
    /// What holds without it, in Markdown.
    pub default: &'static str,
}

/// Whether a member must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// It must be there.
    Required,
    /// It may be absent.
    Optional,
    /// The Worker alone reads it: it names a binding, which a configuration file does not have.
    Binding,
}

/// What a value is.
pub enum Shape {
    /// Any text.
    Text,
    /// An id or a name: short, without spaces at its ends.
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
    /// A whole number from one to another.
    Number(u64, u64),
    /// True or false.
    Flag,
    /// Between so many and so many of the same shape, none twice.
    List(&'static Shape, usize, usize),
    /// A list of objects.
    Objects(&'static [Member]),
    /// An object.
    Object(&'static [Member]),
    /// Objects by the names of the products, with an id and a secret of each product's own.
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
    /// What holds without it.
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
            Shape::Objects(inner) => add(inner, &format!("{path}[]."), rows),
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
