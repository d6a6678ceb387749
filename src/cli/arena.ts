/** `penny arena`: ratings of models from votes in a file, and published leaderboards. Parses and prints. */
import { counted } from "../record/counted.ts";
import { SetupError } from "../record/setup-error.ts";
import { addRankVerb, arenaFor } from "./arena-rank.ts";
import { addBattleVerbs } from "./arena-verbs.ts";
import { addVoterVerbs } from "./arena-voter-verbs.ts";
import { fromFolder } from "./ask-options.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { commandParser, type Example, runVerbs } from "./parse.ts";
import { jsonText, oneLine } from "./plain-text.ts";

const SUMMARY = "vote on pairs of answers, rate models from votes, ask published leaderboards";

const EXAMPLES: readonly Example[] = [
  {
    words: 'penny arena battle "Draw a pelican as SVG" -m pocket -m ollama/qwen3',
    does: "two answers, then a blind vote",
  },
  { words: "penny arena battle --run last", does: "battles from the answers of the last eval run" },
  { words: "penny arena vote", does: "vote on battles that wait" },
  { words: "penny arena rank", does: "ratings by the votes of the log" },
  { words: "penny arena rank votes.csv", does: "ratings with intervals and ranks, from any battle file" },
  { words: "penny arena rank votes.csv --where language=English --by turn", does: "leaderboards of some of the votes" },
  { words: "penny arena rank battles.json --anchor mixtral-8x7b-instruct-v0.1=1114", does: "on LMArena's scale" },
  {
    words: "penny arena leaderboard table.csv --above gpt-4-0314",
    does: "how many models of how many makers rank above",
  },
];

async function leaderboard(path: string, flags: { above?: string; json?: true }, io: Io): Promise<void> {
  if (flags.above === undefined) throw new SetupError("Say above which model: `--above gpt-4-0314`.");
  const arena = await arenaFor(path, io);
  const found = await arena.above(fromFolder(io, path), flags.above);
  if (flags.json) return io.out(jsonText(found));
  const { above, organizations, model, rank: place, merged } = found;
  const makers = organizations.length > 0 ? ` of ${counted(organizations.length, "organisation")}` : "";
  io.out(
    `${counted(above.length, "model")}${makers} ${above.length === 1 ? "ranks" : "rank"} above ${oneLine(model)}, which has rank ${place}.\n`,
  );
  if (organizations.length > 0) io.out(`${organizations.map(oneLine).sort().join(", ")}\n`);
  for (const [name, as] of merged) io.err(`penny: ${oneLine(name)} is counted as ${oneLine(as)}\n`);
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Blind votes on pairs of answers, and ratings from votes: which of two answers people prefer. Votes are kept in the log; any battle file can be rated without it.";
  let ended: ExitCode = exitCodes.ok;
  const command = commandParser("penny arena", about, io, EXAMPLES);
  addRankVerb(command, io);
  addBattleVerbs(command, io, (code) => (ended = code));
  addVoterVerbs(command, io, (code) => (ended = code));
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
