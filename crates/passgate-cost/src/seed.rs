//! Pseudo-random bytes: the same for a seed in WebAssembly and natively.

/// Fills buffers with the bytes of this seed.
pub fn bytes(seed: u64) -> impl FnMut(&mut [u8]) -> bool {
    let mut random = fastrand::Rng::with_seed(seed);
    move |buffer| {
        random.fill(buffer);
        true
    }
}
