//! Free loopback ports.

use std::net::{Ipv4Addr, SocketAddrV4, TcpListener};

use crate::error::StackError;

/// A port that is currently free. Another process may take it, so the caller must be ready to retry.
///
/// # Errors
/// When no port is free.
pub fn free() -> Result<u16, StackError> {
    TcpListener::bind(SocketAddrV4::new(Ipv4Addr::LOCALHOST, 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| StackError::io("no free port", error))
}

/// Whether the port is free.
pub(crate) fn is_free(port: u16) -> bool {
    TcpListener::bind(SocketAddrV4::new(Ipv4Addr::LOCALHOST, port)).is_ok()
}
