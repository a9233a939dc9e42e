// publint and "Are the types wrong?" on the packed package.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { it } from "node:test";

import { publint } from "publint";
import { formatMessage } from "publint/utils";

import { run, workshop } from "./workshop.mjs";

const require = createRequire(import.meta.url);
const shop = await workshop();

it("publint reports nothing", async () => {
  const bytes = await readFile(shop.packed);
  const tarball = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const { messages, pkg } = await publint({ pack: { tarball } });
  assert.deepEqual(messages.map((message) => formatMessage(message, pkg)), []);
});

it("every entry has correct types, in every module resolution that supports entries", async () => {
  const cli = join(dirname(require.resolve("@arethetypeswrong/cli/package.json")), "dist/index.js");
  // Files that are not code have no types. Node 10's resolution supports only the main entry.
  const others = ["--profile", "node16", "--exclude-entrypoints", "policy.schema.json", "custom-elements.json", "element.css", "passgate.wasm"];
  const { stdout } = await run("node", [cli, shop.packed, "--format", "json", ...others]).catch((error) => error);
  const { problems } = JSON.parse(stdout);
  const found = Object.values(problems ?? {}).flat();
  assert.deepEqual(found.filter(({ resolutionKind, resolutionOption }) => (resolutionKind ?? resolutionOption) !== "node10"), []);
});
