/** What differs between two versions, line by line. */
import type { App, DiffLines, VersionRow } from "../../../src/server/app-api.ts";
import { useLoaded } from "../loaded.ts";
import { Problem } from "../parts.tsx";
import { query, setQuery } from "../route.ts";

/** Lines that are the same are shown so many around a change. */
const AROUND = 3;

function Lines({ part, isFirst, isLast }: { part: DiffLines; isFirst: boolean; isLast: boolean }) {
  const { sign, lines } = part;
  if (sign === "removed") return <del>{lines.map((line) => `− ${line}\n`).join("")}</del>;
  if (sign === "added") return <ins>{lines.map((line) => `+ ${line}\n`).join("")}</ins>;
  const head = isFirst ? 0 : AROUND;
  const tail = isLast ? 0 : AROUND;
  const text = (some: readonly string[]): string => some.map((line) => `  ${line}\n`).join("");
  if (lines.length <= head + tail + 1) return <span>{text(lines)}</span>;
  return (
    <span>
      {text(lines.slice(0, head))}
      <i>{`  … ${lines.length - head - tail} lines as they were\n`}</i>
      {tail > 0 ? text(lines.slice(-tail)) : ""}
    </span>
  );
}

function Choice({
  title,
  name,
  value,
  versions,
}: {
  title: string;
  name: string;
  value: number;
  versions: readonly VersionRow[];
}) {
  return (
    <label class="inline">
      <span>{title}</span>
      <select value={String(value)} onChange={(event) => setQuery({ [name]: event.currentTarget.value })}>
        {versions.map(({ version }) => (
          <option key={version.id} value={String(version.number)}>
            {version.number}, {version.how}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The comparison that the address names. */
export function CompareView({ app, versions }: { app: App; versions: readonly VersionRow[] }) {
  const newest = versions.at(-1)?.version.number ?? 1;
  const toNumber = Number(query.value.get("to") ?? newest);
  const from = Number(query.value.get("from") ?? Math.max(1, toNumber - 1));
  const { value, error, again } = useLoaded<DiffLines[]>(`/api/apps/${app.id}/compare?from=${from}&to=${toNumber}`);
  const isSame = value?.every(({ sign }) => sign === "same");
  return (
    <>
      <p class="compare-choice">
        <Choice title="From version" name="from" value={from} versions={versions} />
        <Choice title="to" name="to" value={toNumber} versions={versions} />
      </p>
      {error && <Problem sentence={error} again={again} />}
      {isSame && <p class="soft">The two are the same.</p>}
      {value && !isSame && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard.
        <section class="diff" tabIndex={0} aria-label="What differs">
          <pre>
            {value.map((part, index) => (
              <Lines key={index} part={part} isFirst={index === 0} isLast={index === value.length - 1} />
            ))}
          </pre>
        </section>
      )}
    </>
  );
}
