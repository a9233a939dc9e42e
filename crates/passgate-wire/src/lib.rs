//! The vendors' endpoints, bodies and codes, without I/O: what only the edge may know.
