//! The specification of each product.

use passgate_core::Product;

use crate::spec::{Api, Spec};
use crate::{eiam, feishu, lark, oneaccess};

impl Spec {
    /// The specification of this product.
    pub const fn of(product: Product) -> &'static Self {
        match product {
            Product::Feishu => &feishu::SPEC,
            Product::Eiam => &eiam::SPEC,
            Product::Lark => &lark::SPEC,
            Product::OneAccess => &oneaccess::SPEC,
        }
    }

    /// The specifications of all products, in the order of [`Product::ALL`].
    pub fn all() -> impl Iterator<Item = &'static Self> {
        Product::ALL.into_iter().map(Self::of)
    }

    /// The product for which the vendor documents this API.
    pub const fn of_api(api: Api) -> &'static Self {
        match api {
            Api::Feishu => &feishu::SPEC,
            Api::Eiam => &eiam::SPEC,
        }
    }
}
