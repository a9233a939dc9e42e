//! Starts the simulator and the Worker on free ports, and stops them.
