/** `penny arena`: ratings of models from votes in a file, and published leaderboards. Parses and prints. */
import type { BoardRow, VoteBoard } from "../index.ts";
import { SetupError } from "../record/setup-error.ts";
import { counted } from "../run/eval-notes.ts";
import { listed } from "../run/eval-verdict.ts";
import { addBattleVerbs } from "./arena-verbs.ts";
import { fromFolder } from "./ask-options.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, runVerbs } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, tableSettings } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

const SUMMARY = "vote on pairs of answers, rate models from votes, ask published leaderboards";

const EXAMPLES: readonly Example[] = [
  {
    words: 'penny arena battle "Draw a pelican as SVG" -m pocket -m ollama/qwen3',
    does: "two answers, then a blind vote",
  },
  { words: "penny arena battle --run last", does: "battles from the answers of the last eval run" },
  { words: "penny arena vote", does: "vote on battles that wait" },
  { words: "penny arena rank votes.csv", does: "ratings with intervals and ranks, from any battle file" },
  { words: "penny arena rank battles.json --anchor mixtral-8x7b-instruct-v0.1=1114", does: "on LMArena's scale" },
  {
    words: "penny arena leaderboard table.csv --above gpt-4-0314",
    does: "how many models of how many makers rank above",
  },
];

const WHY = {
  unbeaten: "lost and tied no vote",
  winless: "won and tied no vote",
  apart: "no chain of votes leads to the others and back",
} as const;

const PROVISIONAL = { "few-votes": "few votes", "no-rank": "no rank yet", "not-rated": "not rated" } as const;

function columns(rows: readonly BoardRow[]): TableColumn<BoardRow>[] {
  const whole = (value: number): string => value.toFixed(0);
  return [
    { title: "rank (UB)", value: (row) => row.rankUpperBound },
    {
      title: "rank",
      value: (row) => (row.bestRank === row.worstRank ? `${row.bestRank}` : `${row.bestRank}–${row.worstRank}`),
      align: "right",
    },
    { title: "model", value: (row) => oneLine(row.model) },
    { title: "score", value: (row) => whole(row.score), align: "right" },
    {
      title: "95 %",
      value: (row) => `+${whole(row.high - row.score)}/−${whole(row.score - row.low)}`,
      align: "right",
    },
    ...(rows.some((row) => row.styled)
      ? [
          { title: "rank (style)", value: (row: BoardRow) => row.styled?.rankUpperBound },
          {
            title: "score (style)",
            value: (row: BoardRow) => row.styled && whole(row.styled.score),
            align: "right" as const,
          },
        ]
      : []),
    { title: "votes", value: (row) => row.votes.toLocaleString("en-US"), align: "right" },
    ...(rows.some((row) => row.provisional)
      ? [{ title: "provisional", value: (row: BoardRow) => (row.provisional ? PROVISIONAL[row.provisional] : "") }]
      : []),
  ];
}

function boardText(
  { rows, unrated, votes, closest, effects, flip, position }: VoteBoard,
  anchored: boolean,
  io: Io,
): string {
  const settings = tableSettings(io);
  const notes = [
    `${counted(votes, "vote")}, ${counted(rows.length, "model")}. Score: Bradley–Terry, ties half, 400 points are odds of 10 to 1; ${anchored ? "intervals are about the anchor" : "the mean is 1000"}; errors by the sandwich.`,
    "rank (UB): 1 + the models whose lower bound lies above the upper bound. rank: by differences, whatever the scale is held by.",
  ];
  if (closest) {
    const [one, other] = closest.models.map(oneLine);
    const more = Number.isFinite(closest.votes)
      ? `about ${counted(closest.votes, "more vote")} between them would (in 4 of 5 runs, if they differ as it seems)`
      : "no number of votes would, if they are as equal as it seems";
    notes.push(`${one} and ${other} are not told apart: ${more}.`);
  }
  if (flip)
    notes.push(
      `First place hangs on ${counted(flip.votes, "vote")}: without ${flip.votes === 1 ? "it" : "them"} ${oneLine(flip.instead)} is first.`,
    );
  if (position.points) {
    const { value, error } = position.points;
    notes.push(`Standing first is worth ${value.toFixed(0).replace(/^-/, "−")} ± ${(1.96 * error).toFixed(0)} points.`);
  }
  const known = effects?.filter((each) => each.coefficient !== undefined) ?? [];
  if (known.length > 0) {
    const each = known.map(
      ({ name, coefficient = 0, error = 0 }) => `${name} ${coefficient.toFixed(3)} ± ${error.toFixed(3)}`,
    );
    notes.push(
      `style: what one standard deviation more of it adds to the log odds of an answer: ${each.join(", ")}; (style): with that taken out.`,
    );
  }
  for (const [why, models] of Map.groupBy(unrated, (each) => each.why))
    notes.push(`Not rated: ${listed(models.map((each) => oneLine(each.model)))}: ${WHY[why]}.`);
  const told = notes.flatMap((note) => wrapText([{ text: note, styles: [] }], settings.width, io.color));
  return `${renderTable(rows, columns(rows), settings)}\n${told.join("\n")}\n`;
}

