/** One-shot programs, wired to the rooms of a workbench. Loads the sandbox when first used. */
import { resolve } from "node:path";
import type { Program } from "../record/program-run.ts";
import type { ScriptEnd } from "../sandbox/run-script.ts";
import { ask } from "./ask.ts";
import { type OneShotReport, type OneShotWish, oneShot } from "./one-shot.ts";
import { prepare } from "./prepare.ts";
import { estimateOf, prepareContext, type Rooms } from "./rooms.ts";

/** What of the machine is needed. */
export interface Machine {
  /** Environment of this program, for where programs are. */
  env: { [name: string]: string | undefined };
  /** The person's home folder. */
  home: string;
}

const PATH = "/usr/bin:/bin";

async function run(rooms: Rooms, { env, home }: Machine, program: Program, wish: OneShotWish): Promise<ScriptEnd> {
  const [{ runScript }, { pythonEnvironment }, { pathOutside, scriptFolder }] = await Promise.all([
    import("../sandbox/run-script.ts"),
    import("../sandbox/python-environment.ts"),
    import("../sandbox/script-folder.ts"),
  ]);
  const folder = await scriptFolder(wish.folder, home, rooms.dir);
  const path = pathOutside(env.PATH ?? PATH, folder.path);
  const { signal, onOutput } = wish;
  const stopping = signal ? { signal } : {};
  const needs = program.dependencies.length > 0;
  const place = { folder: resolve(rooms.dir, "python"), path, env, home, ...stopping };
  const environment = needs ? await pythonEnvironment(program.dependencies, place) : undefined;
  if (environment && "ended" in environment) return { ...environment, ms: 0, stdout: "", stderr: "" };
  const settings = {
    folder: folder.path,
    hidden: folder.hidden,
    home,
    path,
    isSandboxed: wish.isSandboxed,
    network: wish.network,
    mostMs: wish.mostMs,
    mostMemory: wish.mostMemory,
    ...stopping,
    ...(onOutput ? { onOutput } : {}),
  };
  return runScript(program, settings, environment);
}

/** Has a program written, shown, run, mended. Throws SetupError as `oneShot` does. */
export async function oneShotWith(rooms: Rooms, machine: Machine, wish: OneShotWish): Promise<OneShotReport> {
  const { pathOutside, scriptFolder } = await import("../sandbox/script-folder.ts");
  const path = pathOutside(machine.env.PATH ?? PATH, wish.folder);
  return oneShot(
    {
      prepare: (input) => prepare(prepareContext(rooms), input),
      estimate: (model, request) => estimateOf(rooms, model, request),
      ask: ({ model, request, parent }, settings) =>
        ask(rooms.ask, { model, request, ...settings, ...(parent === undefined ? {} : { parent }) }),
      canFetch: async () => (await import("../sandbox/python-environment.ts")).hasUv(path),
      filesIn: async (folder) => (await scriptFolder(folder, machine.home, rooms.dir)).names,
      noSandbox: async () => {
        const { findBubblewrap, pythonOn } = await import("../sandbox/run-script.ts");
        if (wish.language === "python") pythonOn(path);
        const found = await findBubblewrap(path);
        return "lacking" in found ? found.lacking : undefined;
      },
      run: (program, given) => run(rooms, machine, program, given),
      record: rooms.store.putProgramRun,
      now: rooms.ask.clock.now,
      newId: rooms.ask.newId,
    },
    wish,
  );
}
