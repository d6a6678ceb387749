/**
 * Who voted: how many votes each voter gave and of what kind, what the voter does to the ratings, who votes unlike the others, who goes
 * by the side an answer stands on, who is quick, who votes on the same again. The formulas are `stats`'. Pure. It accuses nobody: a
 * taste of one's own is no fraud, and takes no vote out.
 */
import { SetupError } from "../record/setup-error.ts";
import { outcomes, winners } from "../record/vote.ts";
import { holm } from "../stats/adjust.ts";
import { bradleyTerry, POINTS } from "../stats/bradley-terry.ts";
import { comparisonGraph, countsWithin } from "../stats/comparison-graph.ts";
import type { Interval } from "../stats/interval.ts";
import { mcnemarTest } from "../stats/mcnemar.ts";
import { type PairCounts, pairCounts } from "../stats/pair-counts.ts";
import { percentile } from "../stats/percentile.ts";
import { voterAnomalies } from "../stats/voter-anomaly.ts";
import { leaveVotersOut, type VoterInfluence, voterInfluences } from "../stats/voter-influence.ts";
import { type VoterVotes, votesOfVoters } from "../stats/voter-votes.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import { isJudged, type TextColumn, type VoteTable, votesBetween, votesWhere } from "./vote-table.ts";

/** Who may vote. */
export type VoterKind = "human" | "model";

/** The ratings without one voter, exactly. */
export interface RatedWithout {
  /** The model that moves most. */
  model: string;
  /** How far it moves without the voter, in points; negative: down. */
  shift: number;
  /** The model in first place without the voter. */
  first: string;
}

/** What one voter does to the ratings. */
export interface InfluenceOfVoter {
  /** The model whose score would move most without the voter. */
  model: string;
  /** How far it would, to first order, in points; negative: down. */
  shift: number;
  /** How much the lead of the first model over the second would grow without the voter, to first order, in points. */
  lead: number;
  /**
   * The same by rating again. `unrated`: without the voter some models have no rating. Absent: the voter is not among those who
   * matter most.
   */
  without?: RatedWithout | "unrated";
}

/** How unlike the others a voter votes. */
export interface AnomalyOfVoter {
  /** The chance that a voter like the others votes at least as much against what they mostly say, or for or against one model. */
  p: number;
  /** The same for all voters tried (Holm): below 0.05, the chance that any voter like the others is named is 5 %. */
  adjusted: number;
  /** What is unusual, the more telling of the two: votes against the others, or for or against one model. */
  how: "contrary" | { model: string; side: "for" | "against" };
}

/** What a voter makes of the side an answer stands on. */
export interface SideBias {
  /** Share of the first side among votes for either; with shuffled sides and no bias ½. */
  share: Interval;
  /** The chance of a share so far from ½ without bias, for all voters tried (Holm). */
  adjusted: number;
}

/** One voter. */
export interface VoterRow {
  /** Name. */
  voter: string;
  /** `human`: a person. `model`: a model or a program that judges. */
  kind: VoterKind;
  /** Votes given. */
  votes: number;
  /** Share of them that say "as good". */
  ties: Interval;
  /** Share of them that say "neither is any good". */
  bothBad: Interval;
  /** Whether the first side is preferred. Absent: no vote is for either. */
  side?: SideBias;
  /** What the voter does to the ratings. Absent: no vote is on models that can be rated, or it is a judge beside people. */
  influence?: InfluenceOfVoter;
  /** How unlike the others. Absent: nobody else voted on the same models, or it is a judge beside people. */
  anomaly?: AnomalyOfVoter;
  /** Median of the seconds from one vote to the voter's next. Absent: fewer than two times are known, or they are told by the minute. */
  secondsBetween?: number;
  /** Votes on a battle that the voter had voted on before. Absent: no vote tells its battle. */
  sameBattle?: number;
  /** Votes on a prompt that the voter had voted on before, whatever the models. Absent: no vote tells its prompt. */
  samePrompt?: number;
}

/** All who voted. */
export interface VoterReport {
  /** Those who move a score most first; a name that stands for a person and a judge is there twice. */
  voters: VoterRow[];
  /** All votes. */
  votes: number;
  /** Whose votes rate the models that influence is told of, and are compared with each other: people's, or judges' if there are only theirs. */
  raters: VoterKind;
  /** Votes that tell no voter; they count as people's. */
  unnamed: number;
  /** The two models with the highest scores, and by how many points the first leads. Absent: no two models can be rated. */
  first?: { model: string; over: string; lead: number };
}

