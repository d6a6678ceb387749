/** Asks whether a call is to go, says what goes with it, and removes it. */
import { useState } from "preact/hooks";
import type { Call } from "../../../src/record/call.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import { Dialog, Problem } from "../parts.tsx";
import { go } from "../route.ts";
import { remove } from "../server.ts";

/** The dialog. @param back where to go when it is gone. */
export function RemoveCall({ call, back, close }: { call: Call; back: string; close: () => void }) {
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const removeIt = async (): Promise<void> => {
    setBusy(true);
    try {
      await remove(`/api/calls/${encodeURIComponent(call.id)}`);
      close();
      go(back);
    } catch (reason) {
      setError(messageOf(reason));
      setBusy(false);
    }
  };
  return (
    <Dialog title="Delete this call?" close={close}>
      <p>
        What goes for good: the call <code>{call.id}</code>, its answer and raw answers, and those of its messages and
        files that no other call uses. Its cost no longer counts in what was spent.
      </p>
      <p class="soft">Calls that continue it stay. There is no way back; export first what you want to keep.</p>
      {error && <Problem sentence={error} />}
      <div class="log-do">
        <button type="button" class="main" disabled={isBusy} onClick={() => void removeIt()}>
          {isBusy ? "Deleting…" : "Delete"}
        </button>
        <button type="button" onClick={close}>
          Keep it
        </button>
      </div>
    </Dialog>
  );
}
