use std::fmt;
use std::future::Future as _;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use tokio::time::{Sleep, sleep};

/// Time for the written bytes to be sent before the connection breaks.
const FLUSH: Duration = Duration::from_millis(50);

/// How an answer's body is sent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Pace {
    AtOnce,
    /// That many bytes, then a pause.
    Trickle {
        chunk: usize,
        every: Duration,
    },
    /// Half of the announced content length, then the connection breaks.
    Half,
}

/// A body that is sent at a given pace.
pub(crate) struct PacedBody {
    rest: Bytes,
    /// The bytes that a cut body announces and never sends.
    kept: usize,
    pace: Pace,
    pause: Option<Pin<Box<Sleep>>>,
}

/// A body that ended before its announced length.
#[derive(Debug)]
pub(crate) struct CutShort;

impl PacedBody {
    pub(crate) fn new(whole: Bytes, pace: Pace) -> Self {
        let half = whole.len().div_ceil(2);
        let sent = match pace {
            Pace::Half => whole.slice(..half),
            Pace::AtOnce | Pace::Trickle { .. } => whole.clone(),
        };
        Self { kept: whole.len().saturating_sub(sent.len()), rest: sent, pace, pause: None }
    }

    fn next_chunk(&mut self) -> Bytes {
        let length = match self.pace {
            Pace::Trickle { chunk, .. } => chunk.clamp(1, self.rest.len()),
            Pace::AtOnce | Pace::Half => self.rest.len(),
        };
        self.pause = match self.pace {
            Pace::Trickle { every, .. } => Some(Box::pin(sleep(every))),
            Pace::Half => Some(Box::pin(sleep(FLUSH))),
            Pace::AtOnce => None,
        };
        self.rest.split_to(length)
    }
}

impl Body for PacedBody {
    type Data = Bytes;
    type Error = CutShort;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, CutShort>>> {
        if let Some(pause) = self.pause.as_mut() {
            if pause.as_mut().poll(context).is_pending() {
                return Poll::Pending;
            }
            self.pause = None;
        }
        if !self.rest.is_empty() {
            return Poll::Ready(Some(Ok(Frame::data(self.next_chunk()))));
        }
        Poll::Ready((self.kept > 0).then_some(Err(CutShort)))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.kept == 0
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.rest.len().saturating_add(self.kept);
        SizeHint::with_exact(u64::try_from(length).unwrap_or(u64::MAX))
    }
}

impl fmt::Display for CutShort {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("the body was cut short on purpose")
    }
}

impl std::error::Error for CutShort {}
