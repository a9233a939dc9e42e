// How esbuild bundles the script of the forms' pages.

export const script = {
  entryPoints: ["page.js"],
  bundle: true,
  format: "esm",
  /** The oldest engines of the forms (docs/package.md). */
  target: ["chrome92", "firefox102", "safari16"],
  charset: "utf8",
  /** The package is in a folder beside the script. */
  alias: { passgate: "./passgate/index.js" },
  external: ["./passgate/*"],
  /** The pages' own style sheet contains that of the elements. */
  loader: { ".css": "empty" },
  logOverride: { "import-is-undefined": "silent" },
  logLevel: "warning",
};
