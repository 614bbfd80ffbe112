// Runs after each build of Trunk, in its staging folder (see Trunk.toml).
// A release: optimises the module and gives it and its glue a name made of what they then hold.
// The development server: loosens the policy for the one inline script that reloads the page.
import { createHash } from "node:crypto";
import { readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shrink } from "./shrink.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
const page = join(staging, "index.html");
let html = readFileSync(page, "utf8");

const only = (end) => {
  const found = readdirSync(staging).filter((name) => name.endsWith(end));
  if (found.length !== 1) throw new Error(`expected one file named *${end} in ${staging}, found ${found.length}`);
  return found[0];
};

// One file of all styles, in their order: one request, and a third smaller than seven.
function withOneStylesheet(html) {
  const links = [...html.matchAll(/ *<link rel="stylesheet" href="([^"]+)"[^>]*>\n?/g)];
  if (links.length === 0) throw new Error("the page links no style");
  const paths = links.map(([, href]) => join(staging, href));
  const style = paths.map((path) => readFileSync(path, "utf8")).join("\n");
  for (const path of paths) rmSync(path);
  const name = `style-${createHash("sha256").update(style).digest("hex").slice(0, 16)}.css`;
  writeFileSync(join(staging, name), style);
  return links.reduce(
    (html, [link], place) => html.replace(link, place === 0 ? `  <link rel="stylesheet" href="./${name}">\n` : ""),
    html,
  );
}

if (process.env.TRUNK_PROFILE === "release") {
  const wasm = only("_bg.wasm");
  const base = wasm.slice(0, -"_bg.wasm".length);
  const { module, glue } = await shrink(join(staging, wasm), readFileSync(join(staging, `${base}.js`), "utf8"));
  // The name changes whenever either content does, and only then: caches may keep both for ever.
  const hash = createHash("sha256").update(module).update(glue.replaceAll(base, "")).digest("hex").slice(0, 16);
  const name = `attune-${hash}`;
  for (const old of [wasm, `${base}.js`]) rmSync(join(staging, old));
  writeFileSync(join(staging, `${name}_bg.wasm`), module);
  writeFileSync(join(staging, `${name}.js`), glue.replaceAll(base, name));
  html = html.replaceAll(base, name);
  html = withOneStylesheet(html);
  writeFileSync(page, html);
} else if (html.includes(".well-known/trunk/ws")) {
  writeFileSync(page, html.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'"));
}
