/** What a job would cost on several models, by its counts: calls, tokens, images. Nothing is sent and no file is read. */
import { signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import { dollarRange, energyRange, tokenRange } from "../../../src/cli/amounts.ts";
import type { JobEstimate } from "../../../src/run/estimate-job.ts";
import type { CostBody, ModelsPage } from "../../../src/server/api.ts";
import { state } from "../changes.ts";
import { useLoaded } from "../loaded.ts";
import { NumberCells, type NumberColumn, NumberHeads } from "../number-columns.tsx";
import { Problem, withCode } from "../parts.tsx";
import { query, setQuery, to } from "../route.ts";
import { post } from "../server.ts";
import { Choices } from "./choices.tsx";
import { type FolderCounts, folderCounts } from "./folder-counts.ts";

const PAUSE_MS = 200;
/** Cheap and dear, of three providers, beside the default model. */
const USUAL: readonly string[] = [
  "openai/gpt-5-nano",
  "openai/gpt-5",
  "anthropic/claude-haiku-4-5",
  "google/gemini-2.5-flash",
];

const EXAMPLES: readonly [words: string, counts: { [name: string]: string }][] = [
  ["1,000 rows of a table", { calls: "1000", in: "300", out: "50", images: "" }],
  ["68,000 photos", { calls: "68000", in: "60", out: "120", images: "1", width: "1024", height: "768" }],
  ["500 long documents", { calls: "500", in: "20000", out: "400", images: "" }],
];

/** A text to count. It does not stand in the address: it may be long, and private. */
const typed = signal("");

/** A whole number in the address. `undefined`: none, or none that can be asked with. */
function numberOf(name: string): number | undefined {
  const text = query.value.get(name);
  const value = Number(text);
  return text && Number.isInteger(value) && value >= 0 ? value : undefined;
}

function chosen(): string[] {
  const named = query.value.get("models");
  if (named !== null) return named.split(",").filter((each) => each !== "");
  return [...(state.value ? [state.value.defaultModel] : []), ...USUAL];
}

function bodyOf(): CostBody {
  const images = numberOf("images");
  const prompt = typed.value;
  return {
    models: [...new Set(chosen())],
    calls: Math.max(1, numberOf("calls") ?? 1000),
    ...(prompt === "" ? { inputTokens: numberOf("in") ?? 300 } : { prompt }),
    outputTokens: numberOf("out") ?? 100,
    ...(images
      ? { images: { count: images, width: numberOf("width") || 1024, height: numberOf("height") || 1024 } }
      : {}),
  };
}

function Count({
  name,
  label,
  fallback,
  least = 0,
}: {
  name: string;
  label: string;
  fallback: number;
  least?: number;
}) {
  const inAddress = query.value.get(name) ?? "";
  const [text, setText] = useState(inAddress || String(fallback));
  const sent = useRef(inAddress);
  useEffect(() => {
    // An example or the back button has changed it; what is being typed stays, even while it is empty.
    if (inAddress === sent.current) return;
    sent.current = inAddress;
    setText(inAddress || String(fallback));
  }, [inAddress]);
  const change = (value: string): void => {
    setText(value);
    sent.current = value;
    setQuery({ [name]: value });
  };
  return (
    <label>
      <span>{label}</span>
      <input
        type="number"
        inputMode="numeric"
        min={least}
        step={1}
        value={text}
        onInput={(event) => change(event.currentTarget.value)}
      />
    </label>
  );
}

function Models() {
  const { value: page } = useLoaded<ModelsPage>("/api/models");
  const [text, setText] = useState("");
  const names = chosen();
  const known = page?.models ?? [];
  const put = (list: readonly string[]): void => setQuery({ models: list.length > 0 ? list.join(",") : "," }, false);
  const add = (name: string): void => {
    setText("");
    if (name !== "" && !names.includes(name)) put([...names, name]);
  };
  return (
    <fieldset class="cost-models">
      <legend>Models</legend>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-label={`Leave out ${name}`}
          onClick={() => put(names.filter((each) => each !== name))}
        >
          {name} ×
        </button>
      ))}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          add(text.trim());
        }}
      >
        <input
          list="cost-models"
          placeholder="Add a model"
          aria-label="Add a model"
          value={text}
          onInput={(event) => {
            const { value } = event.currentTarget;
            // A choice from the list comes whole; what is typed waits for Enter.
            if (event instanceof InputEvent && event.inputType !== "insertReplacementText") setText(value);
            else if (known.some(({ id }) => id === value)) add(value);
            else setText(value);
          }}
        />
        <button type="submit">Add</button>
      </form>
      <datalist id="cost-models">
        {known.map(({ id }) => (
          <option key={id} value={id} />
        ))}
      </datalist>
    </fieldset>
  );
}

function wordsOf({ calls, kind, others, looked, size, tokens }: FolderCounts): string {
  const count = (value: number): string => value.toLocaleString("en-US");
  const large = size ? `, ${size.width} × ${size.height} pixels in the middle of ${looked} looked at` : "";
  const long = tokens === undefined ? "" : `, about ${count(tokens)} tokens each (4 bytes a token)`;
  const rest = others > 0 ? `; ${count(others)} ${others === 1 ? "other file is" : "other files are"} left out` : "";
  return `${count(calls)} ${kind}${large}${long}${rest}. Only these counts are used; no file leaves the browser.`;
}

