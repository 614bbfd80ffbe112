// Makes a release smaller: optimises the module, leaves out what the app cannot reach, and gives the functions that
// module and glue call each other by short names. Any step that finds something else than it knows stops the build.
import { execFileSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

const modules = resolve(".tools", "node_modules");

// Classes of the framework's server functions, which wasm-bindgen exports whether or not anyone calls them.
const UNUSED = /^export class (IntoUnderlying\w+) \{\n[^]*?^\}\n(?:if \(Symbol\.dispose\) \1.*\n)?/gm;
const UNUSED_FINALIZERS = /^const IntoUnderlying\w+Finalization = [^]*?;\n/gm;
const UNUSED_EXPORTS = "*intounderlying*";

function optimised(path) {
  const out = `${path}.optimised`;
  // Features one by one: --all-features emits what browsers refuse. These are the ones that the Rust target uses.
  // Flattening and finding the loops anew takes a hundredth off; Rust keeps nothing in the lowest kilobyte.
  const names = execFileSync(join(modules, ".bin", "wasm-opt"), [
    `--remove-exports=${UNUSED_EXPORTS}`,
    "--low-memory-unused", "--flatten", "--rereloop", "-Oz", "-Oz", "--strip-producers",
    "--minify-imports-and-exports-and-modules",
    "--enable-bulk-memory", "--enable-nontrapping-float-to-int", "--enable-sign-ext", "--enable-mutable-globals",
    "--enable-reference-types", "--enable-multivalue",
    path, "-o", out,
  ], { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const module = readFileSync(out);
  rmSync(out);
  const { imports, exports } = JSON.parse(names);
  return { module, imports: new Map(imports.map(([, long, short]) => [long, short])), exports: new Map(exports) };
}

// The glue's list of functions for the module, without those that nobody imports any more.
function withoutUnusedImports(glue, imported) {
  const begin = "    const import0 = {\n        __proto__: null,\n";
  const from = glue.indexOf(begin);
  const to = glue.indexOf("\n    };", from);
  if (from < 0 || to < 0) throw new Error("the glue has no list of imports");
  const entries = glue.slice(from + begin.length, to + 1).split(/^(?=        \w+: )/m);
  const kept = entries.filter((entry) => {
    const name = /^ {8}(\w+): /.exec(entry)?.[1];
    if (!name) throw new Error(`not an import: ${entry}`);
    return imported.has(name);
  });
  return glue.slice(0, from + begin.length) + kept.join("") + glue.slice(to + 1);
}

/** The optimised module and its glue, from the path of the one and the text of the other. */
export async function shrink(path, glue) {
  const { module, imports, exports } = optimised(path);
  let text = glue.replace(UNUSED, "").replace(UNUSED_FINALIZERS, "");
  if (text.includes("IntoUnderlying")) throw new Error("the glue still names a class that nobody calls");
  text = withoutUnusedImports(text, imports);
  text = text.replace(/\bwasm\.(\w+)/g, (_, name) => {
    if (!exports.has(name)) throw new Error(`the glue calls ${name}, which the module has not`);
    return `wasm.${exports.get(name)}`;
  });
  text = text.replace(/^ {8}(\w+)(?=: )/gm, (whole, name) => (imports.has(name) ? `        ${imports.get(name)}` : whole));
  text = text.replace(/"\.\/[\w-]+_bg\.js"(?=: import0)/, '"a"');
  const { minify } = createRequire(join(modules, "index.js"))("terser");
  const small = await minify(text, { module: true, compress: { passes: 2 } });
  for (const { module: from, name } of WebAssembly.Module.imports(new WebAssembly.Module(module))) {
    const given = new RegExp(`[{,]${name.replace("$", "\\$")}[:(]`).test(small.code);
    if (from !== "a" || !given) throw new Error(`the glue lacks ${from}.${name}`);
  }
  return { module, glue: small.code };
}
