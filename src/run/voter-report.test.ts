/** Who voted: shares, influence, oddity and haste of voters whose habits are known. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { goldenModels, goldenVotes } from "../../test/support/golden-votes.ts";
import { type Said, voteTableOf } from "../../test/support/vote-table-of.ts";
import { winners } from "../record/vote.ts";
import { createRandom } from "../stats/random.ts";
import { isQuick, isUnlike, voterNotes } from "./voter-notes.ts";
import { type VoterRow, voterReport } from "./voter-report.ts";

function row(votes: readonly Said[], name: string, kind = "human"): VoterRow {
  const found = voterReport(voteTableOf(votes)).voters.find((each) => each.voter === name && each.kind === kind);
  if (!found) throw new Error(name);
  return found;
}

/** Each beats the other once, so that both can be rated. */
const EVEN: Said[] = [
  { a: "x", b: "y", winner: "a", voter: "zoe" },
  { a: "x", b: "y", winner: "b", voter: "zoe" },
];

/** All golden votes, and who gave them: 400 voters in turn, in an order drawn by lot. */
function golden(): Said[] {
  const votes = goldenVotes.flatMap(([a, b, outcome, count]) =>
    Array.from(
      { length: count },
      (): Said => ({
        a: goldenModels[a] as string,
        b: goldenModels[b] as string,
        winner: outcome === 1 ? "a" : outcome === 0 ? "b" : "tie",
      }),
    ),
  );
  const random = createRandom(5);
  for (let last = votes.length - 1; last > 0; last--) {
    const other = Math.floor(random.unit() * (last + 1));
    [votes[last], votes[other]] = [votes[other] as Said, votes[last] as Said];
  }
  return votes.map((vote, place) => ({ ...vote, voter: `voter ${place % 400}` }));
}

