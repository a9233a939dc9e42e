// The global constructors that the glue uses, where an environment lacks them: jsdom in Jest. UTF-8 by what
// every JavaScript has.

class Decoder {
  decode(bytes = []) {
    let text = "";
    for (const byte of bytes) text += `%${byte.toString(16).padStart(2, "0")}`;
    return decodeURIComponent(text);
  }
}

class Encoder {
  encode(text) {
    // Half a surrogate pair has no UTF-8.
    const escaped = encodeURIComponent(text.replace(/[\ud800-\udfff]/gu, "\ufffd"));
    const bytes = escaped.match(/%..|[^]/g) ?? [];
    return Uint8Array.from(bytes, (byte) => (byte.length > 1 ? parseInt(byte.slice(1), 16) : byte.charCodeAt(0)));
  }
}

export const TextDecoder = globalThis.TextDecoder ?? Decoder;
export const TextEncoder = globalThis.TextEncoder ?? Encoder;
