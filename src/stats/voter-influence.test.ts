import fc from "fast-check";
import { expect, test } from "vitest";
import { bradleyTerry, POINTS } from "./bradley-terry.ts";
import { countsWithout } from "./fewer-votes.ts";
import { PairCounter, type PairCounts } from "./pair-counts.ts";
import { createRandom } from "./random.ts";
import { leaveVotersOut, voterInfluences } from "./voter-influence.ts";
import { type VoterVotes, votesOfVoters } from "./voter-votes.ts";

/** 20 voters of 30 votes each on five models; the last one always votes for model 4. */
function simulated(seed: number): VoterVotes & { voter: number[]; a: number[]; b: number[]; outcome: number[] } {
  const random = createRandom(seed);
  const votes = { voter: [] as number[], a: [] as number[], b: [] as number[], outcome: [] as number[] };
  for (let vote = 0; vote < 600; vote++) {
    const voter = vote % 20;
    const a = voter === 19 ? 4 : Math.floor(random.unit() * 5);
    const b = (a + 1 + Math.floor(random.unit() * 4)) % 5;
    const p = 1 / (1 + Math.exp(0.15 * (a - b)));
    votes.voter.push(voter);
    votes.a.push(a);
    votes.b.push(b);
    votes.outcome.push(voter === 19 ? 1 : random.unit() < 0.3 ? 0.5 : random.unit() < p ? 1 : 0);
  }
  return votes;
}

function countsOf(votes: VoterVotes, without = -1): PairCounts {
  const counter = new PairCounter();
  for (let vote = 0; vote < votes.a.length; vote++)
    if (votes.voter[vote] !== without)
      counter.add(votes.a[vote] as number, votes.b[vote] as number, votes.outcome[vote] as number);
  return counter.counts(5);
}

test("ratings without a voter are those of the others' votes", () => {
  const votes = simulated(1);
  const counts = countsOf(votes);
  const { natural } = bradleyTerry(counts);
  for (const { voter, natural: found, model = 0, shift = 0 } of leaveVotersOut([0, 7, 19], votes, counts, natural)) {
    const wanted = bradleyTerry(countsOf(votes, voter)).natural;
    for (const [each, value] of wanted.entries()) expect(found?.[each]).toBeCloseTo(value, 10);
    expect(shift).toBeCloseTo(((wanted[model] as number) - (natural[model] as number)) * POINTS, 7);
  }
});

test("influence to first order finds the voter who moves most, and about how far", () => {
  const votes = simulated(2);
  const counts = countsOf(votes);
  const { natural } = bradleyTerry(counts);
  const found = voterInfluences(votes, counts, natural);
  expect(found).toHaveLength(20);
  expect(found[0]).toMatchObject({ voter: 19, votes: 30, model: 4 });
  expect(found[0]?.shift).toBeLessThan(0);
  for (const { voter, shift, model, lead } of found) {
    const [exact] = leaveVotersOut([voter], votes, counts, natural);
    const moved = (each: number): number => ((exact?.natural?.[each] ?? 0) - (natural[each] as number)) * POINTS;
    // A voter gives a twentieth of the votes, or for model 4 far more.
    expect(Math.abs(moved(model) - shift)).toBeLessThan(
      0.15 * Math.abs(shift) + 0.6 + (voter === 19 ? 0.2 : 0) * Math.abs(shift),
    );
    const order = [...natural.keys()].sort((one, other) => (natural[other] as number) - (natural[one] as number));
    const change = moved(order[0] as number) - moved(order[1] as number);
    expect(Math.abs(change - lead)).toBeLessThan(0.35 * Math.abs(lead) + 1);
  }
});

test("a voter without whom a model has no votes leaves no ratings", () => {
  const votes = { voter: [0, 0, 1, 1], a: [0, 0, 1, 1], b: [1, 1, 2, 2], outcome: [1, 0, 1, 0] };
  const counter = new PairCounter();
  for (const place of votes.a.keys())
    counter.add(votes.a[place] as number, votes.b[place] as number, votes.outcome[place] as number);
  const counts = counter.counts();
  expect(leaveVotersOut([1], votes, counts, bradleyTerry(counts).natural)).toEqual([{ voter: 1 }]);
});

test("votes come together by voter, in order", () => {
  const voter = [2, 0, 2, 4, 0];
  const places = votesOfVoters({ voter, a: [], b: [], outcome: [] }).map((each) => [...each]);
  expect(places).toEqual([[1, 4], [], [0, 2], [], [3]]);
});

test("votes taken out and counted again make the counts they were", () => {
  const vote = fc.record({
    a: fc.integer({ min: 0, max: 3 }),
    step: fc.integer({ min: 1, max: 3 }),
    outcome: fc.constantFrom(0, 0.5, 1),
    isTaken: fc.boolean(),
  });
  fc.assert(
    fc.property(fc.array(vote), (votes) => {
      const [every, kept] = [new PairCounter(), new PairCounter()];
      const taken = [];
      for (const { a, step, outcome, isTaken } of votes) {
        const b = (a + step) % 4;
        every.add(a, b, outcome);
        if (isTaken) taken.push({ a: b, b: a, outcome: 1 - outcome, count: 1 });
        kept.add(a, b, outcome, isTaken ? 0 : 1);
      }
      expect(countsWithout(every.counts(4), taken)).toEqual(kept.counts(4));
    }),
  );
  const counter = new PairCounter();
  counter.add(0, 1, 1, 2);
  expect(() => countsWithout(counter.counts(), [{ a: 0, b: 1, outcome: 1, count: 3 }])).toThrow("no 3 votes");
  expect(countsWithout(counter.counts(), [{ a: 1, b: 0, outcome: 0, count: 1, instead: 1 }])).toMatchObject({
    won: Float64Array.of(1),
    lost: Float64Array.of(1),
  });
});
