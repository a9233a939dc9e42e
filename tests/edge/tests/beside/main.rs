//! What takes long and mostly waits: `cargo xtask test` runs it beside the other tests of the edge.

mod hung_object;
mod thousand;
