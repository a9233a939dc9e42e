//! The Worker on workerd, driven from outside.
