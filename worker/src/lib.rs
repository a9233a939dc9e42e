//! The edge: secrets, network, HTTP and durable state.
