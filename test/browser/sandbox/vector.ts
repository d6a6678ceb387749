/** A hostile app: one thing that it tries. `@URL`, `@NAME` and such in its text become the attacker's. */
import type { Aim } from "../../support/attacker.ts";

/** What a person does in or around the app while it tries. */
export type Deed = "click" | "middle click" | "control click" | "type" | "click and leave" | "copy and paste" | "drag";

/** One thing that an app tries. */
export interface Vector {
  /** What it is, in a few words; unique. */
  name: string;
  /** The app. */
  html: string;
  /** What a person does. Absent: nothing. */
  deed?: Deed;
}

/** A vector of a script alone. */
export function script(name: string, source: string, deed?: Deed): Vector {
  return { name, html: `<!doctype html><title>x</title><body><script>${source}</script>`, ...(deed ? { deed } : {}) };
}

/** A vector of markup alone. */
export function markup(name: string, html: string, deed?: Deed): Vector {
  return { name, html: `<!doctype html><title>x</title>${html}`, ...(deed ? { deed } : {}) };
}

/** The app with its attacker in it. */
export function aimed(html: string, { address, port, secret, domain }: Aim): string {
  return html
    .replaceAll("@URL", `http://${address}:${port}/${secret}`)
    .replaceAll("@PLACE", `http://${address}:${port}`)
    .replaceAll("@HOST", `${address}:${port}`)
    .replaceAll("@ADDRESS", address)
    .replaceAll("@PORT", String(port))
    .replaceAll("@NAME", `${secret}.${domain}`)
    .replaceAll("@DOMAIN", domain)
    .replaceAll("@SECRET", secret);
}
