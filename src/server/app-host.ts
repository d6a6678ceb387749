/**
 * Gives out the documents of apps, each under a host name of its own (`<app>.localhost`), so in a process of its own and with nothing in
 * common with the page. A second listener: no route of the page's server is here, no cookie is set, no request names a file (the
 * libraries are read once, for the first document). A document has an address that is good once. It goes out as it comes: a model's text is
 * seen while it is written.
 */
import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { appGuard } from "../sandbox/app-guard.ts";
import { appLibraries } from "../sandbox/app-libraries.ts";
import { appHeaders, FRAME_ALLOW, FRAME_SANDBOX } from "../sandbox/app-policy.ts";
import { inlineLibraries } from "../sandbox/inline-libraries.ts";
import { withoutDeclaredShadows } from "../sandbox/realm-guard.ts";
import { listenNear } from "./listen.ts";

/** A document to be shown once. */
export interface HostedDocument {
  /** First label of its host name: lower-case letters and digits, at most 63. An app's id. */
  app: string;
  /** HTML, whole or as it comes. It is read when the frame asks for it. */
  content: string | AsyncIterable<string>;
}

/** What the page needs to frame a document. */
export interface HostedFrame {
  /** Address, good once. */
  url: string;
  /** The document proves with it that it is the one; good for one port. */
  token: string;
  /** `sandbox` of the frame. */
  sandbox: string;
  /** `allow` of the frame. */
  allow: string;
}

/** Two tries, by which a page learns whether this browser keeps apps from the network: it does if `held` fails and `free` does not. */
export interface ProbeFrames {
  /** Under the rule that apps are under. */
  held: HostedFrame;
  /** Without it: that this fails too would mean that something else is in the way, and the other proves nothing. */
  free: HostedFrame;
}

/** Gives out documents. */
export interface AppHost {
  /** What a page may frame, as a source of its policy: `http://*.localhost:4200`. */
  source: string;
  /** Makes an address for a document. */
  open: (document: HostedDocument) => HostedFrame;
  /** Makes addresses for documents of our own that try to reach their own host. Each posts `{ probe: token, open }` to its page. */
  probe: () => ProbeFrames;
  /** Stops listening; documents that are on their way are cut off. */
  close: () => Promise<void>;
}

/** How it listens. */
export interface AppHostSettings {
  /** Origins of the pages that may frame its documents. Asked at each request. */
  pages: () => readonly string[];
  /** Port; if it is taken, the next free one. Default 0: any. */
  port?: number;
}

interface Waiting {
  host: string;
  respond: (response: ServerResponse) => Promise<void>;
}

/** An address that nobody asks for is forgotten. */
const MOST_WAITING_MS = 120_000;
const LABEL = /^[a-z0-9]{1,63}$/;
const GONE =
  "<!doctype html><meta charset=utf-8><title>Gone</title><p>This app has left its page. Open it again from the page of the workbench.";

function unguessable(): string {
  return randomBytes(24).toString("base64url");
}

function isDrained(response: ServerResponse): Promise<void> {
  return new Promise((resolve) => {
    response.once("drain", resolve);
    response.once("close", resolve);
  });
}

/** Without a byte order mark: after the guard it would be a letter in the body. */
async function* withoutMark(content: HostedDocument["content"]): AsyncGenerator<string> {
  let isFirst = true;
  for await (const piece of typeof content === "string" ? [content] : content) {
    if (piece === "") continue;
    yield isFirst ? piece.replace(/^\ufeff/, "") : piece;
    isFirst = false;
  }
}

async function sendDocument(response: ServerResponse, token: string, pieces: AsyncIterable<string>): Promise<void> {
  response.flushHeaders();
  response.write(appGuard(token));
  for await (const piece of pieces) {
    if (response.destroyed) return;
    if (!response.write(piece)) await isDrained(response);
  }
  response.end();
}

const PROBE_POLICY = "sandbox allow-scripts; default-src 'none'; script-src 'unsafe-inline'; connect-src *";

/**
 * Tries what an app may not, with the policy's connections open: only the browser's own rule for the document can stop it.
 * Chromium has that rule since 152: https://github.com/WICG/connection-allowlists (2026-11).
 */
function probeText(token: string): string {
  return `<!doctype html><script>
const tell = (open) => parent.postMessage({ probe: "${token}", open }, "*");
fetch("/heard/${token}", { mode: "no-cors" }).then(() => tell(true), () => tell(false));
</script>`;
}

/** Listens for frames on this machine alone. */
export async function listenAppHost({ pages, port = 0 }: AppHostSettings): Promise<AppHost> {
  const waiting = new Map<string, Waiting>();
  let suffix = "";
  const refuse = (response: ServerResponse, status: number): void =>
    void response.writeHead(status, appHeaders(pages())).end(GONE);
  const answer = (request: IncomingMessage, response: ServerResponse): void => {
    const host = request.headers.host ?? "";
    if (/^probe\.localhost:/.test(host) && request.url?.startsWith("/heard/")) {
      response.writeHead(204, { "Cache-Control": "no-store" }).end();
      return;
    }
    const path = request.url ?? "";
    const document = waiting.get(path);
    const into = request.headers["sec-fetch-dest"];
    const isFrame = into === undefined || into === "iframe";
    if (request.method !== "GET" || !document || document.host !== host || !isFrame) {
      refuse(response, 404);
      return;
    }
    waiting.delete(path);
    document.respond(response).catch(() => response.destroy());
  };
  const server = createServer({ noDelay: true }, answer);
  const used = await listenNear(server, port);
  suffix = `.localhost:${used}`;
  const add = (label: string, respond: (response: ServerResponse, token: string) => Promise<void>): HostedFrame => {
    const token = unguessable();
    const path = `/${unguessable()}`;
    const host = `${label}${suffix}`;
    waiting.set(path, { host, respond: (response) => respond(response, token) });
    setTimeout(() => waiting.delete(path), MOST_WAITING_MS).unref();
    return { url: `http://${host}${path}`, token, sandbox: FRAME_SANDBOX, allow: FRAME_ALLOW };
  };
  return {
    source: `http://*${suffix}`,
    open: ({ app, content }) => {
      if (!LABEL.test(app)) throw new Error(`\`${app}\` cannot be a host name.`);
      return add(app, async (response, token) => {
        response.writeHead(200, appHeaders(pages()));
        await sendDocument(
          response,
          token,
          inlineLibraries(withoutDeclaredShadows(withoutMark(content)), await appLibraries()),
        );
      });
    },
    probe: () => {
      const probe = (isHeld: boolean): HostedFrame =>
        add("probe", async (response, token) => {
          const { "Connection-Allowlist": rule, ...headers } = appHeaders(pages());
          const given = {
            ...headers,
            ...(isHeld ? { "Connection-Allowlist": rule } : {}),
            "Content-Security-Policy": PROBE_POLICY,
          };
          response.writeHead(200, given).end(probeText(token));
        });
      return { held: probe(true), free: probe(false) };
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
