//! The products whose passwords are checked.

use serde::{Deserialize, Serialize};

use crate::document::{DocumentError, Fault, Node, Vocabulary, Word as _, words_of};
use crate::text::units;

/// A product of a vendor: what owns a policy and a table of error codes.
///
/// Products, not vendors: the same `PWD.0002` is the length in EIAM and the reversed username
/// in its sibling OneAccess.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Product {
    /// Feishu enterprise mail (飞书企业邮箱), or Lark on another host.
    Feishu,
    /// 竹云 EIAM (Bamboocloud Employee Identity).
    Eiam,
}

impl Product {
    /// Every product.
    pub const ALL: [Self; 2] = [Self::Feishu, Self::Eiam];

    /// The name in URLs, policies and configuration.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Feishu => "feishu",
            Self::Eiam => "eiam",
        }
    }

    /// The product of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::of(Vocabulary::Products.find(&units(name))?)
    }

    /// Reads the name of a product.
    ///
    /// # Errors
    /// What is no product's name.
    pub fn read(node: Node<'_>) -> Result<Self, Box<DocumentError>> {
        Vocabulary::Products.find(node.spelling()).and_then(Self::of).ok_or_else(unknown)
    }

    /// The error of a name that is no product's.
    pub fn unknown() -> DocumentError {
        *unknown()
    }
}

fn unknown() -> Fault {
    DocumentError::new("product", &["must be one of ", &Vocabulary::Products.listed()])
}

words_of!(Products: Product { Feishu, Eiam });
