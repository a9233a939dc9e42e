// WebKitGTK, by WebDriver (https://www.w3.org/TR/webdriver2/). Its driver starts the browser, which
// needs a display; each session has a profile of its own, and there is one session at a time.

import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { display } from "./display.mjs";

/** Milliseconds for the driver to answer at all, and for a script of the tests to end. */
const PATIENCE = 60_000;

export async function launch({ driver, screen }) {
  const shown = await display(screen);
  const port = await freePort();
  const process_ = spawn(driver, ["--host=127.0.0.1", `--port=${port}`], {
    stdio: "ignore",
    env: { ...process.env, DISPLAY: shown.name },
  });
  const stop = () => {
    process_.kill();
    shown.close();
  };
  process.once("exit", stop);
  const call = caller(`http://127.0.0.1:${port}`);
  try {
    await ready(call);
    const { version } = await session(call, async ({ capabilities }) => ({ version: capabilities.browserVersion }));
    return { version, open: (address) => open(call, address), close: stop };
  } catch (error) {
    stop();
    throw error;
  }
}

async function open(call, address) {
  const { sessionId } = await call("POST", "/session", { capabilities: {} });
  const path = `/session/${sessionId}`;
  const close = () => call("DELETE", path);
  try {
    await call("POST", `${path}/timeouts`, { script: PATIENCE });
    await call("POST", `${path}/url`, { url: address });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async evaluate(use, argument) {
      const answer = await call("POST", `${path}/execute/async`, { script: script(use), args: [argument ?? null] });
      if (answer.thrown) throw Object.assign(new Error(answer.thrown), { name: answer.name });
      return JSON.parse(answer.value);
    },
    // The window alone: WebDriver has no picture of a whole page.
    picture: async () => Buffer.from(await call("GET", `${path}/screenshot`), "base64"),
    close,
  };
}

/** The body of a function whose last argument takes the answer. */
const script = (use) => `
  const [argument, done] = arguments;
  (async () => (${use})(argument))().then(
    (value) => done({ value: JSON.stringify(value ?? null) }),
    (error) => done({ thrown: String(error.message), name: String(error.name) }),
  );`;

async function session(call, use) {
  const opened = await call("POST", "/session", { capabilities: {} });
  try {
    return await use(opened);
  } finally {
    await call("DELETE", `/session/${opened.sessionId}`);
  }
}

const caller = (base) => async (method, path, body) => {
  const response = await fetch(base + path, { method, body: body && JSON.stringify(body) });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${value.error}: ${value.message}`);
  return value;
};

async function ready(call) {
  for (const end = Date.now() + PATIENCE; ; await pause(50)) {
    try {
      return await call("GET", "/status");
    } catch (error) {
      if (Date.now() > end) throw new Error("the driver of WebKitGTK does not answer", { cause: error });
    }
  }
}

/** The driver takes a port and tells none. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}
