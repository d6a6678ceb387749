/** What is to be known of those who voted, one sentence each, for people. Pure. It says who stands out, and judges nobody. */
import { counted } from "../record/counted.ts";
import { listed, points } from "./eval-verdict.ts";
import type { VoterReport, VoterRow } from "./voter-report.ts";

/** Below this chance, for all voters tried, a voter is named. */
const UNLIKELY = 0.05;
/** Two answers can hardly be read in less. */
const QUICK_SECONDS = 3;
/** Fewer votes tell no habit. */
const FEW = 10;
const SHOWN = 5;

/** Whether a voter votes unlike the others beyond chance. */
export function isUnlike({ anomaly }: VoterRow): boolean {
  return anomaly !== undefined && anomaly.adjusted < UNLIKELY;
}

/** Whether a voter goes by the side an answer stands on beyond chance. */
export function isOneSided({ side }: VoterRow): boolean {
  return side !== undefined && side.adjusted < UNLIKELY;
}

/** Whether a person votes quicker than two answers can be read. */
export function isQuick({ kind, votes, secondsBetween }: VoterRow): boolean {
  return kind === "human" && votes >= FEW && secondsBetween !== undefined && secondsBetween < QUICK_SECONDS;
}

/** The first few, and how many more. */
function some(texts: readonly string[]): string {
  if (texts.length <= SHOWN) return listed(texts);
  return `${texts.slice(0, SHOWN - 1).join(", ")} and ${texts.length - SHOWN + 1} more`;
}

function who({ voters, votes, unnamed }: VoterReport): string[] {
  const judges = voters.filter(({ kind }) => kind === "model");
  const people = voters.length - judges.length;
  const kinds = [
    ...(people > 0 ? [counted(people, "person", "people")] : []),
    ...(judges.length > 0 ? [counted(judges.length, "judge")] : []),
  ];
  const nobody = unnamed > 0 ? `; ${counted(unnamed, "vote tells", "votes tell")} no voter` : "";
  const judged = judges.reduce((sum, each) => sum + each.votes, 0);
  return [
    `${counted(votes, "vote")} by ${listed(kinds)}${nobody}.`,
    ...(kinds.length > 1
      ? [`Judges gave ${counted(judged, "vote")}: influence and oddity are told of people, among people.`]
      : []),
  ];
}

function firstPlace({ voters, first }: VoterReport): string[] {
  if (!first) return ["The votes rate no two models, so what each voter does to ratings cannot be told."];
  const notes: string[] = [];
  const holding = voters.flatMap(({ voter, votes, influence }) => {
    const without = influence?.without;
    return without && without !== "unrated" && without.first !== first.model
      ? [`without ${voter} (${counted(votes, "vote")}) ${without.first} is first`]
      : [];
  });
  const needed = voters.filter(({ influence }) => influence?.without === "unrated").map(({ voter }) => voter);
  if (holding.length > 0) notes.push(`First place hangs on single voters: ${some(holding)}.`);
  else if (needed.length === 0)
    notes.push(
      `${first.model} stays first without any one voter: those who matter most were left out in turn and the rest rated again.`,
    );
  if (needed.length > 0) notes.push(`Without ${some(needed)} some models could not be rated.`);
  return notes;
}

function habits({ voters }: VoterReport): string[] {
  const notes: string[] = [];
  const unlike = voters.filter(isUnlike).map(({ voter, anomaly }) => {
    const how = anomaly?.how ?? "contrary";
    return how === "contrary" ? `${voter} (against what they mostly say)` : `${voter} (${how.side} ${how.model})`;
  });
  if (unlike.length > 0)
    notes.push(`Unlike the others on the same models beyond chance: ${some(unlike)}. That may be taste, or rigging.`);
  const sided = voters.filter(isOneSided).map(({ voter, side }) => {
    const share = side?.share.value ?? 0;
    return `${voter} (${share > 0.5 ? "first" : "second"}, by ${points(share - 0.5)})`;
  });
  if (sided.length > 0) notes.push(`By the side an answer stands on beyond chance: ${some(sided)}.`);
  const quick = voters.filter(isQuick).map(({ voter, secondsBetween = 0 }) => `${voter} (${secondsBetween} s)`);
  if (quick.length > 0) notes.push(`Quicker than two answers are read, half of the time: ${some(quick)}.`);
  const again = voters.filter(({ sameBattle = 0 }) => sameBattle > 0);
  if (again.length > 0)
    notes.push(
      `On a battle voted on before: ${some(again.map(({ voter, sameBattle }) => `${voter} (${sameBattle})`))}.`,
    );
  return notes;
}

/** What is to be known of those who voted. */
export function voterNotes(report: VoterReport): string[] {
  return [...who(report), ...firstPlace(report), ...habits(report)];
}
