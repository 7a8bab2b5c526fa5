// Bundles ts/ and css/ into static/, with a manifest of content hashes for cache-busting queries.
// No source maps: nothing of the sources is served.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { cp, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const home = dirname(fileURLToPath(import.meta.url));
const out = join(home, "static");

// theme.js runs before the first paint; the rest is deferred. A page loads main.* and its own pair at most.
const entries = {
  theme: "ts/theme.ts",
  main: "ts/main.ts",
  feedback: "ts/feedback.ts",
  workspace: "ts/workspace/main.ts",
};
const styles = { main: "css/main.css", feedback: "css/feedback.css", workspace: "css/workspace.css" };

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
  format: "iife",
  target: ["chrome123", "firefox121", "safari17.5"],
  assetNames: "fonts/[name]-[hash]",
  loader: { ".woff2": "file", ".woff": "empty" },
  logLevel: "warning",
};

async function filesOf(folder) {
  const entriesOf = await readdir(folder, { recursive: true, withFileTypes: true });
  return entriesOf.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

async function writeManifest() {
  const manifest = {};
  for (const file of (await filesOf(out)).sort()) {
    const name = relative(out, file).replaceAll("\\", "/");
    if (name === "manifest.json") continue;
    manifest[name] = createHash("sha256")
      .update(await readFile(file))
      .digest("hex")
      .slice(0, 12);
  }
  await writeFile(join(out, "manifest.json"), `${JSON.stringify(manifest, null, 2)}\n`);
}

async function build() {
  await esbuild.build(options);
  await cp(join(home, "images"), out, { recursive: true });
  await writeManifest();
}

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
await build();
