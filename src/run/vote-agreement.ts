/**
 * How far voters agree on the same battles: people with each other, and each model that judges with people. A vote is for one model,
 * for the other, or a tie of either kind; sides do not matter. The formulas are `stats`'. Pure.
 */
import { counted } from "../record/counted.ts";
import { winners } from "../record/vote.ts";
import { type Agreement, cohenKappa, rawAgreement } from "../stats/agreement.ts";
import type { Interval } from "../stats/interval.ts";
import { judgeBias } from "../stats/judge-bias.ts";
import { krippendorffAlpha } from "../stats/krippendorff-alpha.ts";
import { meanInterval } from "../stats/mean-interval.ts";
import { wilsonInterval } from "../stats/wilson.ts";
import { points } from "./eval-verdict.ts";
import { isJudged, type VoteTable } from "./vote-table.ts";

/** What was said of two models: the one of the lower number is better, the other is, or neither. */
type Word = "low" | "high" | "tie";

/** People with each other. */
export interface PeopleAgreement {
  /** Battles that two people or more voted on. */
  battles: number;
  /** Chance that two of the people who voted on a battle say the same, mean over battles. Absent: one battle alone, on which three or more voted. */
  agreement?: Interval;
  /** Agreement beyond chance, by Krippendorff's alpha, which like kappa is 0 for chance and 1 for full agreement. Absent: all said the same. */
  beyondChance?: Agreement;
}

/** One model that judges, with people. */
export interface JudgeWithPeople {
  /** The voter's name. */
  judge: string;
  /**
   * Battles that it and a person voted on. Of several people the first counts, not what most say: so the figures compare with how far
   * people agree with each other.
   */
  battles: number;
  /** Share of these on which it says what people say. */
  agreement: Agreement;
  /** Cohen's kappa: 0 is what chance gives, 1 full agreement. Absent: one of the two always said the same. */
  kappa?: Agreement;
  /** The share on which it says what people say, among those on which neither says tie. Absent: there are none. */
  decided?: Interval;
  /** Share of ties among its votes, and among people's. */
  ties: { judge: Interval; people: Interval };
  /**
   * How much more often it is for the longer of two answers than people are, as a share of a vote; above 0: it favours length. Absent: the votes
   * do not tell lengths, or too few.
   */
  length?: Interval;
  /** One sentence on what to do, without a full stop. */
  advice: string;
}

/** Who agrees with whom. */
export interface VoteAgreement {
  /** Battles with votes of two voters or more. */
  battles: number;
  /** People with each other. Absent: no two people voted on one battle. */
  people?: PeopleAgreement;
  /** Models that judge, with people; those with most common battles first. Empty: none shares a battle with people. */
  judges: JudgeWithPeople[];
}

/** What was said of one battle. */
interface Battle {
  /** By person. */
  people: Map<number, Word>;
  /** By model that judges. */
  judges: Map<number, Word>;
  /** 1: the answer of the model of the lower number is longer; −1: that of the other. Absent: unknown, or as long. */
  longer?: 1 | -1;
}

function wordOf({ a, b, winner }: VoteTable, vote: number): Word {
  const said = winners[winner[vote] as number];
  if (said !== "a" && said !== "b") return "tie";
  return (said === "a") === (a[vote] as number) < (b[vote] as number) ? "low" : "high";
}

/** Which of the answers is longer, if a vote tells it. */
function longerOf({ a, b, style }: VoteTable, vote: number, place: number): 1 | -1 | undefined {
  if (!style || place < 0) return undefined;
  const gap = Math.sign(style.gaps[vote * style.names.length + place] as number);
  if (gap === 0) return undefined;
  return ((a[vote] as number) < (b[vote] as number) ? gap : -gap) as 1 | -1;
}

/** All battles of which the voters are known. Of a voter who voted twice the last word counts. */
function battlesOf(table: VoteTable): Battle[] {
  const { a, b, battle, voter, models } = table;
  if (!battle || !voter) return [];
  const isOfJudge = isJudged(table);
  const place = table.style ? table.style.names.indexOf("tokens") : -1;
  const found = new Map<number, Battle>();
  for (let vote = 0; vote < a.length; vote++) {
    const [number, who] = [battle.of[vote] as number, voter.of[vote] as number];
    if (number < 0 || who < 0) continue;
    // A name that stands for battles of several models means several battles.
    const [low, high] = [a[vote] as number, b[vote] as number].sort((one, other) => one - other) as [number, number];
    const key = (number * models.length + low) * models.length + high;
    let one = found.get(key);
    if (!one) {
      one = { people: new Map(), judges: new Map() };
      found.set(key, one);
    }
    const longer = longerOf(table, vote, place);
    if (longer) one.longer = longer;
    (isOfJudge(vote) ? one.judges : one.people).set(who, wordOf(table, vote));
  }
  return [...found.values()];
}

/** Share of the pairs of voters who say the same. */
function alike(words: readonly Word[]): number {
  const same = (word: Word): number => {
    const count = words.filter((each) => each === word).length;
    return count * (count - 1);
  };
  return (same("low") + same("high") + same("tie")) / (words.length * (words.length - 1));
}

function peopleOf(battles: readonly Battle[]): PeopleAgreement | undefined {
  const said = battles.filter(({ people }) => people.size > 1).map(({ people }) => [...people.values()]);
  if (said.length === 0) return undefined;
  const shares = said.map(alike);
  const isPairs = said.every((words) => words.length === 2);
  const agreement = isPairs
    ? wilsonInterval(
        shares.reduce((sum, each) => sum + each, 0),
        shares.length,
      )
    : clipped(meanInterval(shares));
  // Alpha asks not who said what, so the first, second … word of each battle may stand for one rater.
  const most = said.reduce((longest, words) => Math.max(longest, words.length), 0);
  const beyondChance = krippendorffAlpha(Array.from({ length: most }, (_, rater) => said.map((words) => words[rater])));
  return {
    battles: said.length,
    ...(agreement ? { agreement } : {}),
    ...(beyondChance ? { beyondChance } : {}),
  };
}

