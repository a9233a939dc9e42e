use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Limited};
use hyper::Response;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::GracefulShutdown;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::timeout;

use super::body::{Pace, PacedBody};
use super::message::{Head, Reply};
use super::stream::ResettableStream;

/// The maximum size of a body in bytes, far above any request on the pages. A longer one gets HTTP 413.
const LONGEST_BODY: usize = 4 << 20;

/// The result of a request.
pub(crate) enum Answer {
    Reply(Reply, Pace),
    Break(Breaking),
}

/// How a connection ends without an answer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Breaking {
    /// RST.
    Reset,
    /// FIN.
    Close,
}

/// The body of a request that has not been read yet.
pub(crate) struct Bodies(Incoming);

/// A handler of requests.
pub(crate) trait Handler: Send + Sync + 'static {
    fn handle(self: Arc<Self>, head: Head, body: Bodies) -> impl Future<Output = Answer> + Send;
}

impl Bodies {
    /// The whole body, or `None` when it is too long or the client disconnected.
    pub(crate) async fn read(self) -> Option<Bytes> {
        let limited = Limited::new(self.0, LONGEST_BODY);
        limited.collect().await.ok().map(|body| body.to_bytes())
    }
}

/// Serves requests until `stop` resolves (or its sender is dropped) with the time that calls in
/// progress may still take.
pub(crate) async fn serve<H: Handler>(
    listener: TcpListener,
    handler: Arc<H>,
    stop: oneshot::Receiver<Duration>,
) {
    let connections = GracefulShutdown::new();
    tokio::pin!(stop);
    let grace = loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => connect(stream, &handler, &connections),
                // For example without file descriptors: a later attempt may succeed.
                Err(_) => tokio::time::sleep(Duration::from_millis(10)).await,
            },
            grace = &mut stop => break grace.unwrap_or_default(),
        }
    };
    drop(listener);
    // Calls that do not end in time are cancelled with the runtime.
    let _ = timeout(grace, connections.shutdown()).await;
}

fn connect<H: Handler>(stream: TcpStream, handler: &Arc<H>, connections: &GracefulShutdown) {
    // Nagle's algorithm would combine the chunks of a slow body.
    let _ = stream.set_nodelay(true);
    let (stream, reset_at_end) = ResettableStream::new(stream);
    let handler = Arc::clone(handler);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let handler = Arc::clone(&handler);
        let reset_at_end = reset_at_end.clone();
        async move {
            let (head, body) = parts(request);
            // A separate task: a vendor executes what it has read, even when the client has
            // disconnected in the meantime.
            let answer = tokio::spawn(handler.handle(head, Bodies(body))).await;
            match answer {
                Ok(Answer::Reply(reply, pace)) => response(reply, pace),
                Ok(Answer::Break(breaking)) => {
                    if breaking == Breaking::Reset {
                        reset_at_end.order();
                    }
                    Err(Broken)
                }
                Err(_) => Err(Broken),
            }
        }
    });
    // Official clients expect `X-Tt-Logid` in this spelling.
    let connection = hyper::server::conn::http1::Builder::new()
        .title_case_headers(true)
        .serve_connection(TokioIo::new(stream), service);
    let watched = connections.watch(connection);
    tokio::spawn(async move {
        // An error here is a client that disconnected, or a requested break.
        let _ = watched.await;
    });
}

fn parts(request: hyper::Request<Incoming>) -> (Head, Incoming) {
    let (parts, body) = request.into_parts();
    let head = Head {
        method: parts.method,
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().unwrap_or_default().to_owned(),
        headers: parts.headers,
    };
    (head, body)
}

fn response(reply: Reply, pace: Pace) -> Result<Response<PacedBody>, Broken> {
    let mut response = Response::builder().status(reply.status);
    for (name, value) in reply.headers {
        response = response.header(name, value);
    }
    response.body(PacedBody::new(reply.body, pace)).map_err(|_| Broken)
}

/// A connection that ends without an answer.
#[derive(Debug)]
struct Broken;

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the connection was broken on purpose")
    }
}

impl std::error::Error for Broken {}
