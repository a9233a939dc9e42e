//! The shipped policies without `source`, which only readers of the repository and callers of the edge need.

use passgate_core::{DocumentError, Node, Policy, Product};

/// The policy of the product with this name, as JSON text.
pub(crate) fn policy(name: Node<'_>) -> Result<&'static str, Box<DocumentError>> {
    Product::read(name).map(Policy::shipped_compact_json)
}
