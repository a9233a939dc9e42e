use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// Whether a connection ends with a reset instead of a normal close.
#[derive(Clone, Default)]
pub(super) struct ResetAtEnd(Arc<AtomicBool>);

/// A TCP stream that can be made to end with a reset while other code owns it.
pub(super) struct ResettableStream {
    stream: TcpStream,
    reset_at_end: ResetAtEnd,
}

impl ResetAtEnd {
    pub(super) fn order(&self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl ResettableStream {
    pub(super) fn new(stream: TcpStream) -> (Self, ResetAtEnd) {
        let reset_at_end = ResetAtEnd::default();
        let resettable = Self { stream, reset_at_end: reset_at_end.clone() };
        (resettable, reset_at_end)
    }
}

impl Drop for ResettableStream {
    fn drop(&mut self) {
        if self.reset_at_end.0.load(Ordering::SeqCst) {
            // With a linger time of zero, closing sends RST and drops unsent data. If the option fails,
            // the peer sees a close without an answer, which is also a lost answer.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for ResettableStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for ResettableStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
