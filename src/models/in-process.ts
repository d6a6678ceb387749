/**
 * The models that run in this process: pocket models and GGUF files. Each is made once and shared, so that a file is loaded once;
 * `close` ends them all. The engine itself is loaded when the first of them is made.
 */
import { nearestHint } from "../record/nearest.ts";
import type { Options } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import type { EngineRuntime } from "./gguf-engine.ts";
import type { Model } from "./model.ts";
import type { PocketEntry } from "./model-list.ts";

/** The models in this process. */
export interface InProcessModels {
  /** A pocket model by what follows `pocket/`; the default one for `undefined`. Throws SetupError if there is none of that name. */
  pocket: (name?: string) => Promise<Model>;
  /** All pocket models, the default first. Loads none. */
  pocketList: () => Promise<PocketEntry[]>;
  /** Full names of all pocket models. */
  pocketIds: () => Promise<string[]>;
  /** The model of a GGUF file by its absolute path. Throws SetupError if it cannot be read. */
  gguf: (path: string) => Promise<Model>;
  /** Ends all engines. */
  close: () => Promise<void>;
}

/** The models of this process, none of them loaded yet. */
export function inProcessModels(): InProcessModels {
  const made = new Map<string, Promise<Model>>();
  let runtime: EngineRuntime | undefined;
  const pocketRoom = (): Promise<typeof import("./pocket/pocket.ts")> => import("./pocket/pocket.ts");

  const make = (path: string, id: string, defaults: Options = {}): Promise<Model> => {
    const known = made.get(id);
    if (known) return known;
    const model = Promise.all([import("./gguf.ts"), import("./gguf-engine.ts")]).then(([gguf, engine]) => {
      runtime ??= engine.engineRuntime();
      return gguf.ggufModel({ path, id, runtime, defaults });
    });
    made.set(id, model);
    // A file that could not be read may be there the next time.
    model.catch(() => made.delete(id));
    return model;
  };

  return {
    pocket: async (name) => {
      const { defaultPocket, pocketModels } = await pocketRoom();
      const id = name === undefined ? defaultPocket : `pocket/${name}`;
      const entry = pocketModels.find((each) => each.id === id);
      if (entry) return make(entry.path, entry.id, entry.defaults);
      const ids = pocketModels.map((each) => each.id);
      const hint = nearestHint(id, ids) || ` There are ${ids.join(", ")}.`;
      throw new SetupError(`There is no pocket model "${name}".${hint}`);
    },
    pocketList: async () => {
      const { defaultPocket, pocketModels } = await pocketRoom();
      const entries = pocketModels.map(({ id, title, capabilities }) => ({ id, title, capabilities }));
      return entries.sort((a, b) => Number(b.id === defaultPocket) - Number(a.id === defaultPocket));
    },
    pocketIds: async () => (await pocketRoom()).pocketModels.map((each) => each.id),
    gguf: (path) => make(path, `gguf:${path}`),
    close: async () => {
      await Promise.allSettled(made.values());
      await runtime?.close();
    },
  };
}
