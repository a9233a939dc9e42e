//! The shipped policies, without `source`: that is for who reads the repository or asks the edge.

use passgate_core::{DocumentError, Node, Product};

const FEISHU: &str = include_str!("../../passgate-core/data/feishu.json");
const EIAM: &str = include_str!("../../passgate-core/data/eiam.json");

/// The policy of the product of that name, as JSON text.
pub(crate) fn policy(name: Node<'_>) -> Result<&'static str, Box<DocumentError>> {
    Product::read(name).map(|product| match product {
        Product::Feishu => FEISHU,
        Product::Eiam => EIAM,
    })
}
