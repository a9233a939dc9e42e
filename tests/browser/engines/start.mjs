// Run in a page: starts the package and says what came of it.

/**
 * `without` takes WebAssembly away first, as some systems' lockdown modes do; `source` is where the
 * module is asked for; `again` then starts it once more as it should be.
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
