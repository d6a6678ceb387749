/** The versions of an app, newest first, and what can be done with each. */
import { useSignal } from "@preact/signals";
import { formatUsd } from "../../../src/price/money.ts";
import type { App, ShownVersion, VersionRow } from "../../../src/server/app-api.ts";
import { Problem, When } from "../parts.tsx";
import { go, to } from "../route.ts";
import { post } from "../server.ts";

function Row({
  app,
  row,
  isShown,
  isNewest,
  act,
}: {
  app: App;
  row: VersionRow;
  isShown: boolean;
  isNewest: boolean;
  act: (path: string, body: unknown) => void;
}) {
  const { version, model, picodollars } = row;
  const { number, how, prompt } = version;
  return (
    <li class="version" aria-current={isShown ? "true" : undefined}>
      <p class="version-head">
        <a href={isNewest ? to("apps", app.id) : to("apps", app.id, String(number))}>Version {number}</a>
        <span class="tag">{how}</span>
        {version.interrupted && <span class="tag warn">broke off</span>}
        {version.reviewedAt !== undefined && <span class="tag good">reviewed</span>}
      </p>
      {prompt && <p class="version-prompt">{prompt}</p>}
      <small>
        {model ? `${model} · ` : ""}
        <When at={version.at} />
        {model ? ` · ${formatUsd(picodollars)}` : ""}
      </small>
      <p class="version-do">
        {!isNewest && (
          <button type="button" aria-label={`Restore version ${number}`} onClick={() => act("restore", { number })}>
            Restore
          </button>
        )}
        <button type="button" aria-label={`Fork version ${number}`} onClick={() => act("fork", { number })}>
          Fork
        </button>
        {number > 1 && (
          <a href={`${to("apps", app.id)}?panel=compare&from=${number - 1}&to=${number}`}>
            Compare<span class="unseen"> version {number} with the one before</span>
          </a>
        )}
      </p>
    </li>
  );
}

/** The list. @param shown number of the version in the frame. */
export function VersionList({
  app,
  versions,
  shown,
  again,
}: {
  app: App;
  versions: readonly VersionRow[];
  shown: number | undefined;
  again: () => void;
}) {
  const failure = useSignal<string | undefined>(undefined);
  const act = (what: string, body: unknown): void => {
    failure.value = undefined;
    post<ShownVersion | undefined>(`/api/apps/${app.id}/${what}`, body).then(
      (made) => {
        go(what === "fork" && made ? to("apps", made.app.id) : to("apps", app.id));
        again();
      },
      (error: Error) => {
        failure.value = error.message;
      },
    );
  };
  const newest = versions.at(-1)?.version.number;
  return (
    <>
      <p>
        <button type="button" disabled={versions.length < 2} onClick={() => act("undo", {})}>
          Undo the last change
        </button>
      </p>
      {failure.value && <Problem sentence={failure.value} />}
      <ol class="versions" reversed aria-label="Versions">
        {versions.toReversed().map((row) => (
          <Row
            key={row.version.id}
            app={app}
            row={row}
            isShown={row.version.number === shown}
            isNewest={row.version.number === newest}
            act={act}
          />
        ))}
      </ol>
    </>
  );
}
