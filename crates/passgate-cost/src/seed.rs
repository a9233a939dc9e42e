//! Pseudo-random bytes that a seed repeats, in the module and outside of it.

/// Fills buffers (SplitMix64).
pub fn bytes(seed: u64) -> impl FnMut(&mut [u8]) -> bool {
    let mut state = seed;
    move |buffer| {
        for bytes in buffer.chunks_mut(8) {
            state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
            let mut mixed = state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
            mixed ^= mixed >> 31;
            bytes.iter_mut().zip(mixed.to_le_bytes()).for_each(|(byte, random)| *byte = random);
        }
        true
    }
}
