/**
 * Runs JavaScript in QuickJS, compiled to WebAssembly: a whole engine of its own, which has the language and nothing else. There is no
 * file, network, process or timer to reach; memory and stack are bounded, and every run has an engine of its own. Endless loops
 * are ended by the process around it.
 *
 * The limit of memory is that of the WebAssembly, since the engine's own does not hold (measured on 0.32.0: 4 MB asked, 2.1 GB taken;
 * https://github.com/justjake/quickjs-emscripten/issues/255).
 */
import variant from "@jitl/quickjs-singlefile-mjs-release-sync";
import { newQuickJSWASMModuleFromVariant, newVariant, type QuickJSContext } from "quickjs-emscripten-core";
import type { JsonValue } from "../record/json.ts";
import type { Evaluated, JavaScriptRun } from "../record/sandbox-run.ts";
import { webAssemblyMemory } from "./web-assembly-memory.ts";

/** Pages of 64 kB: 16 MB to begin with, 64 MB at most. */
const PAGES = { initial: 256, maximum: 1024 };
const STACK_BYTES = 256 * 1024;
const MOST_LINES = 1000;

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}

/** What a piece of code comes to, promises awaited. */
function evaluated(context: QuickJSContext, code: string, name: string): Evaluated {
  try {
    const result = context.evalCode(code, name);
    if (result.error) {
      const error = context.dump(result.error) as { name?: string; message?: string; lineNumber?: number } | undefined;
      result.error.dispose();
      const isError = typeof error === "object" && error !== null && typeof error.name === "string";
      return { error: oneLine(isError ? `${error.name}: ${error.message}` : `it threw ${String(error)}`) };
    }
    const jobs = context.runtime.executePendingJobs();
    if (jobs.error) {
      jobs.error.dispose();
      return { error: "a promise was rejected" };
    }
    const state = context.getPromiseState(result.value);
    if (state.type === "rejected") {
      const reason = context.dump(state.error) as { name?: string; message?: string } | undefined;
      state.error.dispose();
      result.value.dispose();
      return { error: oneLine(`a promise was rejected: ${reason?.name ?? ""} ${reason?.message ?? String(reason)}`) };
    }
    if (state.type === "pending") {
      result.value.dispose();
      return { error: "a promise was never settled" };
    }
    const handle = state.value;
    const text = jsonOf(context, handle);
    handle.dispose();
    return text === undefined ? {} : { value: JSON.parse(text) as JsonValue };
  } catch (error) {
    // What the engine cannot take, such as a stack that is too deep, comes out as an error of the host.
    return { error: oneLine(String(error instanceof Error ? error.message : error)) };
  }
}

function jsonOf(context: QuickJSContext, handle: Parameters<QuickJSContext["dump"]>[0]): string | undefined {
  const json = context.getProp(context.global, "JSON");
  const stringify = context.getProp(json, "stringify");
  const result = context.callFunction(stringify, json, handle);
  json.dispose();
  stringify.dispose();
  if (result.error) {
    result.error.dispose();
    return undefined;
  }
  const text = context.dump(result.value) as unknown;
  result.value.dispose();
  return typeof text === "string" ? text : undefined;
}

/** Runs a script, and then expressions in its scope. */
export async function runJavaScript(code: string, tests: readonly string[]): Promise<JavaScriptRun> {
  const engine = await newQuickJSWASMModuleFromVariant(newVariant(variant, { wasmMemory: webAssemblyMemory(PAGES) }));
  const runtime = engine.newRuntime();
  runtime.setMaxStackSize(STACK_BYTES);
  const context = runtime.newContext();
  const printed: string[] = [];
  const log = context.newFunction("log", (...values) => {
    if (printed.length < MOST_LINES)
      printed.push(
        values
          .map((value) =>
            context.typeof(value) === "string"
              ? context.getString(value)
              : (jsonOf(context, value) ?? context.typeof(value)),
          )
          .join(" "),
      );
  });
  const printer = context.newObject();
  for (const name of ["log", "info", "warn", "error", "debug"]) context.setProp(printer, name, log);
  context.setProp(context.global, "console", printer);
  const ran = evaluated(context, code, "answer.js");
  const results = ran.error === undefined ? tests.map((test) => evaluated(context, test, "test.js")) : [];
  // The engine ends with this run: to free what is in it would only find what the script left behind.
  return { ...ran, printed, tests: results };
}
