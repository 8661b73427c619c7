// Builds the committed bundle; --check only says whether the committed one is what the sources give.
// The banner carries the hash of sources and pins, so that staleness shows without Node as well.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { build } from "esbuild";

const here = new URL(".", import.meta.url);
const target = new URL("../../bidding/static/bidding/seal-worker.js", here);

function sourcesHash() {
  const names = readdirSync(new URL("src/", here)).filter((name) => name.endsWith(".js")).sort();
  const hash = createHash("sha256");
  for (const path of [...names.map((name) => `src/${name}`), "package.json", "package-lock.json", "build.mjs"]) {
    hash.update(`${path}\n`).update(readFileSync(new URL(path, here)));
  }
  return hash.digest("hex");
}

const made = await build({
  absWorkingDir: new URL(".", here).pathname,
  entryPoints: ["src/worker.js"],
  bundle: true,
  format: "esm",
  target: "chrome86",
  minify: true,
  charset: "utf8",
  legalComments: "inline",
  write: false,
  banner: { js: `/* ptb/1 sealing; built from deploy/seal-bundle, sources sha256-${sourcesHash()}; licences: seal-worker.LICENSES.txt */` },
});
const text = made.outputFiles[0].text;
if (process.argv.includes("--check")) {
  if (readFileSync(target, "utf8") !== text) {
    console.error("seal-worker.js is not what deploy/seal-bundle builds: run `npm run build` there");
    process.exit(1);
  }
} else {
  writeFileSync(target, text);
  console.log(`${target.pathname}: ${text.length} bytes`);
}
