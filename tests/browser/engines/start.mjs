// Runs in a page: starts the package and returns the results.

/**
 * `without` removes WebAssembly first, as the lockdown modes of some systems do. `source` is the
 * module's address. `again` then starts the package a second time, with the right address.
 */
export async function start({ address, source, without, again }) {
  if (without) delete globalThis.WebAssembly;
  const { default: init, Checker } = await import(address);
  const told = async (call) => {
    try {
      return { given: await call() };
    } catch (error) {
      return { error: error instanceof Error, name: error.name, message: error.message };
    }
  };
  const judge = () => new Checker("eiam", { name: "王小明" }).accepts("Wangxiaoming@1");
  const seen = { init: await told(() => init(source)), then: await told(judge) };
  return again ? { ...seen, again: await told(() => init().then(judge)) } : seen;
}
