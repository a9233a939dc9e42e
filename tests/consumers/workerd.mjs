// A consumer's Worker on the real workerd.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { build } from "esbuild";

import { freePort } from "../browser/engines/port.mjs";

const require = createRequire(import.meta.url);
/** Milliseconds. */
const PATIENCE = 20_000;

/**
 * The answer of the project's `worker.js`, bundled for workerd like Wrangler does: the module stays a
 * separate file.
 */
export async function inWorkerd(root) {
  await build({
    absWorkingDir: root,
    entryPoints: ["worker.js"],
    outfile: "out.js",
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker", "browser"],
    external: ["*.wasm"],
    logLevel: "error",
  });
  const port = await freePort();
  await writeFile(
    join(root, "config.capnp"),
    `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main)],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const main :Workerd.Worker = (
  modules = [
    (name = "out.js", esModule = embed "out.js"),
    (name = "passgate_bg.wasm", wasm = embed "node_modules/passgate/dist/passgate_bg.wasm"),
  ],
  compatibilityDate = "2026-01-01",
);
`,
  );
  // The native program: the package's own is a script that survives the signal.
  const native = require.resolve(`@cloudflare/workerd-linux-${process.arch === "x64" ? "64" : "arm64"}/bin/workerd`);
  const workerd = spawn(native, ["serve", "config.capnp"], { cwd: root, stdio: ["ignore", "ignore", "pipe"] });
  let said = "";
  workerd.stderr.on("data", (bytes) => (said += bytes));
  const ended = once(workerd, "exit");
  try {
    for (const end = Date.now() + PATIENCE; Date.now() < end && workerd.exitCode === null; await pause(50)) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => undefined);
      if (answer) return await answer.text();
    }
    throw new Error(`workerd did not answer: ${said}`);
  } finally {
    workerd.kill();
    await ended;
  }
}
