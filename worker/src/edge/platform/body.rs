//! Reading a body, never more of it than is wanted.

use js_sys::futures::JsFuture;
use js_sys::{Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStream, ReadableStreamDefaultReader};
use zeroize::Zeroizing;

/// Why a body could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadError {
    /// It goes on after the most bytes allowed.
    TooLarge,
    /// It goes on after the longest time allowed.
    TooSlow,
    /// It broke off.
    Broken,
}

/// Reads a stream to its end, counting; `None` is an empty body. What was read is overwritten
/// when it is dropped, for it may hold a password. A stream whose end nobody waits for any more is
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

/// The same bytes with more room. Growing in place would leave copies behind; the old ones are
/// overwritten when they are dropped. A body that has not come takes no room.
fn moved(bytes: &[u8], capacity: usize) -> Zeroizing<Vec<u8>> {
    let mut roomier = Zeroizing::new(Vec::with_capacity(capacity));
    roomier.extend_from_slice(bytes);
    roomier
}

/// A reader of a stream that is cancelled when it is dropped before the end.
struct Reader {
    inner: ReadableStreamDefaultReader,
    is_over: bool,
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !self.is_over {
            // Whether the sender stops is no matter here.
            drop(self.inner.cancel());
        }
    }
}

/// The bytes of one step of a reader; `None` at the end.
fn chunk_of(step: &JsValue) -> Option<Uint8Array> {
    let member = |name: &str| Reflect::get(step, &JsValue::from_str(name)).ok();
    if member("done")?.as_bool() != Some(false) {
        return None;
    }
    member("value")?.dyn_into().ok()
}
