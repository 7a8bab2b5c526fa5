// Bundles ts/ and css/ into static/, with a manifest of content hashes for cache-busting queries.
// No source maps: nothing of the sources is served.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const home = dirname(fileURLToPath(import.meta.url));
const out = join(home, "static");

// theme.js runs before the first paint; the rest is deferred. A page loads main.*, live.js where it
// updates in part, and its own pair at most.
const entries = {
  theme: "ts/theme.ts",
  main: "ts/main.ts",
  docs: "ts/docs/main.ts",
  live: "ts/live.ts",
  feedback: "ts/feedback.ts",
  reviews: "ts/reviews.ts",
  workspace: "ts/workspace/main.ts",
};
const styles = {
  main: "css/main.css",
  account: "css/account.css",
  authoring: "css/authoring.css",
  cohorts: "css/cohorts.css",
  docs: "css/docs.css",
  feedback: "css/feedback.css",
  insights: "css/insights.css",
  reviews: "css/reviews.css",
  workspace: "css/workspace.css",
};

function present(files) {
  const found = Object.entries(files).filter(([, file]) => existsSync(join(home, file)));
  return found.map(([name, file]) => ({ in: join(home, file), out: name }));
}

const options = {
  entryPoints: [...present(entries), ...present(styles)],
  outdir: out,
  bundle: true,
  minify: true,
  sourcemap: false,
  legalComments: "none",
  metafile: true,
  absWorkingDir: home,
  format: "iife",
  target: ["chrome123", "firefox121", "safari17.5"],
  assetNames: "fonts/[name]-[hash]",
  loader: { ".woff2": "file", ".woff": "empty" },
  logLevel: "warning",
};

async function filesOf(folder) {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Files are written in place and left-overs removed last, so that a running server never misses one. */
async function build() {
  await mkdir(out, { recursive: true });
  const { metafile } = await esbuild.build(options);
  const images = join(home, "images");
  await cp(images, out, { recursive: true });
  const bundled = Object.keys(metafile.outputs).map((file) => relative(out, resolve(home, file)));
  const names = [...bundled, ...(await filesOf(images))].sort();
  await writeManifest(names);
  const kept = new Set([...names, "manifest.json"]);
  const left = (await filesOf(out)).filter((name) => !kept.has(name));
  await Promise.all(left.map((name) => rm(join(out, name))));
}

async function writeManifest(names) {
  const manifest = {};
  for (const name of names) {
    const content = await readFile(join(out, name));
    manifest[name.replaceAll("\\", "/")] = createHash("sha256").update(content).digest("hex").slice(0, 12);
  }
  await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

await build();
