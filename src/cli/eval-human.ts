/** `penny eval score RUN --human`: shows answers blind, one by one, and keeps what a person says of them. Decides nothing else. */
import type { HumanItem, Workbench } from "../index.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { type KeyReader, keyReader } from "./key-reader.ts";
import { rule, shownAnswer, wrapped } from "./shown-answer.ts";
import { styled } from "./wrap-text.ts";

/** One name, written over, so that a viewer that is open shows the next picture. */
const PICTURE = "penny-answer";
const KEYS = "p pass · f fail · s skip · n note · u undo · q quit";

async function show(item: HumanItem, place: string, io: Io, workbench: Workbench): Promise<void> {
  const answer = await shownAnswer(item.answer, PICTURE, workbench);
  io.err(`\n${rule(place, io)}${wrapped(item.question, io)}${rule("answer", io)}${wrapped(answer, io)}`);
  io.err(styled(`${KEYS}\n`, ["dim"], io.color));
}

type Said = { verdict: boolean; note?: string } | "skip" | "undo" | "quit";

/** What the person says of the answer that is shown. */
async function hear(keys: KeyReader, io: Io): Promise<Said> {
  let note: string | undefined;
  for (;;) {
    const key = (await keys.next()).toLowerCase();
    if (key === "p" || key === "f") {
      const text = note?.trim();
      return { verdict: key === "p", ...(text ? { note: text } : {}) };
    }
    if (key === "s") return "skip";
    if (key === "u") return "undo";
    if (key === "q" || key === "end" || key === "escape") return "quit";
    if (key === "n") note = (await keys.line("note: ")) ?? note;
    else io.err(styled(`${KEYS}\n`, ["dim"], io.color));
  }
}

/** Goes through the answers that nobody has judged. Gives how many were judged now. */
async function judge(run: string, items: HumanItem[], workbench: Workbench, io: Io): Promise<number> {
  const open = items.filter((item) => !item.label);
  const before = items.length - open.length;
  const done: number[] = [];
  const keys = keyReader(io);
  try {
    let place = 0;
    while (place < open.length) {
      const item = open[place] as HumanItem;
      await show(item, `${before + place + 1} of ${items.length}`, io, workbench);
      const said = await hear(keys, io);
      if (said === "quit") break;
      if (said === "undo") {
        if (place === 0) io.err("penny: there is nothing before this one to undo\n");
        else {
          place--;
          if (done.at(-1) === place) {
            done.pop();
            await workbench.evals.scoreByHand(run, open[place] as HumanItem, undefined);
          }
        }
        continue;
      }
      if (said !== "skip") {
        const { verdict, note } = said;
        await workbench.evals.scoreByHand(run, item, { passed: verdict, ...(note === undefined ? {} : { note }) });
        io.err(styled(verdict ? "pass\n" : "fail\n", [verdict ? "green" : "red"], io.color));
        done.push(place);
      }
      place++;
    }
  } finally {
    keys.close();
  }
  return done.length;
}

/**
 * Lets a person judge the answers of a run.
 * @throws SetupError if nobody sits at a terminal, or there is no answer.
 */
export async function scoreByHand(name: string, io: Io): Promise<ExitCode> {
  const workbench = await io.workbench();
  const items = await workbench.evals.humanItems(name);
  const { id } = await workbench.evals.report(name);
  if (items.length === 0) throw new SetupError(`Run ${id} has no answer to judge.`);
  const open = items.filter((item) => !item.label).length;
  if (open > 0 && !(io.terminal.in && io.terminal.err))
    throw new SetupError("Answers are shown on a terminal and judged by keys, but there is none: run this in one.");
  const judged = open > 0 ? await judge(id, items, workbench, io) : 0;
  const left = open - judged;
  const goOn = left > 0 ? `, ${left} left: the same command goes on` : "; all are";
  io.err(`penny: ${counted(judged, "answer")} judged${goOn}. \`penny eval judges ${id}\` compares scorers with you\n`);
  return exitCodes.ok;
}
