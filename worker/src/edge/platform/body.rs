//! Reads a body up to a limit.

use js_sys::futures::JsFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};
use zeroize::Zeroizing;

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// The body is larger than the limit.
    TooLarge,
    /// The body was not complete in time.
    TooSlow,
    /// The body has a content coding, such as gzip.
    Encoded,
    /// The connection broke.
    Broken,
}

/// Reads a stream to its end, up to `max_bytes`; `None` is an empty body. The bytes are overwritten
/// when they are dropped, because they may hold a password. A stream that is not read to its end is
/// cancelled, which tells the sender to stop.
pub async fn read(stream: Option<ReadableStream>, max_bytes: usize) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    let mut bytes = Zeroizing::new(Vec::new());
    let Some(stream) = stream else {
        return Ok(bytes);
    };
    let mut reader = Reader { inner: stream.get_reader().unchecked_into(), is_over: false };
    loop {
        let step = JsFuture::from(reader.inner.read()).await;
        reader.is_over = step.is_err();
        let Some(chunk) = chunk_of(&step.map_err(|_| ReadError::Broken)?) else {
            reader.is_over = true;
            return Ok(bytes);
        };
        let chunk_bytes = usize::try_from(chunk.length()).unwrap_or(usize::MAX);
        let needed = bytes.len().saturating_add(chunk_bytes);
        if needed > max_bytes {
            return Err(ReadError::TooLarge);
        }
        if needed > bytes.capacity() {
            bytes = moved(&bytes, needed.max(bytes.len().saturating_mul(2)).min(max_bytes));
        }
        bytes.extend_from_slice(&Zeroizing::new(chunk.to_vec()));
        chunk.fill(0, 0, chunk.length());
    }
}

/// Moves the bytes to a buffer with more capacity. Growing in place would leave copies in memory; the
/// old buffer is overwritten when it is dropped. A body that has not arrived takes no memory.
fn moved(bytes: &[u8], capacity: usize) -> Zeroizing<Vec<u8>> {
    let mut roomier = Zeroizing::new(Vec::with_capacity(capacity));
    roomier.extend_from_slice(bytes);
    roomier
}

/// A reader that cancels its stream when it is dropped before the end.
struct Reader {
    inner: ReadableStreamDefaultReader,
    is_over: bool,
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !self.is_over {
            // It does not matter here whether the sender stops.
            drop(self.inner.cancel());
        }
    }
}

/// The bytes of one read; `None` at the end.
fn chunk_of(step: &JsValue) -> Option<Uint8Array> {
    let member = |name: &str| Reflect::get(step, &JsValue::from_str(name)).ok();
    if member("done")?.as_bool() != Some(false) {
        return None;
    }
    member("value")?.dyn_into().ok()
}
