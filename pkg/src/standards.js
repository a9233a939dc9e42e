// What the platform knows of Han characters, so that it need not be sent: the Encoding Standard fixes
// the order of GB 2312, which is sorted by pinyin, and of KS X 1001, sorted by the Korean reading; and
// Unicode what compatibility ideographs stand for. The readings of names build on it.

/**
 * As `passgate_core::arrived` asks for it; nothing where the platform does not have it. `codes` gives
 * the bytes of rows of a double-byte encoding.
 */
export function standards(codes) {
  const rows = (label, first, end) => new TextDecoder(label).decode(codes(first, end));
  try {
    const compatible = (run(0x2f00, 0xd6) + run(0xf900, 0x1da)).normalize("NFKC");
    return rows("gbk", 0xb0, 0xf8) + rows("euc-kr", 0xca, 0xfe) + compatible;
  } catch {
    return ""; // A Node without its international data: names in Han characters stay unsure.
  }
}

const run = (first, many) => String.fromCharCode(...Array.from({ length: many }, (_, at) => first + at));
