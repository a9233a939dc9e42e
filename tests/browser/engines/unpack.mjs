// Unpacks a program that npm delivers compressed with Brotli: `node unpack.mjs FROM TO`. Writes to a
// temporary name and renames it at the end, so that TO is never incomplete.

import { createReadStream, createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [from, to] = process.argv.slice(2);
const part = `${to}.part`;
await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(part, { mode: 0o755 }));
await rename(part, to);
