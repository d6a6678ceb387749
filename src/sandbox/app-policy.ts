/**
 * What an app may do in the browser: the headers of its document and the attributes of its frame. Pure. What these alone do not stop
 * (WebRTC, clipboard, focus) the guard (app-guard.ts) and the page (web/src/apps/app-frame.ts) do. docs/sandbox.md says why each.
 * Source: facts measured on Chromium 156 with 139 hostile documents, again in test/browser/sandbox-vectors.test.ts (2026-11).
 */

/** What a frame of an app may not use: every feature of browsers that can be refused. */
const REFUSED_FEATURES: readonly string[] = [
  "accelerometer",
  "ambient-light-sensor",
  "attribution-reporting",
  "autoplay",
  "bluetooth",
  "browsing-topics",
  "camera",
  "clipboard-read",
  "clipboard-write",
  "compute-pressure",
  "cross-origin-isolated",
  "deferred-fetch",
  "deferred-fetch-minimal",
  "display-capture",
  "encrypted-media",
  "fullscreen",
  "gamepad",
  "geolocation",
  "gyroscope",
  "hid",
  "identity-credentials-get",
  "idle-detection",
  "join-ad-interest-group",
  "keyboard-map",
  "local-fonts",
  "magnetometer",
  "microphone",
  "midi",
  "otp-credentials",
  "payment",
  "picture-in-picture",
  "private-state-token-issuance",
  "publickey-credentials-create",
  "publickey-credentials-get",
  "run-ad-auction",
  "screen-wake-lock",
  "serial",
  "shared-storage",
  "storage-access",
  "sync-xhr",
  "unload",
  "usb",
  "web-share",
  "window-management",
  "xr-spatial-tracking",
  "focus-without-user-activation",
];

/** The `sandbox` of the frame, and of the header. Forms, or no `submit` event comes; the policy refuses to send one. */
export const FRAME_SANDBOX = "allow-scripts allow-forms";

/** The `allow` of the frame: nothing. */
export const FRAME_ALLOW: string = REFUSED_FEATURES.map((name) => `${name} 'none'`).join("; ");

/** Nothing but what the document itself holds. Fetches of `data:` and `blob:` reach nobody, and many apps need them. */
const SOURCES: readonly string[] = [
  "default-src 'none'",
  "script-src 'unsafe-inline' 'unsafe-eval' blob: data:",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "font-src data:",
  "media-src data: blob:",
  "connect-src data: blob:",
  "worker-src blob:",
  "child-src blob:",
  "frame-src 'none'",
  "object-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "manifest-src 'none'",
];

/** The policy of a document that is opened from a disk, in a `<meta>`: there `sandbox` and `frame-ancestors` mean nothing. */
export const META_POLICY: string = SOURCES.join("; ");

/** The policy of an exported file: texts become elements only through the guard (file-guard.ts). */
export const FILE_POLICY: string = [...SOURCES, "require-trusted-types-for 'script'"].join("; ");

/** Headers of an app's document. @param ancestors origins of the pages that may frame it: `http://127.0.0.1:4114`. */
export function appHeaders(ancestors: readonly string[]): { [name: string]: string } {
  return {
    "Content-Type": "text/html; charset=utf-8",
    "Connection-Allowlist": "()",
    "Content-Security-Policy": [
      `sandbox ${FRAME_SANDBOX}`,
      ...SOURCES,
      `frame-ancestors ${ancestors.length > 0 ? ancestors.join(" ") : "'none'"}`,
    ].join("; "),
    "Permissions-Policy": REFUSED_FEATURES.map((name) => `${name}=()`).join(", "),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Origin-Agent-Cluster": "?1",
    "X-DNS-Prefetch-Control": "off",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-store",
  };
}
