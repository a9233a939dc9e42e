//! Both vendors on one machine.

mod calls;
mod clock;
mod control;
mod directory;
mod distort;
mod eiam;
mod faults;
mod feishu;
mod net;
mod oidc;
mod options;
mod passwords;
mod play;
mod random;
mod rate;
mod routes;
mod simulator;
mod text;
mod world;

pub use options::{Hidden, Options};
pub use simulator::Simulator;
