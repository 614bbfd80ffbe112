// A static server for one machine, bound to the loopback address: `node scripts/serve.mjs FOLDER PORT`.
// Forty lines of our own need no download, and serve the page as any static host does: files, types, nothing else.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, resolve } from "node:path";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".wasm": "application/wasm",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".json": "application/json",
  ".webmanifest": "application/manifest+json",
};

const [folder = "dist", first = "8080"] = process.argv.slice(2);
const root = resolve(folder);

const answer = async (request, response) => {
  let path;
  try {
    path = decodeURIComponent(new URL(request.url, "http://127.0.0.1").pathname);
  } catch {
    response.writeHead(400).end();
    return;
  }
  const file = join(root, normalize(path.endsWith("/") ? path + "index.html" : path));
  try {
    const body = await readFile(file);
    response.writeHead(200, {
      "Content-Type": TYPES[extname(file)] ?? "application/octet-stream",
      "Cache-Control": "no-cache",
    });
    response.end(request.method === "HEAD" ? undefined : body);
  } catch {
    response.writeHead(404, { "Content-Type": "text/plain; charset=utf-8" }).end("There is no such page.\n");
  }
};

const listen = (port, last) => {
  const server = createServer(answer);
  server.once("error", (error) => {
    if (error.code === "EADDRINUSE" && port < last) listen(port + 1, last);
    else throw error;
  });
  server.listen(port, "127.0.0.1", () => {
    console.log(`\nAttune is at http://127.0.0.1:${server.address().port}/   (Ctrl-C ends it)`);
  });
};

listen(Number(first), Number(first) + 100);
