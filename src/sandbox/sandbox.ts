/**
 * Runs what a model wrote, for scorers: JavaScript, SQL, SVG, pages.
 *
 * What it stops: reading and writing files, starting processes, reaching the network, endless loops, taking all memory. What it does not
 * stop: taking a processor for some seconds. How, and on what this rests, is told in each file: QuickJS in WebAssembly, SQLite with an
 * authorizer, resvg in WebAssembly, Chromium's own sandbox.
 */
import type { Sandbox } from "../record/sandbox-run.ts";
import { openHtml } from "./open-html.ts";
import { type SandboxProcess, sandboxProcess } from "./process.ts";

const MOST_MS = 5000;
const MOST_MEMORY = 500_000_000;
/** The library that draws takes some seconds to load on a slow machine. */
const MOST_DRAWING_MS = 30_000;

/** A sandbox. Nothing is started before it is used. @param env of this program, for where a browser is. */
export function createSandbox(env: { [name: string]: string | undefined }): Sandbox {
  let code: SandboxProcess | undefined;
  let picture: SandboxProcess | undefined;
  const forCode = (): SandboxProcess => {
    code ??= sandboxProcess({ isLocked: true, mostMs: MOST_MS, mostMemory: MOST_MEMORY });
    return code;
  };
  return {
    javascript: async (text, tests = []) => {
      const end = await forCode().run({ kind: "javascript", code: text, tests: [...tests] });
      return "ended" in end ? { error: end.ended, printed: [], tests: [] } : end.result;
    },
    sql: async (text, before = "") => {
      const end = await forCode().run({ kind: "sql", code: text, before });
      return "ended" in end ? { rows: [], error: end.ended } : end.result;
    },
    svg: async (text, width = 400) => {
      picture ??= sandboxProcess({ isLocked: false, mostMs: MOST_DRAWING_MS });
      const end = await picture.run({ kind: "svg", code: text, width });
      return "ended" in end ? { isBlank: true, error: end.ended } : end.result;
    },
    html: (text, tests = []) => openHtml(text, tests, env),
    close: async () => {
      await Promise.all([code?.close(), picture?.close()]);
    },
  };
}
