//! A closed-loop load: each of a number of connections sends its next request as soon as it has an
//! answer.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, anyhow, ensure};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1;
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::usage::Usage;

/// The `n`th request; `None` when there are no more.
pub type Ask = Arc<dyn Fn(u64) -> Option<Plain> + Send + Sync>;

/// A request without its host.
pub struct Plain {
    /// The method.
    pub method: &'static str,
    /// Path and query.
    pub path: String,
    /// Headers.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: String,
}

/// The results of a round.
pub struct Round {
    /// Answers per second.
    pub per_second: f64,
    /// The latency of each answer, in microseconds, sorted.
    pub latencies_us: Vec<u64>,
    /// The resources that the process used for each answer, including its work after the answer.
    pub usage: Option<Usage>,
}

impl Round {
    /// The number of answers.
    pub fn answers(&self) -> f64 {
        f64::from(u32::try_from(self.latencies_us.len()).unwrap_or(u32::MAX))
    }

    /// The latency below which that share of the answers is, in microseconds.
    pub fn quantile(&self, share: f64) -> u64 {
        let last = self.latencies_us.len().saturating_sub(1);
        // A share of a few thousand is a few thousand, so the conversion is exact.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "see above")]
        #[expect(clippy::cast_precision_loss, reason = "see above")]
        let index = (last as f64 * share).round() as usize;
        self.latencies_us.get(index).copied().unwrap_or(0)
    }
}

/// Sends requests for that long over that many connections. Fails if an answer has another status.
pub fn ask(
    base: &str,
    connections: usize,
    lasts: Duration,
    counter: &Arc<AtomicU64>,
    status: u16,
    ask: &Ask,
) -> Result<Round> {
    let address: SocketAddr = base.trim_start_matches("http://").parse().context("the address")?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let start = Instant::now();
    let latencies = runtime.block_on(async {
        let mut tasks = tokio::task::JoinSet::new();
        for _ in 0..connections {
            tasks.spawn(connection(address, start, lasts, Arc::clone(counter), status, Arc::clone(ask)));
        }
        let mut latencies = Vec::new();
        while let Some(done) = tasks.join_next().await {
            latencies.extend(done.map_err(|_| anyhow!("a connection failed"))??);
        }
        Ok::<_, anyhow::Error>(latencies)
    })?;
    let took = start.elapsed();
    let mut latencies_us = latencies;
    latencies_us.sort_unstable();
    ensure!(!latencies_us.is_empty(), "nothing was answered");
    let answers = u32::try_from(latencies_us.len()).unwrap_or(u32::MAX);
    Ok(Round { per_second: f64::from(answers) / took.as_secs_f64(), latencies_us, usage: None })
}

async fn connection(
    address: SocketAddr,
    start: Instant,
    lasts: Duration,
    counter: Arc<AtomicU64>,
    status: u16,
    ask: Ask,
) -> Result<Vec<u64>> {
    let stream = TcpStream::connect(address).await.context("could not connect")?;
    stream.set_nodelay(true)?;
    let (mut sender, driver) = http1::handshake(TokioIo::new(stream)).await?;
    tokio::spawn(driver);
    let mut latencies = Vec::new();
    while start.elapsed() < lasts {
        let Some(plain) = ask(counter.fetch_add(1, Ordering::Relaxed)) else { break };
        let mut request = Request::builder()
            .method(plain.method)
            .uri(plain.path.parse::<Uri>()?)
            .header("Host", address.to_string());
        for (name, value) in &plain.headers {
            request = request.header(*name, value);
        }
        let request = request.body(Full::new(Bytes::from(plain.body)))?;
        let asked = Instant::now();
        sender.ready().await?;
        let answer = sender.send_request(request).await?;
        let told = answer.status().as_u16();
        let body = answer.into_body().collect().await?.to_bytes();
        latencies.push(u64::try_from(asked.elapsed().as_micros()).unwrap_or(u64::MAX));
        ensure!(told == status, "answered {told} and not {status}: {}", String::from_utf8_lossy(&body));
    }
    Ok(latencies)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_a_round() {
        let round = Round { per_second: 1.0, latencies_us: (1..=101).collect(), usage: None };
        assert_eq!((round.quantile(0.0), round.quantile(0.5), round.quantile(0.99)), (1, 51, 100));
        assert_eq!(Round { per_second: 0.0, latencies_us: Vec::new(), usage: None }.quantile(0.5), 0);
    }
}
