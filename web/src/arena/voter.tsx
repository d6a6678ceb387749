/** Who votes in this page: the server's person, unless another name was typed here, which this browser remembers. */
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { state } from "../changes.ts";
import { path, setQuery } from "../route.ts";

const KEY = "penny-voter";
const typed = signal(localStorage.getItem(KEY) ?? "");

/** The voter's name. `undefined`: not known yet. */
export const voter: ReadonlySignal<string | undefined> = computed(() => typed.value || state.value?.person);

/** An address with the voter in its query. `undefined`: who votes is not known yet. */
export function forVoter(path: string): string | undefined {
  return voter.value === undefined ? undefined : `${path}?voter=${encodeURIComponent(voter.value)}`;
}

function keep(name: string): void {
  // What waits for another voter stands in another order.
  if (path.value === "/arena/vote") setQuery({ battle: undefined });
  typed.value = name.trim();
  if (typed.value === "") localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, typed.value);
}

/** Whose votes these are, and how to vote under another name. */
export function VoterName() {
  const box = useRef<HTMLDetailsElement>(null);
  const close = (): void => {
    if (box.current) box.current.open = false;
  };
  return (
    <details class="voter" ref={box}>
      <summary>
        Voting as <b>{voter.value ?? "…"}</b>
      </summary>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          keep(String(new FormData(event.currentTarget).get("voter") ?? ""));
          close();
        }}
      >
        <label>
          <span>Another name</span>
          <input name="voter" maxLength={200} defaultValue={typed.value} placeholder={state.value?.person ?? ""} />
        </label>
        <button type="submit">Vote under it</button>
      </form>
    </details>
  );
}
