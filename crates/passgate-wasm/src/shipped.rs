//! The shipped policies, without `source`: that is for who reads the repository or asks the edge.

use passgate_core::{DocumentError, Node, Policy, Product};

/// The policy of the product of that name, as JSON text.
pub(crate) fn policy(name: Node<'_>) -> Result<&'static str, Box<DocumentError>> {
    Product::read(name).map(Policy::shipped_compact_json)
}
