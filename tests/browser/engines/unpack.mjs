// Unpacks a program that npm delivers compressed by Brotli: `node unpack.mjs FROM TO`. What is not
// whole never has the name of what is.

import { createReadStream, createWriteStream } from "node:fs";
import { rename } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import { createBrotliDecompress } from "node:zlib";

const [from, to] = process.argv.slice(2);
const part = `${to}.part`;
await pipeline(createReadStream(from), createBrotliDecompress(), createWriteStream(part, { mode: 0o755 }));
await rename(part, to);
