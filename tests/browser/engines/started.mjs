// Retries the start of a browser or its driver, because either may hang. Nothing else is retried.

/** Milliseconds that a start may take. */
export const PATIENCE = 30_000;
/** The number of attempts. */
const TRIES = 3;

/**
 * The result of `start`. A start that takes too long rejects with an error named `TimeoutError`; it is
 * then repeated from the beginning and reported on standard error. Any other error is thrown to the
 * caller.
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
