//! How a product is found by its name.

use crate::document::{DocumentError, Fault, Node, Product, Word as _};
use crate::text::units;

impl Product {
    /// The product of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::of(Self::VOCABULARY.find(&units(name))?)
    }

    /// Reads the name of a product.
    ///
    /// # Errors
    /// What is no product's name.
    pub fn read(node: Node<'_>) -> Result<Self, Box<DocumentError>> {
        Self::VOCABULARY.find(node.spelling()).and_then(Self::of).ok_or_else(unknown)
    }

    /// The error of a name that is no product's.
    pub fn unknown() -> DocumentError {
        *unknown()
    }
}

fn unknown() -> Fault {
    DocumentError::new("product", &["must be one of ", &Product::VOCABULARY.listed()])
}
