// The size of what a first visit downloads, as a host would compress it (brotli at its best), against the budget in
// size-budget.txt: `node scripts/size.mjs`. Fails above the budget.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants } from "node:zlib";

const budget = Number(readFileSync("size-budget.txt", "utf8").trim());
if (!(budget > 0)) throw new Error("size-budget.txt must hold one number of bytes");

const small = (bytes) => brotliCompressSync(bytes, {
  params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
}).length;

const rows = readdirSync("dist", { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .map((path) => {
    const bytes = readFileSync(path);
    return { path, raw: bytes.length, brotli: small(bytes) };
  })
  .sort((a, b) => b.brotli - a.brotli);

const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
const line = (name, raw, brotli) => console.log(`${String(raw).padStart(9)} ${String(brotli).padStart(9)}  ${name}`);
line("file", "raw", "brotli");
for (const { path, raw, brotli } of rows) line(path, raw, brotli);
line("all", total("raw"), total("brotli"));
const over = total("brotli") - budget;
console.log(over > 0 ? `${over} bytes above the budget of ${budget}` : `${-over} bytes below the budget of ${budget}`);
process.exit(over > 0 ? 1 : 0);
