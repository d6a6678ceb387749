/** One-shot programs, wired to the rooms of a workbench. Loads the sandbox when first used. */
import { join } from "node:path";
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

async function run(rooms: Rooms, { env, home }: Machine, program: Program, wish: OneShotWish): Promise<ScriptEnd> {
  const [{ runScript }, { pythonEnvironment }, { scriptFolder }] = await Promise.all([
    import("../sandbox/run-script.ts"),
    import("../sandbox/python-environment.ts"),
    import("../sandbox/script-folder.ts"),
  ]);
  const path = env.PATH ?? "/usr/bin:/bin";
  const folder = await scriptFolder(wish.folder, home, rooms.dir);
  const { signal, onOutput } = wish;
  const stopping = signal ? { signal } : {};
  const environment =
    program.dependencies.length === 0
      ? undefined
      : await pythonEnvironment(program.dependencies, { folder: join(rooms.dir, "python"), path, home, ...stopping });
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
  const path = machine.env.PATH ?? "/usr/bin:/bin";
  return oneShot(
    {
      prepare: (input) => prepare(prepareContext(rooms), input),
      estimate: (model, request) => estimateOf(rooms, model, request),
      ask: ({ model, request, parent }, settings) =>
        ask(rooms.ask, { model, request, ...settings, ...(parent === undefined ? {} : { parent }) }),
      canFetch: async () => (await import("../sandbox/python-environment.ts")).hasUv(path),
      filesIn: async (folder) => {
        const { scriptFolder } = await import("../sandbox/script-folder.ts");
        return (await scriptFolder(folder, machine.home, rooms.dir)).names;
      },
      noSandbox: async () => {
        const found = await (await import("../sandbox/run-script.ts")).findBubblewrap(path);
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
