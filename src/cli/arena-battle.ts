/** `penny arena battle`: makes models meet over prompts or over an eval run's answers, and lets a person vote at once. Parses and prints. */
import type { PromptInput, Workbench } from "../index.ts";
import type { Battle } from "../record/battle.ts";
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import type { BattleFlags } from "./arena-battle-flags.ts";
import { requireTerminal, voteOnBattles, voterNamed } from "./arena-vote.ts";
import { fromFolder, inputOf } from "./ask-options.ts";
import { tellForecast } from "./confirm.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import { keyReader } from "./key-reader.ts";
import { jsonText, oneLine } from "./plain-text.ts";
import { progressLine } from "./progress.ts";
import { renderTable, tableSettings } from "./table.ts";

async function showChances(models: readonly string[] | undefined, flags: BattleFlags, io: Io): Promise<void> {
  const workbench = await io.workbench();
  const names =
    models &&
    (await Promise.all(models.map(async (name) => (await workbench.models.resolve(name, { keyLater: true })).id)));
  const chances = await workbench.arena.chances(names);
  if (flags.json) return io.out(jsonText(chances));
  const columns = [
    { title: "one", value: (row: (typeof chances)[number]) => oneLine(row.a) },
    { title: "other", value: (row: (typeof chances)[number]) => oneLine(row.b) },
    { title: "votes", value: (row: (typeof chances)[number]) => row.votes },
    { title: "gain", value: (row: (typeof chances)[number]) => row.gain.toPrecision(3), align: "right" as const },
    {
      title: "drawn",
      value: (row: (typeof chances)[number]) => `${(100 * row.share).toFixed(1)} %`,
      align: "right" as const,
    },
  ];
  io.out(`${renderTable(chances, columns, tableSettings(io))}\n`);
  io.out("gain: square points by which one vote more is expected to shrink the errors of all ratings together.\n");
}

async function promptsIn(path: string, io: Io): Promise<string[]> {
  const full = fromFolder(io, path);
  if (/\.(txt|md)$/i.test(full)) {
    const { readTextFile } = await import("../store/text-file.ts");
    const lines = (await readTextFile(full, "file of prompts")).split(/\r?\n/).map((line) => line.trim());
    const found = lines.filter((line) => line !== "");
    if (found.length > 0) return found;
    throw new SetupError(`${path} has no prompts: write one a line.`);
  }
  const [{ openRows }, { columnHint, rowPlace }] = await Promise.all([
    import("../store/open-rows.ts"),
    import("../store/row-source.ts"),
  ]);
  const prompts: string[] = [];
  for await (const row of (await openRows({ from: full, name: path, hasFormatFlag: false })).rows()) {
    const { prompt } = row.values;
    if (typeof prompt !== "string" || prompt.trim() === "")
      throw new SetupError(
        `${rowPlace({ name: path }, row)}: There is no text in \`prompt\`.${columnHint("prompt", row.values)}`,
      );
    prompts.push(prompt);
  }
  if (prompts.length > 0) return prompts;
  throw new SetupError(`${path} has no prompts.`);
}

interface Asked {
  battles: Battle[];
  code: ExitCode;
}

async function ask(
  inputs: readonly PromptInput[],
  again: boolean,
  flags: BattleFlags,
  io: Io,
  workbench: Workbench,
): Promise<Asked> {
  const models = flags.model ?? [];
  const bar = inputs.length > 1 ? progressLine(io) : undefined;
  const made = await workbench.arena.battle(
    { models, prompts: inputs },
    {
      again,
      signal: io.signal,
      ...(flags.budget === undefined ? {} : { budgetUsd: flags.budget }),
      confirm: async (estimate) => {
        if (estimate.calls === 0 || (estimate.calls <= 5 && flags.budget === undefined)) return true;
        return tellForecast(estimate, flags.yes ?? false, io);
      },
      onProgress: (progress) => bar?.update(progress),
    },
  );
  bar?.end();
  for (const sentence of made.failed) io.err(`penny: no battle: ${oneLine(sentence)}\n`);
  if (made.earlier > 0)
    io.err(`penny: ${counted(made.earlier, "prompt")} had a battle between these models already; asked nothing\n`);
  if (made.stopped === "budget")
    io.err(
      `penny: stopped before the budget of $${flags.budget} could be passed; the same command with a larger one goes on\n`,
    );
  if (made.stopped === "interrupted") io.err("penny: interrupted; the same command goes on\n");
  const codes: { [why: string]: ExitCode } = {
    budget: exitCodes.budget,
    interrupted: exitCodes.interrupted,
    declined: exitCodes.usage,
  };
  const code = made.stopped
    ? (codes[made.stopped] ?? exitCodes.failed)
    : made.failed.length > 0
      ? exitCodes.failed
      : exitCodes.ok;
  return { battles: made.battles, code };
}

