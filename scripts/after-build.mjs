// Runs after each build of Trunk, in its staging folder (see Trunk.toml).
// A release: optimises the module and gives it and its glue a name made of what they then hold.
// The development server: loosens the policy for the one inline script that reloads the page.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const staging = process.env.TRUNK_STAGING_DIR;
const page = join(staging, "index.html");
let html = readFileSync(page, "utf8");

const only = (end) => {
  const found = readdirSync(staging).filter((name) => name.endsWith(end));
  if (found.length !== 1) throw new Error(`expected one file named *${end} in ${staging}, found ${found.length}`);
  return found[0];
};

if (process.env.TRUNK_PROFILE === "release") {
  const wasm = only("_bg.wasm");
  const base = wasm.slice(0, -"_bg.wasm".length);
  const optimised = join(staging, "optimised.wasm");
  // One by one: --all-features emits what browsers refuse. These are the ones that the Rust target uses.
  execFileSync(join(".tools", "node_modules", ".bin", "wasm-opt"), [
    "-Oz", "--strip-producers", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext",
    "--enable-mutable-globals", "--enable-reference-types", "--enable-multivalue",
    join(staging, wasm), "-o", optimised,
  ], { stdio: "inherit" });
  const module = readFileSync(optimised);
  const glue = readFileSync(join(staging, `${base}.js`), "utf8");
  // The name changes whenever either content does, and only then: caches may keep both for ever.
  const hash = createHash("sha256").update(module).update(glue.replaceAll(base, "")).digest("hex").slice(0, 16);
  const name = `attune-${hash}`;
  for (const old of [wasm, `${base}.js`, "optimised.wasm"]) rmSync(join(staging, old));
  writeFileSync(join(staging, `${name}_bg.wasm`), module);
  writeFileSync(join(staging, `${name}.js`), glue.replaceAll(base, name));
  html = html.replaceAll(base, name);
  writeFileSync(page, html);
} else if (html.includes(".well-known/trunk/ws")) {
  writeFileSync(page, html.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"));
}