describe("riggers among 100,000 golden votes", () => {
  const honest = golden();
  const models = [...goldenModels];
  const favoured = models[40] as string;
  const rigged: Said[] = [
    // One who always votes for a model in the middle of the field, against any other.
    ...Array.from({ length: 300 }, (_, place): Said => {
      const other = models[place % 100 === 40 ? 41 : place % 100] as string;
      return place % 2 === 0
        ? { a: favoured, b: other, winner: "a", voter: "fan" }
        : { a: other, b: favoured, winner: "b", voter: "fan" };
    }),
    // One who says the opposite of what others said of the same.
    ...honest
      .filter(({ winner }) => winner !== "tie")
      .slice(0, 2_000)
      .map((vote): Said => ({ ...vote, winner: vote.winner === "a" ? "b" : "a", voter: "contrarian" })),
    // One who always takes the first.
    ...honest.slice(3_000, 3_060).map((vote): Said => ({ ...vote, winner: "a", voter: "lazy" })),
  ];
  const report = voterReport(voteTableOf([...honest, ...rigged]));
  const of = (name: string): VoterRow => report.voters.find(({ voter }) => voter === name) as VoterRow;

  test("they are named, and nobody else", () => {
    expect(
      report.voters
        .filter(isUnlike)
        .map(({ voter }) => voter)
        .filter((voter) => voter !== "lazy")
        .sort(),
    ).toEqual(["contrarian", "fan"]);
    expect(of("fan").anomaly?.how).toEqual({ model: favoured, side: "for" });
    expect(of("contrarian").anomaly?.how).toBe("contrary");
    expect(of("lazy").side).toMatchObject({ share: { value: 1, high: 1 } });
    expect(of("lazy").side?.adjusted).toBeLessThan(1e-9);
    expect(report.voters.filter(({ side }) => (side?.adjusted ?? 1) < 0.05).map(({ voter }) => voter)).toContain(
      "lazy",
    );
  });

  test("who moves a score most stands first, with what rating again gives", () => {
    expect(report.voters.slice(0, 2).map(({ voter }) => voter)).toContain("fan");
    const { influence } = of("fan");
    expect(influence?.model).toBe(favoured);
    expect(influence?.shift).toBeLessThan(-10);
    const without = influence?.without;
    if (without === undefined || without === "unrated") throw new Error("not rated again");
    expect(without.model).toBe(favoured);
    expect(Math.abs(without.shift - (influence?.shift ?? 0))).toBeLessThan(0.3 * Math.abs(without.shift));
    expect(report.voters.filter((each) => each.influence?.without).length).toBeLessThanOrEqual(10);
  });

  test("the notes name them", () => {
    const notes = voterNotes(report).join("\n");
    expect(notes).toContain("102,360 votes by 403 people.");
    expect(notes).toMatch(/Unlike the others .*fan \(for /);
  });
});

test("shares of ties and of votes for the first side are counts with intervals", () => {
  const votes: Said[] = [
    ...EVEN,
    { a: "x", b: "y", winner: "tie", voter: "ann" },
    { a: "x", b: "y", winner: "both-bad", voter: "ann" },
    { a: "y", b: "x", winner: "a", voter: "ann" },
    { a: "x", b: "y", winner: "a", voter: "ann" },
  ];
  const ann = row(votes, "ann");
  expect(ann).toMatchObject({ kind: "human", votes: 4, ties: { value: 0.25 }, bothBad: { value: 0.25 } });
  expect(ann.side?.share).toMatchObject({ value: 1, high: 1 });
  expect(ann.side?.share.low).toBeGreaterThan(0.3);
  expect(row([...EVEN, { a: "x", b: "y", winner: "tie", voter: "ben" }], "ben").side).toBeUndefined();
});

test("a voter without whom another model is first is named", () => {
  const votes: Said[] = [
    ...Array.from({ length: 10 }, (): Said => ({ a: "x", b: "y", winner: "a", voter: "crowd" })),
    ...Array.from({ length: 9 }, (): Said => ({ a: "x", b: "y", winner: "b", voter: "crowd" })),
    ...Array.from({ length: 4 }, (): Said => ({ a: "y", b: "x", winner: "a", voter: "one" })),
  ];
  const report = voterReport(voteTableOf(votes));
  expect(report.first).toMatchObject({ model: "y", over: "x" });
  expect(row(votes, "one").influence?.without).toMatchObject({ first: "x" });
  expect(voterNotes(report).join(" ")).toContain(
    "First place hangs on single voters: without one (4 votes) x is first",
  );
});

test("a voter without whom models have no rating is told as such", () => {
  const votes: Said[] = [
    { a: "x", b: "y", winner: "a", voter: "ann" },
    { a: "x", b: "y", winner: "b", voter: "ben" },
  ];
  expect(row(votes, "ann").influence?.without).toBe("unrated");
  expect(voterNotes(voterReport(voteTableOf(votes))).join(" ")).toContain("some models could not be rated");
});

test("models that nothing ties together leave influence out, and the rest is told", () => {
  const report = voterReport(voteTableOf([{ a: "x", b: "y", winner: "a", voter: "ann" }]));
  expect(report.first).toBeUndefined();
  expect(report.voters).toMatchObject([{ voter: "ann", votes: 1 }]);
  expect(report.voters[0]).not.toHaveProperty("influence");
  expect(voterNotes(report).join(" ")).toContain("cannot be told");
});

test("people and models that judge stay apart, under one name too", () => {
  const votes: Said[] = [
    ...EVEN.map((vote): Said => ({ ...vote, voter: "p/m", kind: "model" })),
    { a: "x", b: "y", winner: "tie", voter: "p/m", kind: "human" },
    { a: "x", b: "y", winner: "tie" },
  ];
  const report = voterReport(voteTableOf(votes));
  expect(report).toMatchObject({ votes: 4, unnamed: 1 });
  expect(report.voters.map(({ voter, kind, votes: count }) => [voter, kind, count]).sort()).toEqual([
    ["p/m", "human", 1],
    ["p/m", "model", 2],
  ]);
  expect(voterNotes(report)[0]).toBe("4 votes by 1 person and 1 judge; 1 vote tells no voter.");
  expect(voterNotes(report)[1]).toContain("told of people, among people");
});

test("models that judge do nothing to the ratings by people, and are compared among themselves where there are no people", () => {
  const judges = EVEN.map((vote): Said => ({ ...vote, voter: "p/m", kind: "model" }));
  const both = [...judges, ...EVEN.map((vote): Said => ({ ...vote, kind: "human" }))];
  expect(voterReport(voteTableOf(both)).raters).toBe("human");
  expect(row(both, "p/m", "model")).not.toHaveProperty("influence");
  expect(row(both, "zoe").influence?.without).toBe("unrated");
  expect(voterReport(voteTableOf(judges)).raters).toBe("model");
  expect(row(judges, "p/m", "model").influence?.without).toBe("unrated");
});

test("the median of the seconds between votes tells who does not read", () => {
  const at = (voter: string, seconds: number): Said[] =>
    Array.from({ length: 12 }, (_, place) => ({
      a: "x",
      b: "y",
      winner: place % 2 ? "a" : "b",
      voter,
      at: 1_700_000_001_000 + place * seconds * 1000,
    }));
  const votes = [...at("slow", 40), ...at("quick", 1).reverse()];
  expect(row(votes, "slow").secondsBetween).toBe(40);
  const quick = row(votes, "quick");
  expect(quick.secondsBetween).toBe(1);
  expect([quick, row(votes, "slow")].map(isQuick)).toEqual([true, false]);
  // A day's date at each vote is no time between them.
  const byDay = votes.map((vote) => ({ ...vote, at: 1_700_006_400_000 }));
  expect(byDay[0]?.at).toBe(Math.floor(1_700_006_400_000 / 60_000) * 60_000);
  expect(row(byDay, "quick")).not.toHaveProperty("secondsBetween");
});

test("votes on what was voted on before are counted by voter", () => {
  const votes: Said[] = [
    { ...(EVEN[0] as Said), battle: "1", prompt: "p" },
    { ...(EVEN[1] as Said), battle: "1", prompt: "p" },
    { a: "x", b: "y", winner: "a", voter: "ann", battle: "1", prompt: "p" },
    { a: "x", b: "y", winner: "a", voter: "ann", battle: "2", prompt: "p" },
    { a: "x", b: "y", winner: "a", voter: "ann" },
  ];
  expect(row(votes, "zoe")).toMatchObject({ sameBattle: 1, samePrompt: 1 });
  expect(row(votes, "ann")).toMatchObject({ sameBattle: 0, samePrompt: 1 });
  expect(row(EVEN, "zoe")).not.toHaveProperty("sameBattle");
});

test("votes without voters are refused with what is missing", () => {
  const table = voteTableOf([{ a: "x", b: "y", winner: "a" }]);
  expect(() => voterReport(table)).toThrow("column `voter` or `judge`");
  expect(() => voterReport({ ...table, voter: { texts: [], of: Int32Array.of(-1) } })).toThrow("is empty");
});

test("the order of votes changes nothing but times", () => {
  const vote = fc.record({
    a: fc.constantFrom("x", "y"),
    winner: fc.constantFrom(...winners),
    voter: fc.constantFrom("ann", "ben", "cy"),
  });
  fc.assert(
    fc.property(fc.array(vote, { minLength: 1, maxLength: 30 }), (drawn) => {
      const votes = drawn.map((each): Said => ({ ...each, b: "z" }));
      const plain = (list: readonly Said[]): unknown =>
        voterReport(voteTableOf(list))
          .voters.map(({ voter, votes: count, ties, side }) => [voter, count, ties.value, side?.share.value])
          .sort();
      expect(plain(votes.toReversed())).toEqual(plain(votes));
    }),
  );
});
