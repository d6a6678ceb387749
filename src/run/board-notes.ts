/** What is to be said below a leaderboard, one sentence each, for people. Pure. */
import { counted } from "../record/counted.ts";
import type { PositionBias } from "../stats/position-bias.ts";
import { listed } from "./eval-verdict.ts";
import { variantNotes } from "./variant-notes.ts";
import type { UnratedModel, VoteBoard } from "./vote-board.ts";

/** Why a model is not rated. */
export const whyUnrated: { readonly [why in UnratedModel["why"]]: string } = {
  unbeaten: "lost and tied no vote",
  winless: "won and tied no vote",
  apart: "no chain of votes leads to the others and back",
};

/** How names of models are shown: what makes them fit to print. */
type Shown = (name: string) => string;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function tiesNote({ winners: { a, b, tie, bothBad } }: VoteBoard): string[] {
  const all = a + b + tie + bothBad;
  if (tie + bothBad === 0) return ["Ties: none."];
  return [
    `Ties: ${percent((tie + bothBad) / all)} of the votes (as good ${percent(tie / all)}, both bad ${percent(bothBad / all)}).`,
  ];
}

function positionNote({ points }: PositionBias): string[] {
  if (!points) return [];
  const value = points.value.toFixed(0).replace(/^-/, "−");
  return [`Standing first is worth ${value} ± ${(1.96 * points.error).toFixed(0)} points.`];
}

function closestNote({ closest }: VoteBoard, shown: Shown): string[] {
  if (!closest) return [];
  const [one, other] = closest.models.map(shown);
  const more = Number.isFinite(closest.votes)
    ? `about ${counted(closest.votes, "more vote")} between them would (in 4 of 5 runs, if they differ as it seems)`
    : "no number of votes would, if they are as equal as it seems";
  return [`${one} and ${other} are not told apart: ${more}.`];
}

function flipNote({ flip }: VoteBoard, shown: Shown): string[] {
  if (!flip) return [];
  const them = flip.votes === 1 ? "it" : "them";
  return [`First place hangs on ${counted(flip.votes, "vote")}: without ${them} ${shown(flip.instead)} is first.`];
}

function effectsNote({ effects = [] }: VoteBoard): string[] {
  const known = effects.filter((each) => each.coefficient !== undefined);
  if (known.length === 0) return [];
  const each = known.map(
    ({ name, coefficient = 0, error = 0 }) => `${name} ${coefficient.toFixed(3)} ± ${error.toFixed(3)}`,
  );
  return [
    `style: what one standard deviation more of it adds to the log odds of an answer: ${each.join(", ")}; (style): with that taken out.`,
  ];
}

function checkNotes({ bootstrap, eloOrder }: VoteBoard): string[] {
  const notes: string[] = [];
  if (bootstrap) {
    const { rounds, roundsWithout, width } = bootstrap;
    const wide = width
      ? `: ${width.mean.toFixed(2)} times as wide as the intervals on average, ${width.least.toFixed(2)} to ${width.most.toFixed(2)}`
      : "";
    const without =
      roundsWithout > 0 ? `; ${counted(roundsWithout, "round")} rated not all models and do not count` : "";
    notes.push(`boot 95 %: from ${counted(rounds, "round")} of votes drawn anew${wide}${without}.`);
  }
  if (eloOrder)
    notes.push(
      `Elo: online, K = 4, ${eloOrder === "time" ? "in order of time" : "in the order of the rows, as not all votes tell their time"}; for comparison only: another order gives other numbers.`,
    );
  return notes;
}

const RATERS = {
  humans: undefined,
  judges: "These are votes of models that judge, not of people.",
  both: "Votes of people and of models that judge count alike here.",
} as const;

/** Whose votes count, and what was left out. */
export function choiceNotes(choice: NonNullable<VoteBoard["choice"]>): string[] {
  const { leftOut, raters, promptCap, repeated } = choice;
  const notes: string[] = [];
  if (RATERS[raters] !== undefined) notes.push(RATERS[raters]);
  const left = (votes: number | undefined, why: string): void => {
    if (votes !== undefined) notes.push(`Left out: ${counted(votes, "vote")} ${why}.`);
  };
  left(leftOut.judges, "of models that judge (--voters both counts them too, --voters judges them alone)");
  left(leftOut.humans, "of people");
  left(leftOut.otherVoters, "of other voters");
  left(leftOut.voterCap, "beyond the cap of a voter on a day");
  left(leftOut.promptCap, `beyond ${counted(promptCap ?? 0, "vote")} on one prompt`);
  left(leftOut.withdrawn, leftOut.withdrawn === 1 ? "that was taken back" : "that were taken back");
  left(leftOut.tells, "on answers that give a model away (--leaks counts them too)");
  if (repeated) {
    const have = repeated.prompts === 1 ? "has" : "have";
    notes.push(
      `${counted(repeated.prompts, "prompt")} ${have} 10 or more votes, ${counted(repeated.votes, "vote")} together; the one with most has ${repeated.most.toLocaleString("en-US")}. --prompt-cap limits what one prompt counts for.`,
    );
  }
  return notes;
}

/** What is to be said of one leaderboard beside its numbers; how they are made is not among it. */
export function boardNotes(board: VoteBoard, shown: Shown): string[] {
  return [
    ...(board.choice ? choiceNotes(board.choice) : []),
    ...tiesNote(board),
    ...closestNote(board, shown),
    ...flipNote(board, shown),
    ...positionNote(board.position),
    ...effectsNote(board),
    ...checkNotes(board),
    ...unratedNotes(board, shown),
    ...variantNotes(board.rows, shown),
  ];
}

function unratedNotes({ unrated }: VoteBoard, shown: Shown): string[] {
  return [...Map.groupBy(unrated, (each) => each.why)].map(
    ([why, models]) => `Not rated: ${listed(models.map((each) => shown(each.model)))}: ${whyUnrated[why]}.`,
  );
}

/** How the numbers of leaderboards are made. */
export function methodNotes(anchored: boolean): string[] {
  return [
    `Score: Bradley–Terry, ties half, 400 points are odds of 10 to 1; ${anchored ? "intervals are about the anchor" : "the mean is 1000"}; errors by the sandwich.`,
    "rank (UB): 1 + the models whose lower bound lies above the upper bound. rank: by differences, whatever the scale is held by.",
  ];
}
