// How the corpus is read and run, wherever the package runs.

/** Every case of every file. Node only. */
export async function cases() {
  const { readdir, readFile } = await import("node:fs/promises");
  const files = (await readdir(new URL(".", import.meta.url))).filter((name) => name.endsWith(".json")).sort();
  const lists = await Promise.all(
    files.map(async (file) => {
      const list = JSON.parse(await readFile(new URL(file, import.meta.url), "utf8"));
      return list.map((entry) => ({ file, entry }));
    }),
  );
  return lists.flat();
}

/** One case judged: the findings as JSON text, so that engines can be compared byte for byte. */
export function judge(Checker, entry) {
  const password = entry.password ?? String.fromCharCode(...entry.password_utf16);
  const checker = new Checker(entry.product ?? entry.policy, entry.identity);
  const judged = {
    findings: JSON.stringify(checker.check(password).findings),
    accepts: checker.accepts(password),
  };
  checker.free();
  return judged;
}