/** A folder of this machine, counted by the browser. */
function Folder() {
  const [said, setSaid] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    // Not a property that Preact knows.
    field.current?.setAttribute("webkitdirectory", "");
  }, []);
  const count = async (files: readonly File[]): Promise<void> => {
    setSaid("Looking at the folder…");
    const counts = await folderCounts(files);
    if (!counts) {
      setSaid("This folder holds no pictures and no texts.");
      return;
    }
    typed.value = "";
    const { calls, size, tokens, kind } = counts;
    const images = {
      images: kind === "pictures" ? "1" : "",
      width: String(size?.width ?? ""),
      height: String(size?.height ?? ""),
    };
    setQuery({ calls: String(calls), in: String(tokens ?? 60), ...images }, false);
    setSaid(wordsOf(counts));
  };
  return (
    <div class="cost-folder">
      <label>
        <span>A folder on this machine, one call for each file</span>
        <input
          ref={field}
          type="file"
          multiple
          onChange={(event) => void count([...(event.currentTarget.files ?? [])])}
        />
      </label>
      <p class="soft" role="status">
        {said}
      </p>
    </div>
  );
}

function Form() {
  const images = numberOf("images");
  const hasText = typed.value !== "";
  return (
    <div class="cost-form">
      <Choices label="Examples">
        {EXAMPLES.map(([words, counts]) => (
          <button
            key={words}
            type="button"
            onClick={() => {
              typed.value = "";
              setQuery(counts, false);
            }}
          >
            {words}
          </button>
        ))}
      </Choices>
      <div class="cost-counts">
        <Count name="calls" label="Calls" fallback={1000} least={1} />
        {!hasText && <Count name="in" label="Input tokens of each" fallback={300} />}
        <Count name="out" label="Output tokens of each" fallback={100} />
        <Count name="images" label="Images of each" fallback={0} />
        {images !== undefined && images > 0 && (
          <>
            <Count name="width" label="Their width, pixels" fallback={1024} least={1} />
            <Count name="height" label="Their height, pixels" fallback={1024} least={1} />
          </>
        )}
      </div>
      <Folder />
      <details open={hasText}>
        <summary>Count the tokens of a text instead</summary>
        <textarea
          rows={4}
          aria-label="Text of each call"
          placeholder="A typical prompt with its data"
          value={typed.value}
          onInput={(event) => {
            typed.value = event.currentTarget.value;
          }}
        />
      </details>
      <Models />
    </div>
  );
}

function energyOf({ energyWh }: JobEstimate): string {
  return energyRange(energyWh && { lowWh: energyWh.low, highWh: energyWh.high, method: "" });
}

/** Assumptions, each once; those of some models only with their names. */
function assumptionsOf(rows: readonly JobEstimate[]): string[] {
  const models = new Map<string, string[]>();
  for (const { model, assumptions } of rows)
    for (const each of assumptions) models.set(each, [...(models.get(each) ?? []), model]);
  return [...models].map(([text, names]) =>
    names.length === rows.length || names.every((name) => text.includes(name)) ? text : `${names.join(", ")}: ${text}`,
  );
}

const COLUMNS: readonly NumberColumn<JobEstimate>[] = [
  { title: "Dollars", show: ({ picodollars }) => dollarRange(picodollars), kind: "cost-dollars" },
  { title: "In a batch", show: ({ batchPicodollars }) => dollarRange(batchPicodollars) },
  { title: "In", show: ({ inputTokens }) => tokenRange(inputTokens) },
  { title: "Out", show: ({ outputTokens }) => tokenRange(outputTokens) },
  { title: "Energy", show: energyOf },
];

function Table({ rows }: { rows: readonly JobEstimate[] }) {
  const assumed = assumptionsOf(rows);
  return (
    <>
      <div class="scroll">
        <table class="cost-table">
          <thead>
            <tr>
              <th scope="col">Model, cheapest first</th>
              <NumberHeads columns={COLUMNS} />
            </tr>
          </thead>
          <tbody>
            {rows.map((row) =>
              row.calls === 0 ? (
                <tr key={row.model}>
                  <th scope="row">{row.model}</th>
                  <td colSpan={COLUMNS.length} class="soft">
                    cannot do it:{" "}
                    {withCode(row.assumptions[0]?.replace(/^.*such as this one: /, "") ?? "it reads no images")}
                  </td>
                </tr>
              ) : (
                <tr key={row.model}>
                  <th scope="row">
                    <a href={to("models", row.model)}>{row.model}</a>
                  </th>
                  <NumberCells columns={COLUMNS} row={row} />
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
      {assumed.length > 0 && (
        <details class="cost-assumed">
          <summary>What is assumed, {assumed.length}</summary>
          <ul>
            {assumed.map((text) => (
              <li key={text}>{withCode(text)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}

/** The forecast. */
export function Forecast() {
  const [rows, setRows] = useState<readonly JobEstimate[]>();
  const [error, setError] = useState<string>();
  const body = bodyOf();
  const asked = JSON.stringify(body);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!state.value) return undefined;
    const stop = new AbortController();
    const timer = setTimeout(
      () => {
        if (body.models.length === 0) return setRows([]);
        post<JobEstimate[]>("/api/cost/estimate", body, stop.signal).then(
          (found) => {
            setRows(found);
            setError(undefined);
          },
          (reason: Error) => stop.signal.aborted || setError(reason.message),
        );
      },
      isFirst.current ? 0 : PAUSE_MS,
    );
    isFirst.current = false;
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [asked, state.value === undefined]);
  return (
    <>
      <p class="cost-about">
        What a job will cost before any of it is sent. Count it here; for a folder or a table,{" "}
        <code>penny cost estimate</code> and <code>penny map</code> in a terminal count each file and row. Models of
        this machine cost nothing.
      </p>
      <Form />
      {error && <Problem sentence={error} />}
      {!rows && !error && <p class="loading">…</p>}
      {rows && rows.length > 0 && <Table rows={rows} />}
      {rows?.length === 0 && <p class="soft">Add a model to compare.</p>}
    </>
  );
}
