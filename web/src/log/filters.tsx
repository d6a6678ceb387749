/** Search and filters of the log. They stand in the address, so that a list can be linked to and gone back to. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { FinishReason } from "../../../src/record/call.ts";
import type { LogNames } from "../../../src/server/api.ts";
import { useLoaded } from "../loaded.ts";
import { query, setQuery } from "../route.ts";
import { CONDITIONS } from "./conditions.ts";

/** Milliseconds without a letter before words are looked for. */
const PAUSE_MS = 120;

const ENDINGS: { readonly [reason in FinishReason]: string } = {
  stop: "done",
  length: "cut at the token limit",
  "tool-calls": "waits for tools",
  "content-filter": "withheld",
  error: "failed",
  aborted: "cancelled",
  lost: "lost",
  pending: "running",
  other: "other",
};

/** Words to look for, as they are typed. */
function Search() {
  const inAddress = query.value.get("q") ?? "";
  const [text, setText] = useState(inAddress);
  const sent = useRef(inAddress);
  useEffect(() => {
    // The back button, or a link, has changed it.
    if (inAddress !== sent.current) {
      sent.current = inAddress;
      setText(inAddress);
    }
  }, [inAddress]);
  useEffect(() => {
    if (text === sent.current) return undefined;
    const timer = setTimeout(() => {
      sent.current = text;
      setQuery({ q: text });
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [text]);
  return (
    <input
      type="search"
      class="log-search"
      placeholder="Search prompts and answers"
      aria-label="Search prompts and answers"
      value={text}
      onInput={(event) => setText(event.currentTarget.value)}
    />
  );
}

function Choice({
  name,
  label,
  all,
  options,
}: {
  name: string;
  label: string;
  all: string;
  options: [string, string][];
}) {
  const value = query.value.get(name) ?? "";
  const shown: [string, string][] =
    value === "" || options.some(([each]) => each === value) ? options : [[value, value], ...options];
  return (
    <select
      aria-label={label}
      class={value === "" ? "" : "chosen"}
      value={value}
      onChange={(event) => setQuery({ [name]: event.currentTarget.value }, false)}
    >
      <option value="">{all}</option>
      {shown.map(([each, words]) => (
        <option key={each} value={each}>
          {words}
        </option>
      ))}
    </select>
  );
}

function Day({ name, label }: { name: string; label: string }) {
  return (
    <label class="log-day">
      <span>{label}</span>
      <input
        type="date"
        value={query.value.get(name) ?? ""}
        onChange={(event) => setQuery({ [name]: event.currentTarget.value }, false)}
      />
    </label>
  );
}

/** The bar of filters. */
export function Filters() {
  const { value: names } = useLoaded<LogNames>("/api/calls/names");
  const same = (list: string[] = []): [string, string][] => list.map((each) => [each, each]);
  const isNarrowed = CONDITIONS.some((name) => query.value.get(name));
  return (
    <search class="log-filters">
      <Search />
      <details open={CONDITIONS.some((name) => name !== "q" && query.value.get(name))}>
        <summary>Filters</summary>
        <div class="log-choices">
          <Choice name="model" label="Model" all="All models" options={same(names?.models)} />
          <Choice name="command" label="Command" all="All commands" options={same(names?.commands)} />
          <Choice name="reason" label="How it ended" all="Any ending" options={Object.entries(ENDINGS)} />
          <label class="log-check">
            <input
              type="checkbox"
              checked={query.value.get("failed") === "true"}
              onChange={(event) => setQuery({ failed: event.currentTarget.checked ? "true" : undefined }, false)}
            />
            Failed only
          </label>
          <Day name="since" label="From" />
          <Day name="until" label="To" />
          {isNarrowed && (
            <button
              type="button"
              class="quiet"
              onClick={() => setQuery(Object.fromEntries(CONDITIONS.map((name) => [name, undefined])), false)}
            >
              Show all
            </button>
          )}
        </div>
      </details>
    </search>
  );
}