/** Voters left out exactly: those who move a score most, and as many who hold up the first place most. */
const EXACT = 5;
const MINUTE_MS = 60_000;

/** Voters by number. The last number, if votes tell no voter, is nobody's. */
interface Numbered {
  names: { voter: string; kind: VoterKind }[];
  voter: Int32Array;
  unnamed: number;
}

function numbered(table: VoteTable): Numbered {
  const { voter, a } = table;
  if (!voter) throw new SetupError("The votes do not tell who voted: they need a column `voter` or `judge`.");
  const isOfJudge = isJudged(table);
  const numbers = new Map<number, number>();
  const names: Numbered["names"] = [];
  const of = new Int32Array(a.length);
  let unnamed = 0;
  for (let vote = 0; vote < a.length; vote++) {
    const text = voter.of[vote] as number;
    if (text < 0) {
      of[vote] = -1;
      unnamed++;
      continue;
    }
    const isModel = isOfJudge(vote);
    const key = 2 * text + Number(isModel);
    let number = numbers.get(key);
    if (number === undefined) {
      number = names.length;
      numbers.set(key, number);
      names.push({ voter: voter.texts[text] as string, kind: isModel ? "model" : "human" });
    }
    of[vote] = number;
  }
  if (unnamed > 0) for (let vote = 0; vote < of.length; vote++) if (of[vote] === -1) of[vote] = names.length;
  return { names, voter: of, unnamed };
}

function outcomesOf({ winner }: VoteTable): Float64Array {
  return Float64Array.from(winner, (each) => outcomes[each] as number);
}

/** Votes of the table with their voters. */
type TableVotes = VoterVotes & Pick<VoteTable, "a" | "b">;

/** Some of the votes. */
function votesOf({ voter, a, b, outcome }: TableVotes, kept: Int32Array): TableVotes {
  return {
    voter: kept.map((vote) => voter[vote] as number),
    a: kept.map((vote) => a[vote] as number),
    b: kept.map((vote) => b[vote] as number),
    outcome: Float64Array.from(kept, (vote) => outcome[vote] as number),
  };
}

interface Influences {
  of: Map<number, InfluenceOfVoter>;
  first: NonNullable<VoterReport["first"]>;
}

/** What voters do to the ratings of the models that can be rated. `undefined`: no two can. */
function influencesOf(
  all: TableVotes,
  counts: PairCounts,
  models: readonly string[],
  voters: number,
): Influences | undefined {
  const [group = []] = comparisonGraph(counts).groups;
  if (group.length < 2) return undefined;
  const name = (model: number): string => models[group[model] as number] as string;
  const within = countsWithin(counts, group);
  const { kept, ...between } = votesBetween(all, group, counts.size);
  const votes = { ...votesOf(all, kept), ...between };
  const { natural } = bradleyTerry(within);
  const found = voterInfluences(votes, within, natural).filter(({ voter }) => voter < voters);
  const [first = 0, second = 0] = [...natural.keys()].sort(
    (one, other) => (natural[other] as number) - (natural[one] as number),
  );
  const propping = [...found].sort((one, other) => one.lead - other.lead);
  const exact = new Set([...found.slice(0, EXACT), ...propping.slice(0, EXACT)].map(({ voter }) => voter));
  const without = new Map(
    leaveVotersOut([...exact], votes, within, natural).map(({ voter, model, shift, first: instead }) => [
      voter,
      model === undefined || shift === undefined || instead === undefined
        ? ("unrated" as const)
        : { model: name(model), shift, first: name(instead) },
    ]),
  );
  const told = ({ voter, model, shift, lead }: VoterInfluence): InfluenceOfVoter => {
    const again = without.get(voter);
    return { model: name(model), shift, lead, ...(again ? { without: again } : {}) };
  };
  return {
    of: new Map(found.map((each) => [each.voter, told(each)])),
    first: {
      model: name(first),
      over: name(second),
      lead: ((natural[first] as number) - (natural[second] as number)) * POINTS,
    },
  };
}

function anomaliesOf(votes: VoterVotes, counts: PairCounts, models: readonly string[]): Map<number, AnomalyOfVoter> {
  const found = new Map<number, AnomalyOfVoter>();
  for (const { voter, votes: shared, contrary, favour, p, adjusted } of voterAnomalies(votes, counts)) {
    if (shared === 0) continue;
    const isFavour = favour && favour.p < contrary;
    found.set(voter, {
      p,
      adjusted,
      how: isFavour ? { model: models[favour.model] as string, side: favour.side } : "contrary",
    });
  }
  return found;
}

