/** Data given to an app: files and the log as tables, how many rows a model may see, whether the app may read them; queries of the person's own. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { App } from "../../../src/server/app-api.ts";
import type { AppData, DescribedTable, GiveBody } from "../../../src/server/app-bridge-api.ts";
import { base64Of } from "../ask/draft.ts";
import { logMark } from "../changes.ts";
import { useLoaded } from "../loaded.ts";
import { Problem } from "../parts.tsx";
import { post, remove } from "../server.ts";
import { isConfined } from "./confined.ts";
import { DataQuestion } from "./data-question.tsx";

/** What is about to be given, and which tables are in it. */
interface Offer {
  body: GiveBody;
  /** What it is called. */
  name: string;
  /** Tables in it. Empty: it is one. */
  tables: string[];
}

const SAMPLES = [0, 3, 5, 10, 20];

function OfferForm({ offer, give, cancel }: { offer: Offer; give: (body: GiveBody) => void; cancel: () => void }) {
  const inside = useSignal(offer.tables[0] ?? "");
  const rows = useSignal(0);
  return (
    <form
      class="offer"
      onSubmit={(event) => {
        event.preventDefault();
        give({ ...offer.body, sampleRows: rows.value, ...(inside.value ? { inside: inside.value } : {}) });
      }}
    >
      <p>
        Give <strong>{offer.name}</strong> to this app.
      </p>
      {offer.tables.length > 0 && (
        <label>
          <span>Table</span>
          <select value={inside.value} onChange={(event) => (inside.value = event.currentTarget.value)}>
            {offer.tables.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      <label>
        <span>Rows that models may see when they change the app</span>
        <select value={String(rows.value)} onChange={(event) => (rows.value = Number(event.currentTarget.value))}>
          {SAMPLES.map((count) => (
            <option key={count} value={String(count)}>
              {count === 0 ? "none: names and types of columns alone" : `the first ${count}`}
            </option>
          ))}
        </select>
      </label>
      <p class="dialog-do">
        <button type="button" onClick={cancel}>
          Not now
        </button>
        <button type="submit" class="main">
          Give it
        </button>
      </p>
    </form>
  );
}

function Schema({ described }: { described: DescribedTable }) {
  const { columns, samples } = described;
  return (
    <details>
      <summary>
        {columns.length} columns, {samples.length} rows shown to models
      </summary>
      <div class="scroll">
        <table aria-label={`What models see of ${described.table}`}>
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th key={name} scope="col">
                  {name} <small>{type}</small>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {samples.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at}>{cell === null ? "–" : String(cell)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

function Given({
  app,
  data,
  described,
  changed,
  fail,
}: {
  app: App;
  data: AppData;
  described: DescribedTable | undefined;
  changed: () => void;
  fail: (error: Error) => void;
}) {
  const allow = (isAllowed: boolean): void => {
    post(`/api/apps/${app.id}/data/allow`, { isAllowed, tables: [data.table] }).then(changed, fail);
  };
  return (
    <li class="given">
      <p>
        <strong>{data.table}</strong>{" "}
        <small class="source-path">{data.source === "log" ? "of the log" : data.source.replace(/^.*[\\/]/, "")}</small>
      </p>
      {described && <Schema described={described} />}
      <p class="version-do">
        <label class="check">
          <input
            type="checkbox"
            checked={data.grantedAt !== undefined}
            onChange={(event) => allow(event.currentTarget.checked)}
          />
          <span>The running app may read it</span>
        </label>
        <button
          type="button"
          aria-label={`Take back ${data.table}`}
          onClick={() => remove(`/api/apps/${app.id}/data/${encodeURIComponent(data.table)}`).then(changed, fail)}
        >
          Take back
        </button>
      </p>
    </li>
  );
}

/** What can be given. */
function Sources({
  propose,
  fail,
}: {
  propose: (name: string, given: GiveBody) => Promise<void>;
  fail: (error: Error) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <p class="version-do">
      <button type="button" onClick={() => input.current?.click()}>
        Give a file
      </button>
      <button type="button" onClick={() => propose("the log", { source: "log" }).catch(fail)}>
        Give the log
      </button>
      <input
        ref={input}
        type="file"
        class="unseen"
        tabIndex={-1}
        aria-label="File to give"
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? [];
          event.currentTarget.value = "";
          if (!file) return;
          base64Of(file)
            .then((base64) => propose(file.name, { file: { name: file.name, base64 } }))
            .catch(fail);
        }}
      />
    </p>
  );
}

const OPEN_BROWSER =
  "This browser does not keep apps from the network (it has no Connection-Allowlist), so no data of yours is given to apps in it. Use Chrome, Chromium or Edge 152 or later.";

/** The panel. */
export function DataPanel({ app }: { app: App }) {
  const { value, error, again } = useLoaded<AppData[]>(`/api/apps/${app.id}/data`, logMark);
  const has = value !== undefined && value.length > 0;
  const about = useLoaded<DescribedTable[]>(has ? `/api/apps/${app.id}/data/described` : undefined, logMark);
  const offer = useSignal<Offer | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const fail = (reason: Error): void => {
    failure.value = reason.message;
  };
  const changed = (): void => {
    again();
    about.again();
  };
  const propose = async (name: string, given: GiveBody): Promise<void> => {
    failure.value = undefined;
    // What a file is kept as is named instead of the file from here on.
    const { source, tables } = await post<{ source: string; tables: string[] }>(
      `/api/apps/${app.id}/data/tables`,
      given,
    );
    offer.value = { name, tables, body: { source } };
  };
  if (isConfined.value === undefined)
    return <p class="soft">Trying whether this browser keeps apps from the network…</p>;
  if (isConfined.value === false) return <p class="problem">{OPEN_BROWSER}</p>;
  return (
    <>
      <p class="soft">
        CSV, TSV, JSON, Parquet and SQLite files, or the log. The app reads them by <code>penny.query</code>, and cannot
        send them anywhere.
      </p>
      <Sources propose={propose} fail={fail} />
      {failure.value && <Problem sentence={failure.value} />}
      {error && <Problem sentence={error} again={again} />}
      {offer.value && (
        <OfferForm
          key={offer.value.body.source}
          offer={offer.value}
          cancel={() => (offer.value = undefined)}
          give={(body) => {
            post<AppData>(`/api/apps/${app.id}/data`, body).then(() => {
              offer.value = undefined;
              changed();
            }, fail);
          }}
        />
      )}
      <ul class="given-list" aria-label="Data given">
        {value?.map((data) => (
          <Given
            key={data.table}
            app={app}
            data={data}
            described={about.value?.find(({ table }) => table === data.table)}
            changed={changed}
            fail={fail}
          />
        ))}
      </ul>
      {has && <DataQuestion app={app} given={value} />}
    </>
  );
}
