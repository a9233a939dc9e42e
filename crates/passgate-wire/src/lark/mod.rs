//! Lark: Feishu's API on another host, with separate tenants.
//!
//! Pages: open.larksuite.com, the same as [`feishu`]. An app of one is unknown to the other.

use passgate_core::Product;

use crate::feishu;
use crate::spec::{Brand, Spec};

/// Lark business email.
pub const SPEC: Spec =
    Spec { product: Product::Lark, brand: Brand { zh_cn: "Lark", en: "Lark" }, ..feishu::SPEC };
