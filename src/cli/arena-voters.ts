/** `penny arena voters`: who voted, what each voter does to the ratings, and how far judges agree with people. Parses and prints. */
import type { VoterStudy } from "../index.ts";
import { counted } from "../record/counted.ts";
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";
import type { JudgeWithPeople, VoteAgreement } from "../run/vote-agreement.ts";
import { parseWhere } from "../run/vote-filter.ts";
import { isOneSided, isQuick, isUnlike, voterNotes } from "../run/voter-notes.ts";
import type { VoterRow } from "../run/voter-report.ts";
import { differenceText, duration } from "./amounts.ts";
import { fromFolder } from "./ask-options.ts";
import type { Io } from "./io.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { renderTable, type TableColumn, type TableSettings, tableSettings } from "./table.ts";
import { wrapText } from "./wrap-text.ts";

/** What to tell of those who voted. */
export interface VotersFlags {
  /** Only this voter. */
  voter?: string;
  /** Conditions on votes. */
  where?: string[];
  /** Also whether judges favour length. */
  style?: true;
  /** Everything as JSON. */
  json?: true;
}

/** Voters shown; --json has all. */
const MOST = 30;

interface Bounded {
  value: number;
  low?: number;
  high?: number;
}

function percent(share: number): string {
  return String(Math.round(100 * share));
}

function bounded(measure: Bounded | undefined, show: (value: number) => string, unit = ""): string | undefined {
  if (!measure) return undefined;
  const { value, low, high } = measure;
  if (low === undefined || high === undefined) return show(value) + unit;
  const [from, to] = [show(low), show(high)];
  return `${show(value)}${unit} [${from}${from.startsWith("−") ? "…" : "–"}${to}]`;
}

/** Points with their sign. */
function signed(points: number): string {
  const text = points.toFixed(Math.abs(points) < 10 ? 1 : 0);
  return Number(text) === 0 ? "0" : points > 0 ? `+${text}` : text.replace("-", "−");
}

function decimal(value: number): string {
  return value.toFixed(2).replace("-", "−");
}

function chance(p: number): string {
  return p < 0.001 ? "< 0.001" : p.toFixed(3);
}

/** The same after a name: `= 0.123`. */
function equal(p: number): string {
  return p < 0.001 ? chance(p) : `= ${chance(p)}`;
}

function marks(row: VoterRow): string {
  const found = [
    ...(isUnlike(row) ? ["unlike others"] : []),
    ...(isOneSided(row) ? ["one side"] : []),
    ...(isQuick(row) ? ["quick"] : []),
    ...(row.influence?.without === "unrated" ? ["needed"] : []),
  ];
  return found.join(", ");
}

function columns(rows: readonly VoterRow[]): TableColumn<VoterRow>[] {
  const where = (column: TableColumn<VoterRow>, has: (row: VoterRow) => boolean): TableColumn<VoterRow>[] =>
    rows.some(has) ? [column] : [];
  return [
    { title: "voter", value: (row) => row.voter, styles: () => ["bold"] },
    ...where(
      { title: "", value: (row) => (row.kind === "model" ? "judge" : "person") },
      (row) => row.kind !== rows[0]?.kind || row.kind === "model",
    ),
    { title: "votes", value: (row) => row.votes.toLocaleString("en-US"), align: "right" },
    { title: "ties", value: (row) => `${percent(row.ties.value)} %`, align: "right" },
    { title: "both bad", value: (row) => `${percent(row.bothBad.value)} %`, align: "right" },
    { title: "first side", value: (row) => bounded(row.side?.share, percent, " %"), align: "right" },
    ...where(
      { title: "without: points", value: (row) => row.influence && signed(row.influence.shift), align: "right" },
      (row) => row.influence !== undefined,
    ),
    ...where({ title: "of", value: (row) => row.influence?.model }, (row) => row.influence !== undefined),
    { title: "unlike: p", value: (row) => row.anomaly && chance(row.anomaly.adjusted), align: "right" },
    ...where(
      {
        title: "between votes",
        value: ({ secondsBetween }) =>
          secondsBetween === undefined ? undefined : secondsBetween > 3600 ? "> 1 h" : duration(1000 * secondsBetween),
        align: "right",
      },
      (row) => row.secondsBetween !== undefined,
    ),
    ...where({ title: "", value: marks }, (row) => marks(row) !== ""),
  ];
}

function judgesTable(judges: readonly JudgeWithPeople[], settings: TableSettings): string {
  return renderTable(
    judges,
    [
      { title: "judge", value: (each) => each.judge, styles: () => ["bold"] },
      { title: "battles", value: (each) => each.battles },
      { title: "says what people say", value: (each) => bounded(each.agreement, percent, " %"), align: "right" },
      { title: "where neither ties", value: (each) => bounded(each.decided, percent, " %"), align: "right" },
      { title: "kappa", value: (each) => bounded(each.kappa, decimal), align: "right" },
      ...(judges.some((each) => each.length)
        ? [
            {
              title: "to long answers",
              value: (each: JudgeWithPeople) => differenceText(each.length),
              align: "right" as const,
            },
          ]
        : []),
    ],
    settings,
  );
}

