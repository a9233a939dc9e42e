//! The core as a browser module.
