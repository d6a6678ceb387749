/** Gives out the built page: files that were read at the start, by their names, packed when first asked for. No request reads the disk. */
import { gzipSync } from "node:zlib";
import { Hono } from "hono";

/** A file of the page. */
export interface PageFile {
  /** Path under the page's root, with a slash before it: `/index.html`. */
  path: string;
  /** Its bytes. */
  bytes: Uint8Array;
}

const TYPES: { readonly [ending: string]: string } = {
  html: "text/html; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  css: "text/css; charset=utf-8",
  svg: "image/svg+xml",
  json: "application/json",
  webmanifest: "application/manifest+json",
  png: "image/png",
  woff2: "font/woff2",
  txt: "text/plain; charset=utf-8",
};

/** The routes. Every address that is none of a file or of the server gives the page: its places have addresses of their own. */
export function pageRoutes(files: readonly PageFile[]): Hono {
  const routes = new Hono();
  const known = new Map(files.map(({ path, bytes }) => [path, bytes]));
  const packed = new Map<string, Uint8Array>();
  const pack = (name: string, bytes: Uint8Array): Uint8Array => {
    const made = packed.get(name) ?? gzipSync(bytes);
    packed.set(name, made);
    return made;
  };
  routes.get("*", (context) => {
    const { path } = context.req;
    const isPlace = !known.has(path) && !/\.[a-z0-9]+$/i.test(path);
    const name = isPlace ? "/index.html" : path;
    const bytes = known.get(name);
    if (!bytes) return context.json({ error: `There is no ${path} here.` }, 404);
    const ending = name.slice(name.lastIndexOf(".") + 1);
    const isPacked = /\bgzip\b/.test(context.req.header("accept-encoding") ?? "");
    return context.body(new Uint8Array(isPacked ? pack(name, bytes) : bytes), 200, {
      "Content-Type": TYPES[ending] ?? "application/octet-stream",
      // Names of assets hold a hash of what is in them.
      "Cache-Control": name.startsWith("/assets/") ? "public, max-age=31536000, immutable" : "no-cache",
      Vary: "Accept-Encoding",
      ...(isPacked ? { "Content-Encoding": "gzip" } : {}),
    });
  });
  return routes;
}
