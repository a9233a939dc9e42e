// A project of somebody who installed the package: the lines of its README, in a folder of their own
// with the packed package in node_modules, as a registry would deliver it.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const run = promisify(execFile);
const pkg = fileURLToPath(new URL("../../../pkg/", import.meta.url));
const PAGE = `<!doctype html>
<html lang="en">
  <link rel="icon" href="data:,">
  <title>somebody’s project</title>
  <script type="module" src="/main.js"></script>
</html>
`;

/** The lines and the configuration of Vite that the package's README has, each as it is written there. */
export async function readme() {
  const text = await readFile(join(pkg, "README.md"), "utf8");
  const block = (mark) => {
    const [, rest] = text.split(`${mark}\n\`\`\`js\n`);
    if (rest === undefined) throw new Error(`pkg/README.md has no block after ${mark}`);
    return rest.slice(0, rest.indexOf("```"));
  };
  return { lines: block("<!-- example: lines -->"), config: block("<!-- example: vite.config.js -->") };
}

/** Makes projects that have the package, until `close` removes them. */
export async function workshop() {
  const folder = await mkdtemp(join(tmpdir(), "passgate-vite-"));
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { cwd: pkg });
  const packed = join(folder, JSON.parse(stdout)[0].filename);
  return {
    /** A project with these lines and this configuration; its folder. */
    async project(lines, config) {
      const root = await mkdtemp(join(folder, "project-"));
      const installed = join(root, "node_modules/passgate");
      await mkdir(installed, { recursive: true });
      await run("tar", ["-xzf", packed, "--strip-components=1", "-C", installed]);
      await writeFile(join(root, "package.json"), JSON.stringify({ private: true, type: "module" }));
      await writeFile(join(root, "vite.config.js"), config);
      await writeFile(join(root, "index.html"), PAGE);
      await writeFile(join(root, "main.js"), lines);
      return root;
    },
    close: () => rm(folder, { recursive: true }),
  };
}
