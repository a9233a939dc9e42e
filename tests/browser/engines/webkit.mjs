// WebKitGTK, through WebDriver (https://www.w3.org/TR/webdriver2/). Its driver starts the browser,
// which needs a display. Each session has a fresh profile; only one session exists at a time.

import { spawn } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";

import { display } from "./display.mjs";
import { freePort } from "./port.mjs";
import { PATIENCE, started } from "./started.mjs";

/** Milliseconds that a script of the tests may take. */
const SCRIPT_PATIENCE = 60_000;

export async function launch({ driver, screen, patience = PATIENCE }) {
  const shown = await display(screen);
  const driven = new Driver({ program: driver, display: shown.name, patience });
  const stop = () => {
    driven.stop();
    shown.close();
  };
  process.once("exit", stop);
  try {
    const { capabilities, sessionId } = await driven.session();
    await driven.call("DELETE", `/session/${sessionId}`);
    return { version: capabilities.browserVersion, open: (address) => open(driven, address), close: stop };
  } catch (error) {
    stop();
    throw error;
  }
}

/** The driver's process. If it does not answer a request for a session, a new one replaces it. */
class Driver {
  #program;
  #display;
  #patience;
  #process;
  #base;

  constructor({ program, display: name, patience }) {
    this.#program = program;
    this.#display = name;
    this.#patience = patience;
  }

  session() {
    return started("WebKitGTK", async () => {
      try {
        if (!this.#process) await this.#start();
        return await this.call("POST", "/session", { capabilities: {} }, this.#patience);
      } catch (error) {
        this.stop();
        throw error;
      }
    });
  }

  /**
   * Sends a command to the driver. With `patience`, an answer that takes more milliseconds is a
   * `TimeoutError`.
   */
  async call(method, path, body, patience) {
    const signal = patience && AbortSignal.timeout(patience);
    const response = await fetch(this.#base + path, { method, body: body && JSON.stringify(body), signal });
    const { value } = await response.json();
    if (!response.ok) throw new Error(`WebDriver ${method} ${path}: ${value.error}: ${value.message}`);
    return value;
  }

  /** Kills the driver, which ends its browser. A hung driver would not answer a request to quit. */
  stop() {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  async #start() {
    const port = await freePort();
    this.#base = `http://127.0.0.1:${port}`;
    this.#process = spawn(this.#program, ["--host=127.0.0.1", `--port=${port}`], {
      stdio: "ignore",
      env: { ...process.env, DISPLAY: this.#display },
    });
    for (const end = Date.now() + this.#patience; ; await pause(50)) {
      try {
        return await this.call("GET", "/status", undefined, this.#patience);
      } catch (cause) {
        if (Date.now() > end) throw new DOMException(`the driver does not answer: ${cause.message}`, "TimeoutError");
      }
    }
  }
}

async function open(driver, address) {
  const { sessionId } = await driver.session();
  const path = `/session/${sessionId}`;
  const call = (method, of, body) => driver.call(method, path + of, body);
  const close = () => call("DELETE", "");
  try {
    await call("POST", "/timeouts", { script: SCRIPT_PATIENCE });
    await call("POST", "/url", { url: address });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    async evaluate(use, argument) {
      const answer = await call("POST", "/execute/async", { script: script(use), args: [argument ?? null] });
      if (answer.thrown) throw Object.assign(new Error(answer.thrown), { name: answer.name });
      return JSON.parse(answer.value);
    },
    // Only the visible part: WebDriver has no screenshot of a whole page.
    picture: async () => Buffer.from(await call("GET", "/screenshot"), "base64"),
    close,
  };
}

/** The body of a function whose last argument receives the result. */
const script = (use) => `
  const [argument, done] = arguments;
  (async () => (${use})(argument))().then(
    (value) => done({ value: JSON.stringify(value ?? null) }),
    (error) => done({ thrown: String(error.message), name: String(error.name) }),
  );`;
