/**
 * Who may talk to the server: only pages that the server itself gave out, in a browser that opened the link with the token. Against
 * foreign pages (CSRF), foreign names for this address (DNS rebinding), and scripts that get into our own page (CSP). Serves nothing.
 */
import { timingSafeEqual } from "node:crypto";
import type { Context, MiddlewareHandler } from "hono";
import { getCookie, setCookie } from "hono/cookie";

/** Where the server listens and what opens it. */
export interface GuardSettings {
  /** `127.0.0.1:4114` and such: what browsers may have in `Host`. Given late: the port is known once it listens. */
  hosts: () => readonly string[];
  /** Opens the page; in the link and then in a cookie. */
  token: string;
  /** Key of the OpenAI-compatible endpoint. */
  key: string;
  /** Where the documents of apps come from. Absent: there are none, and the page may frame nothing. */
  apps?: { readonly source: string };
}

const COOKIE = "penny-token";
const COOKIE_DAYS = 30;

/**
 * Nothing loads or runs but what this server gives; no inline script, no frame around the page, no form that leaves it. Frames hold apps
 * alone, and may not go anywhere else.
 * @param apps source of the documents of apps. Absent: there is none.
 */
export function contentPolicy(apps?: string): string {
  return [...CONTENT_POLICY, `frame-src ${apps ?? "'none'"}`].join("; ");
}

const CONTENT_POLICY: readonly string[] = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types dompurify penny",
];

const HEADERS: { readonly [name: string]: string } = {
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(self), microphone=(self), geolocation=(), usb=(), serial=()",
};

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function refused(context: Context, status: 401 | 403, error: string): Response {
  return context.json({ error }, status);
}

/** Whether the request comes from a page of this server, as far as the browser says. A foreign one is refused, even to read. */
function isOwnOrigin(context: Context, hosts: readonly string[], mayLackOrigin: boolean): boolean {
  const origin = context.req.header("origin");
  if (origin !== undefined) return hosts.some((host) => origin === `http://${host}`);
  const site = context.req.header("sec-fetch-site");
  if (site !== undefined && site !== "same-origin" && site !== "none") return false;
  return mayLackOrigin;
}

/** The link's token becomes a cookie that no script reads and no foreign page sends; the address is cleaned of it. */
function takeToken(context: Context, token: string): Response | undefined {
  const given = context.req.query("token");
  if (given === undefined || context.req.method !== "GET") return undefined;
  if (!isSame(given, token))
    return refused(context, 401, "The link is not of this server: open the one that `penny serve` shows.");
  setCookie(context, COOKIE, token, { httpOnly: true, sameSite: "Strict", path: "/", maxAge: COOKIE_DAYS * 86_400 });
  const url = new URL(context.req.url);
  url.searchParams.delete("token");
  // Two slashes at the beginning would name another server.
  return context.redirect(`${url.pathname.replace(/^[/\\]+/, "/")}${url.search}`, 303);
}

/**
 * Refuses requests that are not the person's own. `/v1/` wants the key, all else the cookie.
 * Sources: https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site; https://owasp.org/www-community/attacks/csrf (2026-11).
 */
export function guard({ hosts, token, key, apps }: GuardSettings): MiddlewareHandler {
  const headers = { ...HEADERS, "Content-Security-Policy": contentPolicy(apps?.source) };
  return async (context, next) => {
    const refuse = (): Response | undefined => {
      const names = hosts();
      const host = context.req.header("host") ?? "";
      if (!names.includes(host))
        return refused(
          context,
          403,
          `This server is not called \`${host}\`: open the link that \`penny serve\` shows.`,
        );
      const isEndpoint = context.req.path.startsWith("/v1/");
      const isRead = context.req.method === "GET" || context.req.method === "HEAD";
      if (!isOwnOrigin(context, names, isRead || isEndpoint))
        return refused(context, 403, "Another page may not ask this server: open the link that `penny serve` shows.");
      if (isEndpoint) {
        const given = /^Bearer (.+)$/i.exec(context.req.header("authorization") ?? "")?.[1] ?? "";
        return isSame(given, key)
          ? undefined
          : refused(context, 401, "The key is not this server's: `penny serve --key` shows it.");
      }
      const opened = takeToken(context, token);
      if (opened) return opened;
      if (isSame(getCookie(context, COOKIE) ?? "", token)) return undefined;
      return refused(context, 401, "Open the link that `penny serve` shows: it holds the token that this page needs.");
    };
    const early = refuse();
    if (early) context.res = early;
    else await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  };
}
