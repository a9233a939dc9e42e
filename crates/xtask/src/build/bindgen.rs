//! The JavaScript side of a wasm module, made by wasm-bindgen as a library: nothing to
//! install, and always the version the lock file names.

use std::path::Path;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::{Bindgen, EncodeInto};

/// The module of the package: `NAME_bg.wasm`, and `NAME_bg.js`, which whoever starts the module gives
/// to it.
pub fn for_the_package(wasm: &Path, name: &str, out: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .remove_name_section(true)
        .remove_producers_section(true)
        .bundler(true)?
        .typescript(false)
        .encode_into(EncodeInto::Always)
        .generate(out)
        .context("wasm-bindgen could not make the package")
}

/// The module of the Worker: what the crate `worker` expects of its loader, so that a
/// panicking instance can be replaced.
pub fn for_the_edge(wasm: &Path, name: &str, out: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name(name)
        .remove_name_section(true)
        .remove_producers_section(true)
        .module(true)?
        .typescript(false)
        .reset_state_function(true)
        .force_enable_abort_handler(true)
        .generate(out)
        .context("wasm-bindgen could not make the Worker")
}
