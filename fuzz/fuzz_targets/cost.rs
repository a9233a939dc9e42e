#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    passgate_cost::cost(bytes);
});
