//! Finds a product by its name.

use crate::document::{DocumentError, Fault, Node, Product, Word as _};
use crate::text::units;

impl Product {
    /// The product with this name.
    ///
    /// ```
    /// use passgate_core::Product;
    ///
    /// assert_eq!(Product::from_name("eiam"), Some(Product::Eiam));
    /// assert_eq!(Product::from_name("EIAM"), None);
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::of(Self::VOCABULARY.find(&units(name))?)
    }

    /// Reads the name of a product.
    ///
    /// # Errors
    /// Fails if the text is not the name of a product.
    pub fn read(node: Node<'_>) -> Result<Self, Box<DocumentError>> {
        Self::VOCABULARY.find(node.spelling()).and_then(Self::of).ok_or_else(unknown)
    }

    /// The error for a name that no product has.
    pub fn unknown() -> DocumentError {
        *unknown()
    }
}

fn unknown() -> Fault {
    DocumentError::new("product", &["must be one of ", &Product::VOCABULARY.listed()])
}
