/** Files that a configuration names with `file://`: read by their ending, or called where they are programs. */
import { extname, resolve } from "node:path";
import { parse as parseYaml } from "yaml";
import { SetupError } from "../../record/setup-error.ts";
import { runProgram } from "../../sandbox/run-program.ts";
import { filesOf } from "../../store/file-list.ts";
import { readTextFile } from "../../store/text-file.ts";
import { importedValue, type ReadSuiteContext } from "../imported-value.ts";

/** Reads and calls what a configuration names. */
export interface Files {
  /** Folder that paths start from. */
  folder: string;
  /** Environment of the programs that are called. */
  env: { [name: string]: string | undefined };
  /** Paths that fit a pattern, in order; a path that is none alone. Throws SetupError if nothing fits. */
  matching: (path: string) => Promise<string[]>;
  /** Text of a file. Throws SetupError. */
  text: (path: string) => Promise<string>;
  /** Content of a file by its ending: JSON and YAML parsed, else its text. Throws SetupError. */
  content: (path: string) => Promise<unknown>;
  /** What a JavaScript file exports: under a name, or by default. Throws SetupError. */
  exported: (path: string, name: string | undefined) => Promise<unknown>;
  /** What a function of a Python file returns. Throws Error. */
  python: (path: string, name: string, args: readonly unknown[]) => Promise<unknown>;
  /** What Python code, the body of a function or one expression of `output` and `context`, returns. Throws Error. */
  pythonCode: (code: string, args: readonly unknown[]) => Promise<unknown>;
}

/** Whether a path is a JavaScript or TypeScript program. */
export function isJavaScript(path: string): boolean {
  return /\.[cm]?[jt]s$/.test(path);
}

/** The path and the function's name in `file://path.py:name` or `path.js`; `undefined`: the text names no file. */
export function fileReference(text: string): { path: string; name?: string } | undefined {
  if (!text.startsWith("file://")) return undefined;
  return programReference(text.slice("file://".length));
}

/** The path and the function's name in `path.py:name`. */
export function programReference(text: string): { path: string; name?: string } {
  const found = /^(.+\.(?:py|[cm]?[jt]s)):(\w+)$/.exec(text);
  return found?.[1] === undefined || found[2] === undefined ? { path: text } : { path: found[1], name: found[2] };
}

const MARK = "\u0001penny\u0001";

/** Loads a file (or makes a function of code), calls it, and prints what it returns after a mark, so that it may print as well. */
const PYTHON = `
import asyncio, importlib.util, inspect, json, os, sys
ask = json.load(sys.stdin)
if ask.get("path"):
    sys.path.insert(0, os.path.dirname(ask["path"]))
    spec = importlib.util.spec_from_file_location("penny_program", ask["path"])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = getattr(module, ask["name"], None)
    if function is None:
        sys.exit("it has no function " + ask["name"])
else:
    scope = {}
    code = ask["code"]
    body = "\\n".join("    " + line for line in code.split("\\n")) if "\\n" in code else "    return " + code
    exec("import json, re, math\\ndef main(output, context):\\n" + body, scope)
    function = scope["main"]
result = function(*ask["args"])
if inspect.iscoroutine(result):
    result = asyncio.run(result)
print("\\n" + ask["mark"] + json.dumps(result, default=lambda each: getattr(each, "__dict__", str(each))))
`;

async function calledPython(folder: string, env: Files["env"], ask: { [key: string]: unknown }): Promise<unknown> {
  const program = env.PROMPTFOO_PYTHON ?? "python3";
  const input = JSON.stringify({ ...ask, mark: MARK });
  const { code, stdout, stderr } = await runProgram(program, ["-c", PYTHON], { folder, env, input });
  const at = stdout.lastIndexOf(MARK);
  if (code === 0 && at >= 0) return JSON.parse(stdout.slice(at + MARK.length));
  const why = stderr.trim().split("\n").at(-1) ?? "";
  throw new Error(`Python failed: ${why === "" ? `it ended with ${code}` : why}`);
}

async function matching(folder: string, path: string): Promise<string[]> {
  if (!/[*?[{]/.test(path)) return [path];
  const found: string[] = [];
  for await (const each of filesOf(resolve(folder, path))) found.push(each);
  if (found.length === 0) throw new SetupError(`No file fits \`${path}\`: check the pattern.`);
  return found.toSorted();
}

/** Files of a folder. */
export function createFiles(folder: string, env: Files["env"], context: ReadSuiteContext): Files {
  const full = (path: string): string => resolve(folder, path);
  const text = (path: string): Promise<string> => readTextFile(full(path), "file");
  return {
    folder,
    env,
    matching: (path) => matching(folder, path),
    text,
    content: async (path) => {
      const written = await text(path);
      const ending = extname(path).toLowerCase();
      try {
        if (ending === ".json") return JSON.parse(written);
        if (ending === ".yaml" || ending === ".yml") return parseYaml(written, { merge: true });
      } catch (error) {
        throw new SetupError(`${full(path)} is not valid ${ending === ".json" ? "JSON" : "YAML"}.`, { cause: error });
      }
      return written;
    },
    exported: (path, name) => importedValue(full(path), name === undefined ? [] : [name], context),
    python: (path, name, args) => calledPython(folder, env, { path: full(path), name, args }),
    pythonCode: (code, args) => calledPython(folder, env, { code, args }),
  };
}
