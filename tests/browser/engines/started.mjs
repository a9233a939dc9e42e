// Starting what may hang: a browser or its driver. Only a start is made again, never what a test asks.

/** Milliseconds that a start may take. */
export const PATIENCE = 30_000;
/** How often it is begun. */
const TRIES = 3;

/**
 * What `start` gives. A start that takes too long rejects with an error of the name `TimeoutError`; it is
 * then made again from nothing, and standard error says so. Any other error is the caller's.
 */
export async function started(name, start) {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await start();
    } catch (error) {
      if (error.name !== "TimeoutError" || left === 0) throw error;
      console.error(`${name} did not start in time and is started again: ${error.message}`);
    }
  }
}
