//! The object's side of the calls in [`stub`](crate::edge::platform::stub).

use js_sys::Uint8Array;
use serde::Serialize;
use wasm_bindgen::JsValue;
use worker::Error;
use zeroize::Zeroizing;

use crate::edge::platform::stub::taken;

/// The answer of an object: JSON.
pub type Answer = Zeroizing<Vec<u8>>;

/// The size of the buffer of an answer, in bytes. A buffer that grows would leave copies in memory, and
/// the answer with a token is never longer.
const ROOM_BYTES: usize = 16 * 1024;

/// An answer.
///
/// # Errors
/// When the value cannot be serialized as JSON, which its type rules out.
pub fn answer(value: &impl Serialize) -> worker::Result<Answer> {
    let mut text = Zeroizing::new(Vec::with_capacity(ROOM_BYTES));
    serde_json::to_writer(&mut *text, value)?;
    Ok(text)
}

/// Serves a call: the message goes to `serve`, and its answer back to the caller. A failed call is
/// `undefined`: an error of the runtime or a parser may quote data, so it is not passed on.
pub async fn served(
    message: Uint8Array,
    serve: impl AsyncFnOnce(&[u8]) -> worker::Result<Answer>,
) -> JsValue {
    let message = taken(&message);
    match serve(&message).await {
        Ok(answer) => Uint8Array::from(answer.as_slice()).into(),
        Err(_) => JsValue::UNDEFINED,
    }
}

/// The error of a call that the object does not understand: its name or its message is wrong.
pub fn not_understood() -> Error {
    Error::RustError("a call that the object does not understand".to_owned())
}

/// Exports a Durable Object to the entry module, which passes on its calls: `exported!(Object)` for an object
/// with the functions `open(State, Env)` and `serve(&str, &[u8])`, `exported!(Object, alarm)` for one that
/// also has `woken()`.
macro_rules! exported {
    ($object:ident $(, $alarm:ident)?) => {
        #[wasm_bindgen::prelude::wasm_bindgen(wasm_bindgen_futures = worker::wasm_bindgen_futures)]
        impl $object {
            /// Creates the object in memory.
            #[wasm_bindgen(constructor)]
            pub fn new(state: worker::worker_sys::DurableObjectState, env: worker::Env) -> Self {
                Self::open(state.into(), env)
            }

            /// Serves a call.
            pub async fn ask(&self, what: String, message: js_sys::Uint8Array) -> wasm_bindgen::JsValue {
                let serve = async |message: &[u8]| self.serve(&what, message).await;
                $crate::edge::platform::object::served(message, serve).await
            }

            $(
                /// Serves the alarm.
                ///
                /// # Errors
                /// When the storage fails. The runtime then repeats the alarm.
                pub async fn $alarm(&self) -> Result<(), wasm_bindgen::JsValue> {
                    self.woken().await.map_err(wasm_bindgen::JsValue::from)
                }
            )?
        }
    };
}
pub(crate) use exported;
