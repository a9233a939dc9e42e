//! The floors of each crate, from the lowest to the highest: an entry per crate, or per folder of one.

/// The rooms of one module, which are the modules directly inside of it.
pub struct House {
    /// The folder of the crate's `lib.rs`, below the checkout.
    pub source: &'static str,
    /// The module whose rooms these are.
    pub within: &'static [&'static str],
    /// A room uses the rooms of lower floors only, and none of its own.
    pub floors: &'static [&'static [&'static str]],
}

pub const HOUSES: &[House] = &[House {
    source: "crates/passgate-core/src",
    within: &["crate"],
    floors: &[
        &["text"],
        &["document"],
        &["verdict"],
        &["phrases"],
        &["matching"],
        &["identity", "weak"],
        &["policy"],
        &["checker"],
    ],
}];