/** The advice as a sentence; a name keeps its letters. */
function adviceOf({ judge, advice }: JudgeWithPeople): string {
  return `${advice.startsWith(judge) ? advice : advice.charAt(0).toUpperCase() + advice.slice(1)}.`;
}

function agreementNotes({ battles, people, judges }: VoteAgreement): string[] {
  if (battles === 0) return [];
  const notes: string[] = [];
  if (people) {
    const share = bounded(people.agreement, percent, " %");
    const alpha = bounded(people.beyondChance, decimal);
    notes.push(
      `People agree with each other on ${share ?? "–"} of ${counted(people.battles, "battle")} that two or more voted on (beyond chance, by Krippendorff's alpha: ${alpha ?? "–"}).`,
    );
  }
  return [...notes, ...judges.map(adviceOf)];
}

function studyText({ report, agreement }: VoterStudy, io: Io): string {
  const settings = tableSettings(io);
  // The first of each kind, for judges beside people have habits worth seeing though no influence; and whoever is marked.
  const of = (isRater: boolean): VoterRow[] => report.voters.filter(({ kind }) => (kind === report.raters) === isRater);
  const shown = [of(true), of(false)].flatMap((rows) => rows.filter((row, place) => place < MOST || marks(row) !== ""));
  const table = renderTable(shown, columns(shown), settings);
  const judges = agreement.judges.length > 0 ? `\n${judgesTable(agreement.judges, settings)}` : "";
  const more = report.voters.length - shown.length;
  const notes = [
    ...(more > 0 ? [`And ${counted(more, "voter")} who matter less: --json has all.`] : []),
    ...voterNotes(report),
    ...agreementNotes(agreement),
    "without: how far the score of the model named would move without the voter. unlike: chance that one of so many like voters votes so unlike the others. [ ]: 95 % intervals.",
  ];
  const told = notes.flatMap((note) => wrapText([{ text: oneLine(note), styles: [] }], settings.width, io.color));
  return `${table}${judges}\n${told.join("\n")}\n`;
}

/** Everything about one voter. */
function voterText(row: VoterRow, judge: JudgeWithPeople | undefined): string {
  const { influence, anomaly, side } = row;
  const without = influence?.without;
  const how =
    anomaly?.how === "contrary" ? "against what the others say" : anomaly && `${anomaly.how.side} ${anomaly.how.model}`;
  const lines = [
    `${row.voter}: ${row.kind === "model" ? "a judge" : "a person"}, ${counted(row.votes, "vote")}.`,
    `Ties ${bounded(row.ties, percent, " %")}, both bad ${bounded(row.bothBad, percent, " %")}.`,
    ...(side ? [`First side among votes for either: ${bounded(side.share, percent, " %")}.`] : []),
    ...(influence
      ? [
          `Without this voter ${influence.model} would move by ${signed(influence.shift)} points, and the lead of the first model change by ${signed(influence.lead)}, to first order.`,
        ]
      : []),
    ...(without === "unrated" ? ["Without this voter some models could not be rated."] : []),
    ...(without && without !== "unrated"
      ? [`Rated again without: ${without.model} moves by ${signed(without.shift)} points; ${without.first} is first.`]
      : []),
    ...(anomaly
      ? [
          `Unlike the others, most of all ${how}: p ${equal(anomaly.p)}, among so many voters ${equal(anomaly.adjusted)}.`,
        ]
      : []),
    ...(row.secondsBetween === undefined
      ? []
      : [`Half of the votes came within ${duration(1000 * row.secondsBetween)} of the one before.`]),
    ...(row.sameBattle ? [`On a battle voted on before: ${counted(row.sameBattle, "vote")}.`] : []),
    ...(row.samePrompt ? [`On a prompt voted on before: ${counted(row.samePrompt, "vote")}.`] : []),
    ...(judge ? [adviceOf(judge)] : []),
  ];
  return lines.map((line) => `${oneLine(line)}\n`).join("");
}

/** Tells who voted. @throws SetupError if there are no votes, they tell no voter, or there is no such voter. */
export async function voters(path: string | undefined, flags: VotersFlags, io: Io): Promise<void> {
  const { arena } = await io.workbench();
  const study = await arena.voters(path === undefined ? undefined : fromFolder(io, path), {
    ...(flags.style ? { style: true } : {}),
    ...(flags.where ? { where: flags.where.map(parseWhere) } : {}),
  });
  const { report, agreement } = study;
  if (flags.voter === undefined) return io.out(flags.json ? jsonText(study) : studyText(study, io));
  const rows = report.voters.filter(({ voter }) => voter === flags.voter);
  if (rows.length === 0)
    throw new SetupError(
      `There is no vote of \`${flags.voter}\`.${nearestHint(
        flags.voter,
        report.voters.map(({ voter }) => voter),
      )}`,
    );
  if (flags.json) return io.out(jsonText(rows));
  for (const row of rows) {
    const judge = agreement.judges.find((each) => row.kind === "model" && each.judge === row.voter);
    io.out(voterText(row, judge));
  }
}
