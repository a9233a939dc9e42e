//! Every test of the edge, in one program: it is linked once, and tests that wait overlap with the others.
//! Each test has a stack of its own.

mod access;
mod audit;
mod bad_input;
mod bodies;
mod breaches;
mod burst;
mod callers;
mod canary;
mod clock;
mod codes;
mod configuration;
mod cost;
mod crashes;
mod descriptors;
#[cfg(feature = "measured")]
mod disk;
mod drift;
mod fault_matrix;
mod faults;
mod gate;
mod guard;
mod guesses_eiam;
mod guesses_feishu;
mod happy_path;
mod hosts;
mod hung_object;
mod idempotency;
mod learning;
mod metrics;
mod origins;
mod outcomes;
mod pages;
mod products;
mod program;
mod proof_log;
mod races;
mod rates;
mod ready;
mod restart;
mod reuse;
mod shipping;
mod stale;
mod storage;
mod tickets;
mod vendor_tokens;
