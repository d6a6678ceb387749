/** `penny arena rank`: leaderboards from a file of votes. Parses and prints. */
import { basename } from "node:path";
import type { Command } from "commander";
import type { BoardRow, FileArena, VoteBoard } from "../index.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { withdrawnModels } from "../run/arena-log.ts";
import { boardNotes, choiceNotes, methodNotes, whyUnrated } from "../run/board-notes.ts";
import type { ModelFacts } from "../run/model-facts.ts";
import { parseVoters } from "../run/vote-choice.ts";
import { parseWhere } from "../run/vote-filter.ts";
import type { GroupBoard, RankSettings } from "../run/vote-rank.ts";
import { addExportOptions, checkExports, type ExportFlags, toOutput, wantsSheet, writeSheet } from "./arena-exports.ts";
import { matrixText } from "./arena-matrix.ts";
import { fromFolder } from "./ask-options.ts";
import { marginText, rankText } from "./board-words.ts";
import { answerEnergy, factNotes, pricesText } from "./fact-words.ts";
import type { Io } from "./io.ts";
import { numberFrom } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { fittingColumns, type RankedColumn, renderTable, type TableColumn, tableSettings } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

const PROVISIONAL = { "few-votes": "few votes", "no-rank": "no rank yet", "not-rated": "not rated" } as const;
const PRICE = "$ / M tokens";
const ENERGY = "energy / answer";
const BOOTSTRAP_ROUNDS = 1000;

function whole(value: number): string {
  return value.toFixed(0);
}

/** Columns that only some leaderboards have. */
function furtherColumns(rows: readonly BoardRow[]): TableColumn<BoardRow>[] {
  const columns: TableColumn<BoardRow>[] = [];
  const add = (key: keyof BoardRow, ...more: TableColumn<BoardRow>[]): void => {
    if (rows.some((row) => row[key] !== undefined)) columns.push(...more);
  };
  add("boot", {
    title: "boot 95 %",
    value: ({ boot, score }) =>
      boot && !Number.isNaN(boot.low) ? `+${whole(boot.high - score)}/−${whole(score - boot.low)}` : undefined,
    align: "right",
  });
  add(
    "styled",
    { title: "rank (style)", value: (row) => row.styled?.rankUpperBound },
    { title: "score (style)", value: (row) => row.styled && whole(row.styled.score), align: "right" },
  );
  add("elo", { title: "Elo", value: ({ elo }) => (elo === undefined ? undefined : whole(elo)), align: "right" });
  return columns;
}

type Facts = ReadonlyMap<string, ModelFacts>;

/** What is known of the models beside their votes: there where the terminal is wide enough, the maker first. */
function factColumns(rows: readonly BoardRow[], facts: Facts): RankedColumn<BoardRow>[] {
  const columns: RankedColumn<BoardRow>[] = [
    { title: "organisation", value: ({ model }) => facts.get(model)?.organization, rank: 1 },
    { title: "licence", value: ({ model }) => facts.get(model)?.license, rank: 4 },
    { title: PRICE, value: ({ model }) => pricesText(facts.get(model) ?? {}), align: "right", rank: 2 },
    { title: ENERGY, value: ({ model }) => answerEnergy(facts.get(model) ?? {}), align: "right", rank: 3 },
  ];
  return columns.filter(({ value }) => rows.some((row) => value(row) !== undefined));
}

function columns(rows: readonly BoardRow[]): TableColumn<BoardRow>[] {
  return [
    { title: "rank (UB)", value: (row) => row.rankUpperBound },
    { title: "rank", value: rankText, align: "right" },
    { title: "model", value: (row) => oneLine(row.model) },
    { title: "score", value: (row) => whole(row.score), align: "right" },
    { title: "95 %", value: marginText, align: "right" },
    ...furtherColumns(rows),
    { title: "votes", value: (row) => row.votes.toLocaleString("en-US"), align: "right" },
    ...(rows.some((row) => row.provisional)
      ? [{ title: "provisional", value: (row: BoardRow) => (row.provisional ? PROVISIONAL[row.provisional] : "") }]
      : []),
  ];
}

function wrapped(notes: readonly string[], io: Io): string {
  const { width } = tableSettings(io);
  return notes.map((note) => `${wrapText([{ text: note, styles: [] }], width, io.color).join("\n")}\n`).join("");
}

function sizeNote({ votes, rows }: VoteBoard): string {
  return `${counted(votes, "vote")}, ${counted(rows.length, "model")}.`;
}

/** What is said below a leaderboard, in a terminal and in files. @param shown what makes names fit to print. */
function notesOf(board: VoteBoard, anchored: boolean, shown: (name: string) => string): string[] {
  const [how = "", ...ranks] = methodNotes(anchored);
  return [`${sizeNote(board)} ${how}`, ...ranks, ...boardNotes(board, shown)];
}

