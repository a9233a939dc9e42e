//! Reading what callers send: strict, bounded, and naming the field.

/// The most bytes of a body the door takes. Far more than any password needs; the edge bounds
/// the stream with it, and the door checks again.
pub const MAX_BODY_BYTES: usize = 16 * 1024;
