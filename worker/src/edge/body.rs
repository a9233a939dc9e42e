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
    /// It broke off.
    Broken,
}

/// Reads a stream to its end, counting; `None` is an empty body. What was read is overwritten
/// when it is dropped, for it may hold a password.
pub async fn read(stream: Option<ReadableStream>, max_bytes: usize) -> Result<Zeroizing<Vec<u8>>, ReadError> {
    // Sized at once: growing would leave copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(max_bytes));
    let Some(stream) = stream else {
        return Ok(bytes);
    };
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let step = JsFuture::from(reader.read()).await.map_err(|_| ReadError::Broken)?;
        let Some(chunk) = chunk_of(&step) else {
            return Ok(bytes);
        };
        let chunk_bytes = usize::try_from(chunk.length()).unwrap_or(usize::MAX);
        if bytes.len().saturating_add(chunk_bytes) > max_bytes {
            // Tells the sender to stop; whether it does is no matter here.
            drop(reader.cancel());
            return Err(ReadError::TooLarge);
        }
        bytes.extend_from_slice(&Zeroizing::new(chunk.to_vec()));
        chunk.fill(0, 0, chunk.length());
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
