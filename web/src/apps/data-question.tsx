/** A question to the person's own data: in words, from which a model writes SQL; the SQL, to be seen and changed; its rows. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { counted } from "../../../src/record/counted.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { App, ImportBody, ShownVersion } from "../../../src/server/app-api.ts";
import type {
  AppData,
  GiveBody,
  QueryBody,
  QueryRun,
  QuestionBody,
  WrittenSql,
} from "../../../src/server/app-bridge-api.ts";
import { Problem } from "../parts.tsx";
import { go, to } from "../route.ts";
import { get, post } from "../server.ts";
import { queryDocument } from "./query-document.ts";

const MOST_ROWS = 200;

function Rows({ run }: { run: QueryRun }) {
  if (run.error !== undefined) return <Problem sentence={run.error} />;
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard. */}
      <section class="scroll rows" tabIndex={0} aria-label="Rows">
        <table>
          <thead>
            <tr>
              {run.columns.map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {run.rows.map((row, index) => (
              <tr key={index}>
                {row.map((cell, at) => (
                  <td key={at} class={typeof cell === "number" ? "number" : undefined}>
                    {cell === null ? "–" : String(cell)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
      <small role="status">
        {counted(run.rows.length, "row")}
        {run.hasMore ? ", and there are more" : ""}
      </small>
    </>
  );
}

function Form({
  deed,
  mayNot,
  act,
  children,
}: {
  deed: string;
  mayNot: boolean;
  act: () => void;
  children: ComponentChildren;
}) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (!mayNot) act();
      }}
    >
      {children}
      <button type="submit" disabled={mayNot}>
        {deed}
      </button>
    </form>
  );
}

/** A new app of a question, with the same tables. */
async function keep(title: string, sql: string, given: readonly AppData[]): Promise<void> {
  const body: ImportBody = { fileName: "question.html", text: queryDocument(title, sql) };
  const { app } = await post<ShownVersion>("/api/apps/import", body);
  const has = new Set((await get<AppData[]>(`/api/apps/${app.id}/data`)).map(({ table }) => table));
  for (const { table, source, inside, sampleRows } of given) {
    if (has.has(table)) continue;
    const giving: GiveBody = { table, source, sampleRows, ...(inside === undefined ? {} : { inside }) };
    await post(`/api/apps/${app.id}/data`, giving);
  }
  go(to("apps", app.id));
}

/** The question. @param given the tables that it may be about. */
export function DataQuestion({ app, given }: { app: App; given: readonly AppData[] }) {
  const question = useSignal("");
  const sql = useSignal("");
  const run = useSignal<QueryRun | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const isBusy = useSignal(false);
  const doing = async (work: () => Promise<void>): Promise<void> => {
    isBusy.value = true;
    failure.value = undefined;
    try {
      await work();
    } catch (error) {
      failure.value = messageOf(error);
    }
    isBusy.value = false;
  };
  const show = async (): Promise<void> => {
    const body: QueryBody = { sql: sql.value, rows: MOST_ROWS };
    run.value = await post<QueryRun>(`/api/apps/${app.id}/data/query`, body);
  };
  const ask = async (): Promise<void> => {
    const failed =
      run.value?.error === undefined || sql.value === "" ? {} : { failed: { sql: sql.value, error: run.value.error } };
    const body: QuestionBody = { question: question.value, ...failed };
    const written = await post<WrittenSql>(`/api/apps/${app.id}/data/sql`, body);
    if (written.sql === undefined) throw new Error(written.error ?? "The model wrote no SQL: write it yourself below.");
    sql.value = written.sql;
    run.value = undefined;
  };
  return (
    <section class="data-question" aria-label="Ask the data">
      <h3>Ask the data</h3>
      <Form deed="Write SQL" mayNot={isBusy.value || question.value.trim() === ""} act={() => void doing(ask)}>
        <label>
          <span>A question in words; a model writes SQL for it, and sees what is said above</span>
          <input
            value={question.value}
            placeholder="How many orders has each city?"
            onInput={(event) => (question.value = event.currentTarget.value)}
          />
        </label>
      </Form>
      <Form deed="Show the rows" mayNot={isBusy.value || sql.value.trim() === ""} act={() => void doing(show)}>
        <label>
          <span>SQL: one SELECT</span>
          <textarea
            rows={4}
            class="sql"
            spellcheck={false}
            value={sql.value}
            onInput={(event) => (sql.value = event.currentTarget.value)}
          />
        </label>
      </Form>
      {failure.value && <Problem sentence={failure.value} />}
      {run.value && <Rows run={run.value} />}
      {run.value?.error === undefined && run.value && (
        <button
          type="button"
          disabled={isBusy.value}
          onClick={() => void doing(() => keep(question.value.trim() || "A question", sql.value, given))}
        >
          Keep as an app with a table and a plot
        </button>
      )}
    </section>
  );
}
