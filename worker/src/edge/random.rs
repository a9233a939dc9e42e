//! Randomness for pauses: nothing secret is made of it.

/// Any number. Without randomness it is zero, and everybody pauses alike.
pub fn random() -> u32 {
    let mut bytes = [0_u8; 4];
    let _ = getrandom::fill(&mut bytes);
    u32::from_le_bytes(bytes)
}
