// Projects that have installed the package: each in its own folder, with the packed package in
// node_modules, as a registry delivers it. The tools come from the workspace, above that folder.

import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

import { example } from "../node/examples.mjs";

export const run = promisify(execFile);
const pkg = fileURLToPath(new URL("../../pkg/", import.meta.url));
const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** A page that runs one script. */
export const page = (script) => `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <link rel="icon" href="data:,">
  <title>somebody’s project</title>
  ${script}
</html>
`;
export const PAGE = page('<script type="module" src="/main.js"></script>');

/** The lines of the package's README, and its configuration for Vite, unchanged. */
export async function readme() {
  const text = await readFile(join(pkg, "README.md"), "utf8");
  return { lines: example(text, "lines", "js"), config: example(text, "vite.config.js", "js") };
}

/** An example of docs/integrate.md. */
export async function integrate(name, language) {
  return example(await readFile(new URL("../../docs/integrate.md", import.meta.url), "utf8"), name, language);
}

/** Makes projects that have the package. They are removed after the tests of the file. */
export async function workshop() {
  await mkdir(dist, { recursive: true });
  const folder = await mkdtemp(join(dist, "consumers-"));
  after(() => rm(folder, { recursive: true }));
  const { stdout } = await run("npm", ["pack", "--json", "--ignore-scripts", "--pack-destination", folder], { cwd: pkg });
  const packed = join(folder, JSON.parse(stdout)[0].filename);
  return {
    packed,
    /**
     * Makes a project with these files and returns its folder. Outside of the checkout it finds no packages of the
     * workspace.
     */
    async project(files, place = folder) {
      const root = await mkdtemp(join(place, "project-"));
      if (place !== folder) after(() => rm(root, { recursive: true }));
      const installed = join(root, "node_modules/passgate");
      await mkdir(installed, { recursive: true });
      await run("tar", ["-xzf", packed, "--strip-components=1", "-C", installed]);
      for (const [name, text] of Object.entries({ "package.json": '{"private":true,"type":"module"}', ...files })) {
        await mkdir(dirname(join(root, name)), { recursive: true });
        await writeFile(join(root, name), text);
      }
      return root;
    },
  };
}
