/** What a component does that takes a while and may go wrong: whether it goes on, and what went wrong. Loading what is shown is loaded.ts's. */
import { type ReadonlySignal, type Signal, useComputed, useSignal } from "@preact/signals";
import { messageOf } from "../../src/record/setup-error.ts";

/** Work of a component. */
export interface Work {
  /** Does it: busy until it is done; what goes wrong is told and not thrown. What went wrong before is forgotten. */
  during: (work: () => Promise<unknown>) => Promise<void>;
  /** Whether something is done. */
  isBusy: ReadonlySignal<boolean>;
  /** What went wrong, a sentence. `undefined`: nothing. */
  problem: Signal<string | undefined>;
}

/** Work for one component. */
export function useWork(): Work {
  const tasks = useSignal(0);
  const isBusy = useComputed(() => tasks.value > 0);
  const problem = useSignal<string | undefined>(undefined);
  const during: Work["during"] = async (work) => {
    tasks.value++;
    problem.value = undefined;
    await work().catch((error: unknown) => {
      problem.value = messageOf(error);
    });
    tasks.value--;
  };
  return { during, isBusy, problem };
}
