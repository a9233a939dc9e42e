//! Measures the native time of the core: `cargo bench -p passgate-core --bench verdict`.

mod cases;

use criterion::Criterion;

fn main() {
    let mut criterion = Criterion::default().configure_from_args();
    for name in cases::NAMES {
        if let Some(mut call) = cases::case(name) {
            criterion.bench_function(name, |bencher| bencher.iter(&mut call));
        }
    }
    criterion.final_summary();
}