function anchorOf(text: string | undefined): { model: string; score: number } | undefined {
  if (text === undefined) return undefined;
  const [, model, score] = /^(.+)=(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (model !== undefined && score !== undefined) return { model, score: Number(score) };
  throw new SetupError(`--anchor is \`${text}\`, but must be a model and its score: \`--anchor NAME=1114\`.`);
}

interface RankFlags {
  anchor?: string;
  style?: true;
  json?: true;
}

async function rank(path: string, flags: RankFlags, io: Io): Promise<void> {
  const anchor = anchorOf(flags.anchor);
  const { arena } = await io.workbench();
  const board = await arena.rank(fromFolder(io, path), {
    ...(anchor ? { anchor } : {}),
    ...(flags.style ? { style: true } : {}),
  });
  io.out(flags.json ? jsonText(board.rows) : boardText(board, anchor !== undefined, io));
  if (flags.json) for (const { model, why } of board.unrated) io.err(`penny: ${model} is not rated: ${WHY[why]}\n`);
}

async function leaderboard(path: string, flags: { above?: string; json?: true }, io: Io): Promise<void> {
  if (flags.above === undefined) throw new SetupError("Say above which model: `--above gpt-4-0314`.");
  const { arena } = await io.workbench();
  const found = await arena.above(fromFolder(io, path), flags.above);
  if (flags.json) return io.out(jsonText(found));
  const { above, organizations, model, rank: place, merged } = found;
  const makers = organizations.length > 0 ? ` of ${counted(organizations.length, "organisation")}` : "";
  io.out(`${counted(above.length, "model")}${makers} rank above ${oneLine(model)}, which has rank ${place}.\n`);
  if (organizations.length > 0) io.out(`${organizations.map(oneLine).sort().join(", ")}\n`);
  for (const [name, as] of merged) io.err(`penny: ${oneLine(name)} is counted as ${oneLine(as)}\n`);
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Blind votes on pairs of answers, and ratings from votes: which of two answers people prefer. Votes are kept in the log; any battle file can be rated without it.";
  let ended: ExitCode = exitCodes.ok;
  const command = commandParser("penny arena", about, io, EXAMPLES);
  command
    .command("rank")
    .description("rate the models in a file of votes")
    .argument("<file>", "CSV, JSON, JSON lines or Parquet with model_a, model_b and winner; or AlpacaEval annotations")
    .option("--anchor <model=score>", "hold a model's score; intervals are about it then")
    .option("--style", "also rate with length, headers, lists and bold text taken out, where the file tells them")
    .option("--json", "an array of rows, for programs")
    .action((path: string, flags: RankFlags) => rank(path, flags, io));
  addBattleVerbs(command, io, (code) => (ended = code));
  command
    .command("leaderboard")
    .description("ask a published leaderboard what ranks above a model")
    .argument("<file>", "table with rank, model and organization")
    .option("--above <model>", "the model")
    .option("--json", "for programs")
    .action((path: string, flags: { above?: string; json?: true }) => leaderboard(path, flags, io));
  await runVerbs(command, words);
  return ended;
}

/** The command. */
export const arenaCommand: CliCommand = { name: "arena", summary: SUMMARY, run };
