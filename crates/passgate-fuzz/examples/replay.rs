//! `cargo run -p passgate-fuzz --example replay -- check FILE…`: runs inputs outside the fuzzer.

fn main() {
    let mut arguments = std::env::args().skip(1);
    let target = match arguments.next().as_deref() {
        Some("check") => passgate_fuzz::check,
        Some("policy") => passgate_fuzz::policy,
        Some("identity") => passgate_fuzz::identity,
        _ => return eprintln!("usage: replay check|policy|identity FILE…"),
    };
    for path in arguments {
        match std::fs::read(&path) {
            Ok(bytes) => target(&bytes),
            Err(error) => eprintln!("{path}: {error}"),
        }
    }
}
