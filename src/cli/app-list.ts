/** `penny app list`, `show` and `diff`. Prints; changes nothing. */
import type { AppRow, VersionRow } from "../index.ts";
import { formatUsd } from "../price/money.ts";
import { SetupError } from "../record/setup-error.ts";
import { unknown } from "./amounts.ts";
import type { Io } from "./io.ts";
import { jsonText, oneLine, withoutControls } from "./plain-text.ts";
import { renderTable, type TableColumn, tableSettings } from "./table.ts";
import { type Style, styled } from "./wrap-text.ts";

function dayOf(at: number | undefined): string {
  return at === undefined ? unknown : new Date(at).toISOString().slice(0, 10);
}

const APPS: readonly TableColumn<AppRow>[] = [
  { title: "name", value: ({ app }) => oneLine(app.name), styles: () => ["bold"] },
  { title: "kind", value: ({ app }) => app.kind },
  { title: "versions", value: ({ versions }) => versions, align: "right" },
  { title: "changed", value: ({ newest }) => dayOf(newest?.at), whole: true },
  { title: "model", value: ({ model }) => model ?? unknown },
  { title: "cost", value: ({ picodollars }) => formatUsd(picodollars), align: "right" },
  { title: "id", value: ({ app }) => app.id.slice(-8), whole: true },
];

const VERSIONS: readonly TableColumn<VersionRow>[] = [
  { title: "", value: ({ version }) => version.number, align: "right" },
  { title: "how", value: ({ version }) => (version.interrupted ? `${version.how}, broken off` : version.how) },
  { title: "prompt", value: ({ version }) => oneLine(version.prompt ?? "") },
  { title: "model", value: ({ model }) => model ?? unknown },
  { title: "cost", value: ({ picodollars }) => formatUsd(picodollars), align: "right" },
  { title: "bytes", value: ({ version }) => version.size.toLocaleString("en"), align: "right" },
  { title: "reviewed", value: ({ version }) => (version.reviewedAt === undefined ? "" : dayOf(version.reviewedAt)) },
];

/** Lists apps. */
export async function listApps(flags: { removed?: true; json?: true }, io: Io): Promise<void> {
  const { apps } = await io.workbench();
  const rows = await apps.list({ removed: flags.removed ?? false });
  if (flags.json) return io.out(jsonText(rows));
  if (rows.length > 0) return io.out(renderTable(rows, APPS, tableSettings(io)));
  io.err(
    flags.removed ? "penny: no app was removed\n" : 'penny: there are no apps yet: penny app new "a dice roller"\n',
  );
}

/** Prints an app's text, or its versions. @throws SetupError */
export async function showApp(
  app: string,
  flags: { version?: number; versions?: true; json?: true },
  io: Io,
): Promise<void> {
  const { apps } = await io.workbench();
  if (flags.versions) {
    const rows = await apps.versions(app);
    return io.out(flags.json ? jsonText(rows) : renderTable(rows, VERSIONS, tableSettings(io)));
  }
  const shown = await apps.show(app, flags.version);
  if (flags.json) return io.out(jsonText(shown));
  const text = io.terminal.out ? withoutControls(shown.content) : shown.content;
  io.out(text.endsWith("\n") ? text : `${text}\n`);
}

const SIGNS = { same: "  ", removed: "- ", added: "+ " } as const;
const STYLES: { [sign: string]: readonly Style[] } = { same: ["dim"], removed: ["red"], added: ["green"] };
const MOST_SAME = 3;

/** Prints what differs between two versions. @throws SetupError */
export async function diffApp(
  app: string,
  from: number | undefined,
  to: number | undefined,
  flags: { json?: true },
  io: Io,
): Promise<void> {
  const { apps } = await io.workbench();
  const newest = (await apps.show(app)).version.number;
  const later = to ?? newest;
  const earlier = from ?? later - 1;
  if (earlier < 1) throw new SetupError("There is only one version: nothing to compare it with.");
  const diff = await apps.compare(app, earlier, later);
  if (flags.json) return io.out(jsonText({ from: earlier, to: later, diff }));
  for (const [index, { sign, lines }] of diff.entries()) {
    const line = (text: string): string =>
      styled(`${SIGNS[sign]}${withoutControls(text)}`, STYLES[sign] ?? [], io.color);
    const isLong = sign === "same" && lines.length > 2 * MOST_SAME + 1;
    const first = index === 0 ? [] : lines.slice(0, MOST_SAME);
    const last = index === diff.length - 1 ? [] : lines.slice(-MOST_SAME);
    const shown = isLong
      ? [...first.map(line), `  … ${lines.length - first.length - last.length} lines as they were`, ...last.map(line)]
      : lines.map(line);
    io.out(`${shown.join("\n")}\n`);
  }
}
