//! Bytes on a socket, for details that an HTTP client would hide.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use crate::bench::Bench;

/// Sends a request and reads until the end of the connection.
pub fn exchange(bench: &Bench, request: &str) -> String {
    try_exchange(bench, request).unwrap()
}

/// As [`exchange`]. When the connection breaks, it returns the error without the data that arrived.
pub fn try_exchange(bench: &Bench, request: &str) -> io::Result<String> {
    let mut stream = connect(bench);
    stream.write_all(request.as_bytes())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

pub fn connect(bench: &Bench) -> TcpStream {
    let stream = TcpStream::connect(bench.simulator.address()).unwrap();
    let patience = Some(Duration::from_secs(10));
    stream.set_read_timeout(patience).unwrap();
    stream
}

/// A reset of the example account's password as an HTTP message.
pub fn reset_message(token: &str, password: &str) -> String {
    let body = format!(r#"{{"password":{{"ent_email_password":"{password}"}},"user_id":"abc123"}}"#);
    let length = body.len();
    format!(
        "POST /open-apis/admin/v1/password/reset?user_id_type=user_id HTTP/1.1\r\n\
         Host: localhost\r\nAuthorization: Bearer {token}\r\n\
         Content-Type: application/json\r\nContent-Length: {length}\r\n\
         Connection: close\r\n\r\n{body}"
    )
}
