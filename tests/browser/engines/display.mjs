// A virtual display for a browser without a headless mode.

import { spawn } from "node:child_process";

/** Starts Xvfb on a free display; returns the display's name and a function that ends it. */
export async function display(program) {
  const server = spawn(program, ["-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "1280x1024x24"], {
    stdio: ["ignore", "ignore", "ignore", "pipe"],
  });
  const number = await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.once("exit", (code) => reject(new Error(`${program} ended with ${code} before it had a display`)));
    server.stdio[3].once("data", (text) => resolve(String(text).trim()));
  });
  return { name: `:${number}`, close: () => server.kill() };
}
