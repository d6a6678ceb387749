/** The real server with a page of the tests, and the same without any protection: what fires there and not here was stopped. */
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { build } from "rolldown";
import { openWorkbench } from "../../../src/index.ts";
import type { PageFile } from "../../../src/server/page-routes.ts";
import { type RunningServer, serve } from "../../../src/server/serve.ts";

const here = resolve(import.meta.dirname);
/** What only the page has. */
export const HOST_SECRET = "HOST-SECRET";
const BODY = `<textarea id="prompt" style="display:block;width:300px;height:60px"></textarea><div id="apps"></div>`;
const STYLE = "iframe{width:600px;height:400px;border:0;display:block}";

async function pageFiles(): Promise<PageFile[]> {
  const { output } = await build({
    input: join(here, "../../../web/tests/sandbox-page.ts"),
    write: false,
    output: { format: "esm" },
  });
  const html = `<!doctype html><title>host</title><link rel="stylesheet" href="/style.css"><script type="module" src="/page.js"></script>${BODY}`;
  const files = { "/index.html": html, "/page.js": output[0].code, "/style.css": STYLE };
  return Object.entries(files).map(([path, text]) => ({ path, bytes: Buffer.from(text) }));
}

/** The workbench's server, on a log of its own. */
export async function protectedHost(dir: string): Promise<RunningServer> {
  const workbench = await openWorkbench({ dir, env: {} });
  const server = await serve(workbench, { port: 0, person: "tester", version: "0", page: await pageFiles() });
  return { ...server, close: () => server.close().then(() => workbench.close()) };
}

/** A page that frames apps of its own origin and without any rule. */
export interface OpenHost {
  /** Address of a page with the app in it. */
  address: (html: string) => string;
  close: () => void;
}

const OPEN_SCRIPT = `const messages=[];addEventListener("message",({data})=>messages.push(typeof data==="string"?data:JSON.stringify(data)));
new BroadcastChannel("host").onmessage=({data})=>messages.push(String(data));
window.host={notes:()=>({messages})};localStorage.hostSecret="${HOST_SECRET}";document.cookie="host=${HOST_SECRET}";`;

/** Listens. */
export async function openHost(): Promise<OpenHost> {
  const apps: string[] = [];
  const server = createServer((request, response) => {
    const [, kind, number] = (request.url ?? "").split("?")[0]?.split("/") ?? [];
    const text =
      kind === "app"
        ? (apps[Number(number)] ?? "")
        : `<!doctype html><title>host</title><style>${STYLE}</style><script>${OPEN_SCRIPT}</script>${BODY}
<script>document.querySelector("#apps").innerHTML='<iframe src="/app/${number}"></iframe>'</script>`;
    response.writeHead(200, { "Content-Type": "text/html; charset=utf-8" }).end(text);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const bound = server.address();
  const port = typeof bound === "object" && bound ? bound.port : 0;
  return {
    address: (html) => `http://127.0.0.1:${port}/host/${apps.push(html) - 1}?own=${HOST_SECRET}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
