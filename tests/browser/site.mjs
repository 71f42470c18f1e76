// The built site as files: what pages there are, and a small host to show them.

import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import path from "node:path";

/** The kinds of page that a publication with articles and photos has. One with corrections has `corrections` too,
 * one with old addresses `moved`. */
export const KINDS = [
  "front", "issue", "issues", "article", "photo", "city", "cities", "city-topic", "city-topics", "topic", "topics",
  "column", "columns", "author", "authors", "search", "not-found", "archive",
];

/** The kinds of the editor's pages: `kanyin proof` writes them. */
export const PROOF_KINDS = ["proof-index", "proof-article", "proof-seed"];

/**
 * Reads the folder `root`: every file by its path with `/` between the parts.
 * A page's kind is the class `of-KIND` of its body.
 */
export async function readSite(root) {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .sort();
  const pages = [];
  for (const file of files.filter((name) => name.endsWith(".html"))) {
    const html = await readFile(path.join(root, file), "utf8");
    const kind = /<body\b[^>]*\bclass="(?:[^"]*\s)?of-([a-z-]+)/u.exec(html)?.[1] ?? "unknown";
    pages.push({ path: file, kind, bytes: Buffer.byteLength(html) });
  }
  const front = pages.find((page) => page.path === "index.html");
  const html = front ? await readFile(path.join(root, front.path), "utf8") : "";
  const canonical = /<link rel="canonical" href="([^"]+)"/u.exec(html)?.[1];
  const base = canonical ? new URL(".", canonical).pathname : "/";
  return { root: path.resolve(root), files: new Set(files), pages, base };
}

/** Up to three pages of each kind: the smallest, the one in the middle, the largest. */
export function specimens(pages) {
  const chosen = [];
  for (const kind of new Set(pages.map((page) => page.kind))) {
    const same = pages.filter((page) => page.kind === kind).sort((a, b) => a.bytes - b.bytes);
    const places = new Set([0, Math.floor((same.length - 1) / 2), same.length - 1]);
    chosen.push(...[...places].map((place) => same[place]));
  }
  return chosen;
}

/** The headers that `text`, a `_headers` file, gives to `path`, as hosts read it. */
export function headersOf(text, path) {
  const headers = {};
  let fits = false;
  for (const line of text.split("\n")) {
    if (!line.startsWith("  ")) {
      const parts = line.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/gu, "\\$&"));
      fits = line !== "" && new RegExp(`^${parts.join(".*")}$`, "u").test(`/${path}`);
    } else if (fits) {
      const [name, ...rest] = line.trim().split(": ");
      headers[name.toLowerCase()] = [headers[name.toLowerCase()], rest.join(": ")].filter(Boolean).join(", ");
    }
  }
  return headers;
}

/** The largest page of each kind. */
export function largest(pages) {
  const kinds = new Map([...pages].sort((a, b) => a.bytes - b.bytes).map((page) => [page.kind, page]));
  return [...kinds.values()];
}

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml; charset=utf-8",
};

/**
 * Shows the site on loopback as a simple host does: files below the site's base
 * path with the headers that it says itself and `headers`, and 404.html for everything
 * else. Gives the address of the front page, and how many bytes were sent so far.
 */
export async function serve(site, headers = {}) {
  const rules = site.files.has("_headers") ? await readFile(path.join(site.root, "_headers"), "utf8") : "";
  let moved = 0;
  const server = createServer(async (request, response) => {
    // Browsers ask every host for this on their own; a site need not have it.
    if (request.url === "/favicon.ico") return response.writeHead(204).end();
    const asked = decodeURIComponent(new URL(request.url, "http://host.invalid").pathname);
    const wanted = asked.startsWith(site.base) ? asked.slice(site.base.length) || "index.html" : "";
    const found = site.files.has(wanted) ? wanted : "404.html";
    if (!site.files.has(found)) return response.writeHead(404).end();
    const bytes = await readFile(path.join(site.root, found));
    const type = TYPES[path.extname(found)] ?? "application/octet-stream";
    moved += bytes.length;
    const sent = { ...headersOf(rules, wanted), ...headers, "content-type": type };
    return response.writeHead(found === wanted ? 200 : 404, sent).end(bytes);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  const address = `http://127.0.0.1:${server.address().port}${site.base}`;
  return { address, moved: () => moved, close: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) };
}
