/** Programs of a person's own that a suite names: imports them, which runs them. */
import { registerHooks } from "node:module";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { messageOf, SetupError } from "../record/setup-error.ts";

/** What reading needs from outside. */
export interface ReadSuiteContext {
  /** Address of this library, for files that import `pennyfarthing` where it is not installed beside them. */
  library: string;
  /** Environment of programs that are called, and of what templates find under `env`. Absent: empty. */
  env?: { [name: string]: string | undefined };
  /** Asks over HTTP, for providers that are addresses. Absent: none can be asked. */
  fetch?: typeof globalThis.fetch;
}

let hooked = false;
/** Programs that were imported, by address. */
const imported = new Set<string>();
/** Folders of those that were imported again; the place in the list stands in the addresses of what they import. */
const again: string[] = [];

/**
 * Lets imported files find `pennyfarthing` where it is installed for the whole machine only, and what a suite imports from its own
 * folder be read again with it: Node keeps a module for good under its address.
 */
function hookImports(library: string): void {
  if (hooked) return;
  hooked = true;
  registerHooks({
    resolve: (name, context, next) => {
      if (name !== "pennyfarthing") {
        const found = next(name, context);
        const [version, place] = /\?penny=(\d+)$/.exec(context.parentURL ?? "") ?? [];
        const folder = again[Number(place)];
        const isOwn = folder && found.url.startsWith(folder) && !found.url.includes("/node_modules/");
        return isOwn && !found.url.includes("?") ? { ...found, url: `${found.url}${version}` } : found;
      }
      try {
        return next(name, context);
      } catch {
        return { url: library, shortCircuit: true };
      }
    },
  });
}

/** Whether a path is a program that is imported. */
export function isProgram(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

/**
 * What a file of a person's own program exports by default, or under one of the names; read anew each time.
 * @throws SetupError if it cannot be imported or exports neither.
 */
export async function importedValue(
  path: string,
  names: readonly string[],
  context: ReadSuiteContext,
): Promise<unknown> {
  hookImports(context.library);
  let module: { [name: string]: unknown };
  try {
    const address = pathToFileURL(resolve(path)).href;
    const isAgain = imported.has(address);
    imported.add(address);
    module = await import(isAgain ? `${address}?penny=${again.push(new URL(".", address).href) - 1}` : address);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    if (
      code === "ERR_MODULE_NOT_FOUND" &&
      messageOf(error).includes(resolve(path)) &&
      !messageOf(error).includes("imported from")
    )
      throw new SetupError(`There is no file ${resolve(path)}: check the path.`);
    throw new SetupError(`${path} cannot be imported: ${messageOf(error).split("\n")[0]?.replace(/\.$/, "")}.`);
  }
  const found = [...names, "default"].map((name) => module[name]).find((value) => value !== undefined);
  if (found === undefined)
    throw new SetupError(`${path} exports no suite: write \`export default defineSuite({ … })\`.`);
  return found;
}