function boardText(board: VoteBoard, facts: Facts, anchored: boolean, io: Io): string {
  const { rows } = board;
  const settings = tableSettings(io);
  const all = [...columns(rows).map((column) => ({ ...column, rank: 0 })), ...factColumns(rows, facts)];
  const kept = fittingColumns(rows, all, settings.width);
  const shows = (title: string): boolean => kept.some((column) => column.title === title);
  const shown = rows.map(({ model }): ModelFacts => {
    const { price, energy } = facts.get(model) ?? {};
    return { ...(shows(PRICE) && price && { price }), ...(shows(ENERGY) && energy && { energy }) };
  });
  const notes = [...notesOf(board, anchored, oneLine), ...factNotes(shown)];
  return `${renderTable(rows, kept, settings)}\n${wrapped(notes, io)}`;
}

function groupText({ value, votes, board, why }: GroupBoard, by: string, io: Io): string {
  const heading = `${oneLine(by)}: ${oneLine(value)}`;
  if (!board) return `${heading}\n${wrapped([`${counted(votes, "vote")}. ${why ?? ""}`], io)}`;
  const notes = [sizeNote(board), ...boardNotes(board, oneLine)];
  return `${heading}\n${renderTable(board.rows, columns(board.rows), tableSettings(io))}\n${wrapped(notes, io)}`;
}

