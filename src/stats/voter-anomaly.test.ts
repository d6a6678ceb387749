import { expect, test } from "vitest";
import { PairCounter, type PairCounts } from "./pair-counts.ts";
import { createRandom } from "./random.ts";
import { voterAnomalies } from "./voter-anomaly.ts";
import type { VoterVotes } from "./voter-votes.ts";

interface Simulated {
  voter: number[];
  a: number[];
  b: number[];
  outcome: number[];
}

/** Voters of 40 or more votes each on eight models: voter 0 turns every vote round, voter 1 always votes for model 3, the others are alike. */
function simulated(seed: number, voters: number, isHonest = false, each = 40): Simulated {
  const random = createRandom(seed);
  const votes: Simulated = { voter: [], a: [], b: [], outcome: [] };
  for (let vote = 0; vote < each * voters; vote++) {
    const voter = vote % voters;
    const a = Math.floor(random.unit() * 8);
    const b = (a + 1 + Math.floor(random.unit() * 7)) % 8;
    const p = 1 / (1 + Math.exp(0.3 * (a - b)));
    const tie = 1.4 * p * (1 - p);
    const draw = random.unit();
    let outcome = draw < tie ? 0.5 : draw < tie + p - tie / 2 ? 1 : 0;
    if (!isHonest && voter === 0) outcome = 1 - outcome;
    if (!isHonest && voter === 1 && (a === 3 || b === 3)) outcome = a === 3 ? 1 : 0;
    votes.voter.push(voter);
    votes.a.push(a);
    votes.b.push(b);
    votes.outcome.push(outcome);
  }
  return votes;
}

function countsOf(votes: VoterVotes): PairCounts {
  const counter = new PairCounter();
  for (let vote = 0; vote < votes.a.length; vote++)
    counter.add(votes.a[vote] as number, votes.b[vote] as number, votes.outcome[vote] as number);
  return counter.counts();
}

test("a voter who votes against the others, and one who favours a model, are named, and nobody else", () => {
  const votes = simulated(1, 60, false, 100);
  const found = voterAnomalies(votes, countsOf(votes));
  expect(found).toHaveLength(60);
  const named = found.filter(({ adjusted }) => adjusted < 0.05);
  expect(named.map(({ voter }) => voter).sort()).toEqual([0, 1]);
  expect(found.find(({ voter }) => voter === 0)?.contrary).toBeLessThan(0.001);
  expect(found.find(({ voter }) => voter === 1)?.favour).toMatchObject({ model: 3, side: "for" });
});

test("voters who are alike get chances as they should: few small ones", () => {
  let [contrary, either, all, named] = [0, 0, 0, 0];
  for (let seed = 1; seed <= 30; seed++) {
    const votes = simulated(100 + seed, 60, true);
    const found = voterAnomalies(votes, countsOf(votes));
    contrary += found.filter((each) => each.contrary < 0.05).length;
    either += found.filter((each) => each.p < 0.05).length;
    all += found.length;
    if (found.some((each) => each.adjusted < 0.05)) named++;
  }
  expect(contrary / all).toBeGreaterThan(0.03);
  expect(contrary / all).toBeLessThan(0.065);
  expect(either / all).toBeLessThan(0.055);
  expect(named).toBeLessThanOrEqual(4);
});

test("order and sides of votes change nothing", () => {
  const votes = simulated(3, 10);
  const turned = {
    voter: votes.voter.toReversed(),
    a: votes.b.toReversed(),
    b: votes.a.toReversed(),
    outcome: votes.outcome.map((each) => 1 - each).toReversed(),
  };
  const [one, other] = [voterAnomalies(votes, countsOf(votes)), voterAnomalies(turned, countsOf(turned))];
  expect(other.map(({ voter }) => voter)).toEqual(one.map(({ voter }) => voter));
  for (const [index, each] of one.entries()) {
    expect(other[index]?.p).toBeCloseTo(each.p, 10);
    expect(other[index]?.contrary).toBeCloseTo(each.contrary, 10);
  }
});

test("votes on pairs of nobody else tell nothing", () => {
  const votes = { voter: [0, 0, 1], a: [0, 0, 2], b: [1, 1, 3], outcome: [1, 1, 0] };
  expect(voterAnomalies(votes, countsOf(votes))).toEqual([
    { voter: 0, votes: 0, contrary: 1, p: 1, adjusted: 1 },
    { voter: 1, votes: 0, contrary: 1, p: 1, adjusted: 1 },
  ]);
});
