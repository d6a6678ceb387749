/** The text of a version with numbers of its lines: grows while it is written, is edited by hand, kept as a new version. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { App, AppVersion, ShownVersion } from "../../../src/server/app-api.ts";
import { useLoaded } from "../loaded.ts";
import { Problem } from "../parts.tsx";
import { go, query, to } from "../route.ts";
import { post } from "../server.ts";

function Numbered({ text, readOnly, onInput }: { text: string; readOnly: boolean; onInput: (text: string) => void }) {
  const numbers = useRef<HTMLPreElement>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const lines = text.split("\n").length;
  const wanted = Number(query.value.get("line") ?? 0);
  const isThere = text !== "";
  useEffect(() => {
    if (wanted < 1 || !isThere || !field.current) return;
    const start =
      text
        .split("\n")
        .slice(0, wanted - 1)
        .join("\n").length + (wanted > 1 ? 1 : 0);
    const end = text.indexOf("\n", start);
    field.current.focus();
    field.current.setSelectionRange(start, end < 0 ? text.length : end);
    const height = field.current.scrollHeight / Math.max(1, lines);
    field.current.scrollTop = Math.max(0, (wanted - 4) * height);
  }, [wanted, isThere]);
  return (
    <div class="numbered">
      <pre aria-hidden="true" ref={numbers}>
        {Array.from({ length: lines }, (_, index) => `${index + 1}\n`).join("")}
      </pre>
      <textarea
        ref={field}
        aria-label="Source"
        wrap="off"
        spellcheck={false}
        autocapitalize="off"
        readOnly={readOnly}
        value={text}
        onInput={(event) => onInput(event.currentTarget.value)}
        onScroll={(event) => {
          if (numbers.current) numbers.current.scrollTop = event.currentTarget.scrollTop;
        }}
      />
    </div>
  );
}

/** The source of a version. */
export function SourceView({
  app,
  number,
  isNewest,
  again,
}: {
  app: App;
  number: number;
  isNewest: boolean;
  again: () => void;
}) {
  const { value, error, again: load } = useLoaded<ShownVersion>(`/api/apps/${app.id}/versions/${number}`);
  const typed = useSignal<string | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  useEffect(() => {
    typed.value = undefined;
  }, [app.id, number]);
  const text = typed.value ?? value?.content ?? "";
  const isChanged = typed.value !== undefined && typed.value !== value?.content;
  const tell = (reason: Error): void => {
    failure.value = reason.message;
  };
  const keep = (): void => {
    failure.value = undefined;
    post<AppVersion>(`/api/apps/${app.id}/hand`, { content: text }).then(() => {
      go(`${to("apps", app.id)}?panel=source`);
      again();
    }, tell);
  };
  const review = (good: boolean): void => {
    post<AppVersion>(`/api/apps/${app.id}/review`, { number, good }).then(() => {
      load();
      again();
    }, tell);
  };
  return (
    <>
      {error && <Problem sentence={error} again={load} />}
      <Numbered text={text} readOnly={!isNewest} onInput={(next) => (typed.value = next)} />
      <p class="source-do">
        {isNewest ? (
          <button type="button" class="main" disabled={!isChanged} onClick={keep}>
            Keep as a new version
          </button>
        ) : (
          <span class="soft">Only the newest version can be edited: restore this one first.</span>
        )}
        <label class="check">
          <input
            type="checkbox"
            checked={value?.version.reviewedAt !== undefined}
            onChange={(event) => review(event.currentTarget.checked)}
          />
          <span>I have read it and found it good</span>
        </label>
      </p>
      {failure.value && <Problem sentence={failure.value} />}
    </>
  );
}

/** The document while it is written. */
export function GrowingSource({ text }: { text: string }) {
  return <Numbered text={text} readOnly onInput={() => undefined} />;
}