/** Median of the seconds between a voter's votes. `undefined`: too few times are known. */
function pause(places: Int32Array, at: Float64Array): number | undefined {
  const times = Float64Array.from(places, (vote) => at[vote] as number)
    .filter((time) => !Number.isNaN(time))
    .sort();
  const gaps = Array.from(times.subarray(1), (time, index) => (time - (times[index] as number)) / 1000);
  return percentile(gaps, 0.5);
}

/** Times told by the minute, or by the day, say nothing of the seconds between votes. */
function isFine(at: Float64Array | undefined): at is Float64Array {
  return at?.some((time) => !Number.isNaN(time) && time % MINUTE_MS !== 0) ?? false;
}

/** Votes on something that was voted on before among these. `undefined`: none tells. */
function repeats(places: Int32Array, column: TextColumn | undefined): number | undefined {
  if (!column) return undefined;
  const seen = new Set<number>();
  let known = 0;
  for (const vote of places) {
    const text = column.of[vote] as number;
    if (text < 0) continue;
    known++;
    seen.add(text);
  }
  return known - seen.size;
}

/** How often each winner was named. */
function tally(places: Int32Array, winner: Uint8Array): { a: number; b: number; tie: number; "both-bad": number } {
  const found = { a: 0, b: 0, tie: 0, "both-bad": 0 };
  for (const vote of places) found[winners[winner[vote] as number] as keyof typeof found]++;
  return found;
}

type Plain = Omit<VoterRow, "side" | "influence" | "anomaly"> & { first: number; second: number };

/** What can be told of a voter without the others. */
function plainRow(
  name: Numbered["names"][number],
  places: Int32Array,
  table: VoteTable,
  at: Float64Array | undefined,
): Plain {
  const { a, b, tie, "both-bad": bad } = tally(places, table.winner);
  const secondsBetween = at && pause(places, at);
  const sameBattle = repeats(places, table.battle);
  const samePrompt = repeats(places, table.prompt);
  const share = (count: number): Interval => wilsonInterval(count, places.length) as Interval;
  return {
    ...name,
    votes: places.length,
    ties: share(tie),
    bothBad: share(bad),
    first: a,
    second: b,
    ...(secondsBetween === undefined ? {} : { secondsBetween }),
    ...(sameBattle === undefined ? {} : { sameBattle }),
    ...(samePrompt === undefined ? {} : { samePrompt }),
  };
}

/** Those who move a score most first, then those with most votes. */
function byInfluence(one: VoterRow, other: VoterRow): number {
  const size = ({ influence }: VoterRow): number => (influence ? Math.abs(influence.shift) : -1);
  return size(other) - size(one) || other.votes - one.votes;
}

/**
 * Who voted.
 * @throws SetupError if no vote tells who gave it.
 */
export function voterReport(table: VoteTable): VoterReport {
  const { names, voter, unnamed } = numbered(table);
  if (names.length === 0)
    throw new SetupError("The votes do not tell who voted: `voter` or `judge` is empty in all of them.");
  const { a, b, models } = table;
  const all: TableVotes = { voter, a, b, outcome: outcomesOf(table) };
  const isHuman = unnamed > 0 || names.some(({ kind }) => kind === "human");
  const raters = isHuman ? "human" : "model";
  const kept = votesWhere(all, (vote) => (names[voter[vote] as number]?.kind ?? "human") === raters);
  const votes = votesOf(all, kept);
  const counts = pairCounts(models.length, votes);
  const influences = influencesOf(votes, counts, models, names.length);
  const anomalies = anomaliesOf(votes, counts, models);
  const at = isFine(table.at) ? table.at : undefined;
  const places = votesOfVoters(all);
  const plain = names.map((name, number) => plainRow(name, places[number] as Int32Array, table, at));
  const sides = holm(plain.map(({ first, second }) => mcnemarTest(first, second).exact));
  const voters = plain.map(({ first, second, ...row }, number): VoterRow => {
    const share = wilsonInterval(first, first + second);
    const influence = influences?.of.get(number);
    const anomaly = anomalies.get(number);
    return {
      ...row,
      ...(share ? { side: { share, adjusted: sides[number] as number } } : {}),
      ...(influence ? { influence } : {}),
      ...(anomaly ? { anomaly } : {}),
    };
  });
  return {
    voters: voters.sort(byInfluence),
    votes: a.length,
    raters,
    unnamed,
    ...(influences ? { first: influences.first } : {}),
  };
}
