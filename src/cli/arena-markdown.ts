/** A leaderboard as a Markdown table with its notes, for a page or a pull request. Pure. Names are escaped. */
import type { BoardRow } from "../index.ts";
import type { BoardSheet } from "../run/board-sheet.ts";
import { marginText, rankText } from "./board-words.ts";
import { answerEnergy, pricesText } from "./fact-words.ts";
import { markdownTable, plainMarkdown } from "./report-markdown.ts";

/** The Markdown text. @param notes sentences that say how to read the table. */
export function arenaMarkdown({ board, facts, withdrawn }: BoardSheet, notes: readonly string[]): string {
  const { rows } = board;
  const fact = (row: BoardRow): NonNullable<ReturnType<typeof facts.get>> => facts.get(row.model) ?? {};
  const some = (has: (row: BoardRow) => unknown): boolean => rows.some((row) => has(row) !== undefined);
  const columns: { title: string; value: (row: BoardRow) => string | undefined }[] = [
    {
      title: "model",
      value: ({ model, provisional }) =>
        `${plainMarkdown(model)}${withdrawn.has(model) ? " (withdrawn)" : ""}${provisional ? " *" : ""}`,
    },
    { title: "rank (UB)", value: (row) => String(row.rankUpperBound) },
    { title: "rank", value: rankText },
    ...(some((row) => row.styled)
      ? [{ title: "rank (style)", value: ({ styled }: BoardRow) => styled && String(styled.rankUpperBound) }]
      : []),
    { title: "score", value: (row) => row.score.toFixed(0) },
    { title: "95 %", value: marginText },
    { title: "votes", value: (row) => row.votes.toLocaleString("en-US") },
    ...[
      { title: "organisation", value: (row: BoardRow) => fact(row).organization },
      { title: "licence", value: (row: BoardRow) => fact(row).license },
      { title: "$ / M tokens", value: (row: BoardRow) => pricesText(fact(row)) },
      { title: "energy", value: (row: BoardRow) => answerEnergy(fact(row)) },
    ]
      .filter((column) => some(column.value))
      .map(({ title, value }) => ({
        title,
        value: (row: BoardRow) => {
          const text = value(row);
          return text === undefined ? undefined : plainMarkdown(text);
        },
      })),
  ];
  const lines = rows.map((row) => columns.map(({ value }) => value(row) ?? "–"));
  const marks = rows.some((row) => row.provisional) ? ["*: provisional."] : [];
  const told = [...marks, ...notes].map((note) => `- ${plainMarkdown(note)}\n`);
  const table = markdownTable(
    columns.map(({ title }) => title),
    lines,
  );
  return `${table}\n${told.join("")}`;
}
