//! A receiver of webhooks, which verifies each signature.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use aws_lc_rs::hmac;
use base64::{Engine as _, engine::general_purpose::STANDARD};
use serde_json::Value;

/// The secret of every receiver in the tests.
pub const WEBHOOK_SECRET: &str = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD";

/// What a receiver answers.
#[derive(Clone, Debug)]
pub enum Answer {
    /// This status line's rest, with further headers: `503 Busy\r\nRetry-After: 3`.
    Status(&'static str),
    /// Nothing, for this long.
    Silence(Duration),
}

/// A message whose signature is right.
#[derive(Clone, Debug)]
pub struct Received {
    /// `webhook-id`.
    pub id: String,
    /// The body.
    pub body: Value,
    /// When it arrived.
    pub at: Instant,
    /// Whether it was answered with 2xx.
    pub is_accepted: bool,
}

/// A receiver, which answers until the test ends.
pub struct Receiver {
    address: String,
    state: Arc<Mutex<State>>,
}

struct State {
    answer: Answer,
    received: Vec<Received>,
    forged: usize,
}

impl Default for Receiver {
    fn default() -> Self {
        Self::start()
    }
}

impl Receiver {
    /// Starts a receiver that accepts every message.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let accepts = State { answer: Answer::Status("204 No Content"), received: Vec::new(), forged: 0 };
        let state = Arc::new(Mutex::new(accepts));
        let shared = Arc::clone(&state);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                thread::spawn(move || receive(stream, &state));
            }
        });
        Self { address, state }
    }

    /// The address: `127.0.0.1:PORT`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Changes what it answers from now on.
    pub fn answer(&self, answer: Answer) {
        self.state.lock().unwrap().answer = answer;
    }

    /// The messages so far, in the order of their arrival.
    pub fn received(&self) -> Vec<Received> {
        let state = self.state.lock().unwrap();
        assert_eq!(state.forged, 0, "a message without a valid signature");
        state.received.clone()
    }

    /// The numbers of the rows in the accepted messages, in the order of their arrival.
    pub fn rows(&self, log: &str) -> Vec<u64> {
        let accepted = self.received().into_iter().filter(|message| message.is_accepted);
        let of_log = accepted.filter(|message| message.body["data"]["log"] == log);
        of_log
            .flat_map(|message| message.body["data"]["rows"].as_array().cloned().unwrap_or_default())
            .map(|row| row["seq"].as_u64().unwrap())
            .collect()
    }
}

fn receive(mut stream: TcpStream, state: &Mutex<State>) {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&head).into_owned();
    let value = |name: &str| {
        let line = head
            .lines()
            .find_map(|line| line.split_once(": ").filter(|(own, _)| own.eq_ignore_ascii_case(name)));
        line.map(|(_, value)| value.to_owned()).unwrap_or_default()
    };
    if !head.starts_with("POST ") {
        // Not a message: `passgate doctor` asks whether the address answers.
        let _ = write!(stream, "HTTP/1.1 405 Method Not Allowed\r\nAllow: POST\r\nConnection: close\r\n\r\n");
        return;
    }
    let mut body = vec![0; value("content-length").parse().unwrap_or_default()];
    if stream.read_exact(&mut body).is_err() {
        return;
    }
    let (id, time) = (value("webhook-id"), value("webhook-timestamp"));
    let key = STANDARD.decode(WEBHOOK_SECRET.trim_start_matches("whsec_")).unwrap();
    let signed = [format!("{id}.{time}.").as_bytes(), &body].concat();
    let signature = value("webhook-signature");
    let signature = STANDARD.decode(signature.trim_start_matches("v1,")).unwrap_or_default();
    let key = hmac::Key::new(hmac::HMAC_SHA256, &key);
    let is_genuine = hmac::verify(&key, &signed, &signature).is_ok();
    let answer = {
        let mut state = state.lock().unwrap();
        let answer = state.answer.clone();
        let is_accepted = matches!(answer, Answer::Status(status) if status.starts_with('2'));
        match serde_json::from_slice(&body) {
            Ok(body) if is_genuine => {
                state.received.push(Received { id, body, at: Instant::now(), is_accepted });
            }
            _ => state.forged += 1,
        }
        answer
    };
    match answer {
        Answer::Status(status) => {
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
        Answer::Silence(time) => thread::sleep(time),
    }
}