/** An interval of a share, which is never beyond 0 and 1. */
function clipped(interval: Interval | undefined): Interval | undefined {
  if (!interval) return undefined;
  const { value, low, high, confidence } = interval;
  return { value, low: Math.max(0, low), high: Math.min(1, high), confidence };
}

/** How much a word is for the longer answer. */
function forLonger(word: Word, longer: 1 | -1): number {
  return word === "tie" ? 0.5 : Number((word === "low") === (longer === 1));
}

/** From here on two raters are commonly said to agree substantially (Landis and Koch 1977, https://doi.org/10.2307/2529310). */
const GOOD_KAPPA = 0.6;
/** Where people agree less than this with each other ("slight" agreement there), nobody can be measured by them. */
const SLIGHT_KAPPA = 0.2;
/** On fewer battles nothing is said of a judge but that they are too few. */
const FEW = 20;

/** What to do about a judge. @param people how far people agree among themselves. */
function adviceOf(found: Omit<JudgeWithPeople, "advice">, people: PeopleAgreement | undefined): string {
  const { judge, battles, kappa, ties, length } = found;
  const own = people && people.battles >= FEW ? people.beyondChance : undefined;
  const wanted = Math.max(SLIGHT_KAPPA, Math.min(GOOD_KAPPA, own?.value ?? GOOD_KAPPA));
  const asGood = wanted < GOOD_KAPPA ? "as well as they agree among themselves" : "well";
  const said: string[] = [];
  if (kappa?.low === undefined || kappa.high === undefined)
    said.push(
      `on ${counted(battles, "battle")} agreement of ${judge} beyond chance cannot be told: let people vote on more`,
    );
  else if (own?.high !== undefined && own.high < SLIGHT_KAPPA)
    said.push(`people hardly agree among themselves on what they voted on, so ${judge} cannot be measured by them`);
  else if (battles >= FEW && kappa.low >= wanted)
    said.push(`${judge} agrees with people ${asGood}: its votes may stand beside theirs`);
  else if (battles >= FEW && kappa.high < wanted)
    said.push(`${judge} does not agree with people ${asGood}: rate its votes apart, or change what it is asked`);
  else
    said.push(
      `${counted(battles, "common battle")} are too few to tell whether ${judge} votes as people do: let people vote on more`,
    );
  if (length && length.low > 0) said.push(`it favours long answers more than people do, by ${points(length.value)}`);
  if (length && length.high < 0) said.push(`it favours short answers more than people do, by ${points(length.value)}`);
  if (ties.judge.low > ties.people.high) said.push("it says tie more often than people");
  if (ties.judge.high < ties.people.low) said.push("it says tie less often than people");
  return said.join("; ");
}

function judgeOf(
  judge: string,
  said: readonly { own: Word; people: Word; longer?: 1 | -1 }[],
  people: PeopleAgreement | undefined,
): JudgeWithPeople | undefined {
  const [own, theirs] = [said.map((each) => each.own), said.map((each) => each.people)];
  const agreement = rawAgreement(own, theirs);
  if (!agreement) return undefined;
  // Of a rater who always says the same kappa is 0 whatever the other does.
  const bothVary = new Set(own).size > 1 && new Set(theirs).size > 1;
  const kappa = bothVary ? cohenKappa(own, theirs) : undefined;
  const clear = said.filter((each) => each.own !== "tie" && each.people !== "tie");
  const decided = wilsonInterval(clear.filter((each) => each.own === each.people).length, clear.length);
  const ties = (words: readonly Word[]): Interval =>
    wilsonInterval(words.filter((word) => word === "tie").length, words.length) as Interval;
  const measured = said.flatMap(({ longer, ...words }) => (longer ? [{ ...words, longer }] : []));
  const length = judgeBias(
    measured.map((each) => forLonger(each.own, each.longer)),
    measured.map((each) => forLonger(each.people, each.longer)),
  ).interval;
  const found = {
    judge,
    battles: said.length,
    agreement,
    ...(kappa ? { kappa } : {}),
    ...(decided ? { decided } : {}),
    ties: { judge: ties(own), people: ties(theirs) },
    ...(length ? { length } : {}),
  };
  return { ...found, advice: adviceOf(found, people) };
}

/** Who agrees with whom. Without battles that are told, nobody shares one. */
export function voteAgreement(table: VoteTable): VoteAgreement {
  const shared = battlesOf(table).filter(({ people, judges }) => people.size + judges.size > 1);
  const people = peopleOf(shared);
  const byJudge = new Map<number, { own: Word; people: Word; longer?: 1 | -1 }[]>();
  for (const { people: persons, judges, longer } of shared) {
    const [word] = persons.values();
    if (word === undefined) continue;
    for (const [judge, own] of judges) {
      const list = byJudge.get(judge) ?? [];
      list.push({ own, people: word, ...(longer ? { longer } : {}) });
      byJudge.set(judge, list);
    }
  }
  const judges = [...byJudge].flatMap(
    ([judge, said]) => judgeOf(table.voter?.texts[judge] as string, said, people) ?? [],
  );
  return {
    battles: shared.length,
    ...(people ? { people } : {}),
    judges: judges.sort((one, other) => other.battles - one.battles),
  };
}
