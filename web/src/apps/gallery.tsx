/** All apps, newest first; those that were removed; files that become apps; where there is none yet, the first one by a button. */
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { formatUsd } from "../../../src/price/money.ts";
import { counted } from "../../../src/record/counted.ts";
import type { AppRow, ImportBody, ShownVersion } from "../../../src/server/app-api.ts";
import { logMark } from "../changes.ts";
import { dropFiles } from "../drop-files.ts";
import { useLoaded } from "../loaded.ts";
import { Empty, Heading, Problem, When } from "../parts.tsx";
import { go, to } from "../route.ts";
import { post } from "../server.ts";
import { makeApps, NewApp } from "./new-app.tsx";
import { questionDocument } from "./query-document.ts";
import { Unconfined } from "./unconfined.tsx";

const FIRST = { prompt: "Please write a page with a button that counts my clicks.", model: "pocket/pocket-l" };

/** Takes in files as apps, and shows the last of them. */
async function takeIn(files: readonly File[]): Promise<void> {
  let last: ShownVersion | undefined;
  for (const file of files) {
    const body: ImportBody = { fileName: file.name || "app.html", text: await file.text() };
    last = await post<ShownVersion>("/api/apps/import", body);
  }
  if (last) go(to("apps", last.app.id));
}

/** An app for questions: the one that is there, or a new one. */
async function askData(): Promise<void> {
  const body: ImportBody = { fileName: "my-data.html", text: questionDocument };
  const { app } = await post<ShownVersion>("/api/apps/import", body);
  go(`${to("apps", app.id)}?panel=data`);
}

function Start({ fail }: { fail: (error: Error) => void }) {
  return (
    <Empty title="A prompt becomes a small program">
      <p>
        Say what you need; a model writes it as one page, and you see it grow and use it at once. Change it by further
        wishes: each makes a version, and none is lost. An app runs in a frame that reaches no network, and reads only
        the data that you give it.
      </p>
      <button
        type="button"
        class="main"
        onClick={() => makeApps({ prompt: FIRST.prompt, models: [FIRST.model] }, false).catch(fail)}
      >
        Make a first one with the model that comes with penny: “{FIRST.prompt}”
      </button>
    </Empty>
  );
}

function Card({ row }: { row: AppRow }) {
  const { app, versions, newest, model, picodollars } = row;
  return (
    <li class="app-card panel">
      <a href={to("apps", app.id)}>{app.name}</a>
      <span class="tag">{app.kind}</span>
      <small class="app-card-model">{model ?? newest?.how}</small>
      <small>
        {counted(versions, "version")} · <When at={newest?.at ?? app.madeAt} /> · {formatUsd(picodollars)}
      </small>
    </li>
  );
}

function Removed({ fail }: { fail: (error: Error) => void }) {
  const { value } = useLoaded<AppRow[]>("/api/apps?removed=true", logMark);
  if (!value || value.length === 0) return null;
  return (
    <details class="removed-apps">
      <summary>{value.length} removed</summary>
      <ul>
        {value.map(({ app }) => (
          <li key={app.id}>
            {app.name}{" "}
            <button type="button" onClick={() => post(`/api/apps/${app.id}/bring-back`).catch(fail)}>
              Bring back
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}

/** The gallery. */
export function Gallery() {
  const { value, error, again } = useLoaded<AppRow[]>("/api/apps", logMark);
  const failure = useSignal<string | undefined>(undefined);
  const isOver = useSignal(false);
  const input = useRef<HTMLInputElement>(null);
  const fail = (reason: Error): void => {
    failure.value = reason.message;
  };
  const take = (files: readonly File[]): void => {
    failure.value = undefined;
    takeIn(files).catch(fail);
  };
  return (
    <div class={isOver.value ? "apps drop" : "apps"} {...dropFiles(isOver, take)}>
      <Heading title="Apps">
        <button type="button" onClick={() => askData().catch(fail)}>
          Ask my data
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          Import a file
        </button>
        <input
          ref={input}
          type="file"
          multiple
          class="unseen"
          tabIndex={-1}
          aria-label="Files to import as apps"
          accept=".html,.htm,.svg,.md,.mmd,.jsx"
          onChange={(event) => {
            take([...(event.currentTarget.files ?? [])]);
            event.currentTarget.value = "";
          }}
        />
      </Heading>
      <NewApp />
      <Unconfined />
      {failure.value && <Problem sentence={failure.value} />}
      {error && <Problem sentence={error} again={again} />}
      {value?.length === 0 && <Start fail={fail} />}
      {value && value.length > 0 && (
        <ul class="app-cards" aria-label="Apps">
          {value.map((row) => (
            <Card key={row.app.id} row={row} />
          ))}
        </ul>
      )}
      <Removed fail={fail} />
    </div>
  );
}
