//! Long tests that mostly wait: `cargo xtask test` runs them in parallel with the other edge tests.

mod hung_object;
mod thousand;