function anchorOf(text: string | undefined): { model: string; score: number } | undefined {
  if (text === undefined) return undefined;
  const [, model, score] = /^(.+)=(-?\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (model !== undefined && score !== undefined) return { model, score: Number(score) };
  throw new SetupError(`--anchor is \`${text}\`, but must be a model and its score: \`--anchor NAME=1114\`.`);
}

/** The flags of `penny arena rank`. */
interface RankFlags extends ExportFlags {
  /** A model and its score. */
  anchor?: string;
  /** Whether to take style out too. */
  style?: true;
  /** Conditions on votes. */
  where?: string[];
  /** The column to split by. */
  by?: string;
  /** Whose votes count. */
  voters?: string;
  /** Most votes of a voter on a day. */
  voterCap?: number;
  /** Most votes on a prompt, or `auto`. */
  promptCap?: number | "auto";
  /** Whether votes on answers that give a model away count too. */
  leaks?: true;
  /** Whether to tell Elo too. */
  elo?: true;
  /** Rounds of resampled votes; `true`: as many as usual. */
  bootstrap?: number | true;
  /** Whether to print for programs. */
  json?: true;
}

/** What the flags ask for. @throws SetupError. */
function rankSettings(flags: RankFlags): RankSettings {
  const anchor = anchorOf(flags.anchor);
  const { style, where, voters, voterCap, promptCap, leaks, elo, bootstrap } = flags;
  return {
    ...(anchor && { anchor }),
    ...(style && { style }),
    ...(where && { where: where.map(parseWhere) }),
    ...(voters !== undefined && { voters: parseVoters(voters) }),
    ...(voterCap !== undefined && { voterCap }),
    ...(promptCap !== undefined && { promptCap }),
    ...(leaks && { leaks }),
    ...(elo && { elo }),
    ...(bootstrap !== undefined && { bootstrap: { rounds: bootstrap === true ? BOOTSTRAP_ROUNDS : bootstrap } }),
  };
}

function tellUnrated(board: VoteBoard, io: Io): void {
  for (const { model, why } of board.unrated) io.err(`penny: ${oneLine(model)} is not rated: ${whyUnrated[why]}\n`);
}

/** The arena; that of files alone where a file is named and no log can be opened, since a file needs none. */
export async function arenaFor(path: string | undefined, io: Io): Promise<FileArena> {
  try {
    return (await io.workbench()).arena;
  } catch (error) {
    if (path === undefined || !(error instanceof SetupError)) throw error;
    return (await import("../index.ts")).fileArena(Date.now);
  }
}

async function rankBy(path: string | undefined, by: string, flags: RankFlags, io: Io): Promise<void> {
  const arena = await arenaFor(path, io);
  const { groups, choice } = await arena.rankBy(path, by, rankSettings(flags));
  if (!flags.json) {
    io.out(groups.map((group) => groupText(group, by, io)).join("\n"));
    io.out(`\n${wrapped([...methodNotes(flags.anchor !== undefined), ...choiceNotes(choice)], io)}`);
    return;
  }
  io.out(jsonText(Object.fromEntries(groups.map(({ value, board }) => [value, board?.rows ?? []]))));
  for (const { value, why } of groups)
    if (why !== undefined) io.err(`penny: ${oneLine(by)} ${oneLine(value)}: ${why}\n`);
  for (const note of choiceNotes(choice)) io.err(`penny: ${note}\n`);
}

async function rank(path: string | undefined, flags: RankFlags, io: Io): Promise<void> {
  checkExports(flags, path, io);
  const from = path === undefined ? undefined : fromFolder(io, path);
  if (flags.by !== undefined) return rankBy(from, flags.by, flags, io);
  const settings = rankSettings(flags);
  const anchored = settings.anchor !== undefined;
  const arena = await arenaFor(path, io);
  const published = flags.facts === undefined ? undefined : fromFolder(io, flags.facts);
  const sheet = wantsSheet(flags)
    ? await arena.sheet(from, { ...settings, facts: published, overTime: flags.html !== undefined })
    : undefined;
  const board = sheet?.board ?? (await arena.rank(from, settings));
  if (sheet) {
    const notes = notesOf(board, anchored, (name) => name);
    await writeSheet(sheet, flags, { title: path === undefined ? "Arena" : basename(path), notes }, io);
  }
  const names = board.rows.map(({ model }) => model);
  const facts = sheet?.facts ?? (await arena.facts(names, published));
  if (flags.json) return tellJson(board, facts, io);
  if (!toOutput(flags)) {
    const outside = path === undefined ? await withdrawalNotes(io) : [];
    io.out(`${boardText(board, facts, anchored, io)}${wrapped(outside, io)}`);
  }
  if (!sheet || !flags.matrix) return;
  const { table, note } = matrixText(sheet.matrix, board.rows.length, tableSettings(io));
  io.out(`\n${table}\n${wrapped([note], io)}`);
}

/** Models that are out of the arena, each with when and why; their places stay. */
async function withdrawalNotes(io: Io): Promise<string[]> {
  const { arena } = await io.workbench();
  const out = withdrawnModels(await arena.withdrawals());
  return [...out.values()].map(
    ({ model, at, why }) =>
      `Out of the arena since ${new Date(at).toISOString().slice(0, 10)}: ${oneLine(model)} (${oneLine(why)}).`,
  );
}

function tellJson(board: VoteBoard, facts: Facts, io: Io): void {
  io.out(jsonText(board.rows.map((row) => ({ ...row, ...facts.get(row.model) }))));
  for (const note of board.choice ? choiceNotes(board.choice) : []) io.err(`penny: ${note}\n`);
  tellUnrated(board, io);
}

function promptCapFrom(text: string): number | "auto" {
  if (text === "auto") return text;
  const most = Number(text);
  if (text.trim() !== "" && Number.isInteger(most) && most >= 1) return most;
  throw new SetupError(`--prompt-cap is \`${text}\`, but must be a whole number from 1, or auto.`);
}

/** Adds the flags that say which votes count and how they are rated. */
function addRankOptions(command: Command): Command {
  return command
    .option("--anchor <model=score>", "hold a model's score; intervals are about it then")
    .option("--style", "also rate with length, headers, lists and bold text taken out, where the votes tell them")
    .option(
      "--where <condition>",
      "only votes of which it is true: language=English, turn>1 (= != > >= < <=); may be given again",
      (each: string, before: string[] = []) => [...before, each],
    )
    .option("--by <column>", "a leaderboard for each value of a column; a list counts as each of its elements")
    .option("--voters <who>", "humans, judges, both, or names with commas between (default: humans)")
    .option(
      "--voter-cap <count>",
      "at most so many votes of each voter a day (UTC): the first",
      numberFrom("--voter-cap", 1, true),
    )
    .option(
      "--prompt-cap <count>",
      "at most so many votes on one prompt, or auto: what 99.99 % do not pass",
      promptCapFrom,
    )
    .option("--leaks", "also votes on answers that give a model away")
    .option(
      "--bootstrap [rounds]",
      "check the intervals by votes drawn anew (default: 1000 times)",
      numberFrom("--bootstrap", 2, true),
    )
    .option("--elo", "also online Elo, for comparison: it depends on the order of the votes");
}

/** Adds `rank`. */
export function addRankVerb(command: Command, io: Io): void {
  const verb = command
    .command("rank")
    .description("rate models by the votes of the log, or of a file")
    .argument(
      "[file]",
      "CSV, JSON, JSON lines or Parquet with model_a, model_b and winner; or AlpacaEval annotations (default: the votes of the log)",
    );
  addExportOptions(addRankOptions(verb))
    .option("--json", "an array of rows, for programs; with --by an object of them")
    .action((path: string | undefined, flags: RankFlags) => rank(path, flags, io));
}
