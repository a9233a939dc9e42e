//! Runs one case a number of times, for a program that counts instructions: `cargo xtask bench --native`.
//! `list` prints the names. Without a name, as in `cargo bench`, each case runs once.

mod cases;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.as_slice() {
        [list] if list == "list" => println!("{}", cases::NAMES.join("\n")),
        [name, calls] => run(name, calls.parse().unwrap_or(0)),
        _ => cases::NAMES.iter().for_each(|name| run(name, 1)),
    }
}

fn run(name: &str, calls: u32) {
    let Some(mut call) = cases::case(name) else { return };
    // The first call is more expensive, because buffers grow.
    call();
    for _ in 0..calls {
        call();
    }
}