/** Prompts typed one by one; each is voted on before the next is asked for. */
async function converse(base: PromptInput, flags: BattleFlags, io: Io, workbench: Workbench): Promise<ExitCode> {
  requireTerminal(io);
  const voter = voterNamed(flags, io);
  let cast = 0;
  for (;;) {
    const keys = keyReader(io);
    const typed = await keys.line("prompt (Enter alone ends): ").finally(() => keys.close());
    if (typed === undefined || typed.trim() === "") break;
    io.err("penny: two models answer …\n");
    const { battles, code } = await ask([{ ...base, prompt: typed }], true, flags, io, workbench);
    if (code === exitCodes.interrupted) return code;
    if (flags.vote) cast += await voteOnBattles(battles, voter, io);
  }
  io.err(`penny: ${counted(cast, "vote")} by ${oneLine(voter.name)}. \`penny arena rank\` rates the models\n`);
  return exitCodes.ok;
}

async function fromRun(flags: BattleFlags & { run: string }, workbench: Workbench, io: Io): Promise<Asked> {
  if (flags.model) throw new SetupError("--run takes the models of the run: leave -m out.");
  const { made, earlier, alike } = await workbench.arena.battlesOfRun(flags.run, flags.count);
  const more = [
    ...(earlier > 0 ? [`${counted(earlier, "pair")} had one already`] : []),
    ...(alike > 0 ? [`${counted(alike, "pair")} read alike and got none`] : []),
  ];
  io.err(`penny: ${counted(made.length, "battle")} made${more.length > 0 ? `; ${more.join("; ")}` : ""}\n`);
  return { battles: made, code: exitCodes.ok };
}

async function finish({ battles, code }: Asked, flags: BattleFlags, io: Io): Promise<ExitCode> {
  if (flags.json) io.out(jsonText(battles));
  if (battles.length === 0 || flags.json) return code;
  if (!(flags.vote && io.terminal.in && io.terminal.err)) {
    io.err(
      `penny: ${counted(battles.length, "battle")} in the log: \`penny arena vote\` shows ${battles.length === 1 ? "it" : "them"}\n`,
    );
    return code;
  }
  const voter = voterNamed(flags, io);
  const cast = await voteOnBattles(battles, voter, io);
  const left = battles.length - cast;
  io.err(
    `penny: ${counted(cast, "vote")} by ${oneLine(voter.name)}${left > 0 ? `, ${left} left: \`penny arena vote\` goes on` : ""}. \`penny arena rank\` rates the models\n`,
  );
  return code;
}

/** Runs the command. @throws SetupError before anything is sent. */
export async function battle(prompt: string | undefined, flags: BattleFlags, io: Io): Promise<ExitCode> {
  if (flags.chances) {
    await showChances(flags.model, flags, io);
    return exitCodes.ok;
  }
  const workbench = await io.workbench();
  const given = [
    prompt === undefined ? undefined : "a prompt",
    flags.run && "--run",
    flags.prompts && "--prompts",
  ].filter(Boolean);
  if (given.length > 1) throw new SetupError(`A battle is about ${given.join(" or ")}, not both: leave one out.`);
  if (flags.run !== undefined) return finish(await fromRun({ ...flags, run: flags.run }, workbench, io), flags, io);
  if ((flags.model ?? []).length < 2)
    throw new SetupError(
      'A battle needs two models: `penny arena battle "PROMPT" -m ONE -m OTHER`, or `--run last` for an eval run\'s answers.',
    );
  const base = await inputOf(flags, io);
  if (flags.prompts !== undefined) {
    const prompts = (await promptsIn(flags.prompts, io)).slice(0, flags.count);
    const inputs = prompts.map((each) => ({ ...base, prompt: each }));
    return finish(await ask(inputs, false, flags, io, workbench), flags, io);
  }
  if (prompt === undefined && flags.template === undefined && flags.fragment === undefined)
    return converse(base, flags, io, workbench);
  io.err("penny: two models answer …\n");
  return finish(await ask([prompt === undefined ? base : { ...base, prompt }], true, flags, io, workbench), flags, io);
}
