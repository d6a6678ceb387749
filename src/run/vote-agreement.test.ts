/** Who agrees with whom, of voters whose words are known. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Said, voteTableOf } from "../../test/support/vote-table-of.ts";
import { createRandom } from "../stats/random.ts";
import { voteAgreement } from "./vote-agreement.ts";

/** A vote on battle `battle` for x, y, or neither; turned round, its sides are. */
function vote(voter: string, battle: number, forModel: "x" | "y" | "tie" | "both-bad", turned = false): Said {
  const [a, b] = turned ? ["y", "x"] : ["x", "y"];
  const winner = forModel === "tie" || forModel === "both-bad" ? forModel : forModel === a ? "a" : "b";
  return { a, b, winner, voter, battle: String(battle), kind: voter.startsWith("judge") ? "model" : "human" };
}

const WORDS = ["x", "y", "tie"] as const;

describe("people with each other", () => {
  test("they agree by model, whatever sides the answers stood on, and both kinds of tie are one", () => {
    const votes = [
      vote("ann", 1, "x"),
      vote("ben", 1, "x", true),
      vote("ann", 2, "tie"),
      vote("ben", 2, "both-bad", true),
      vote("ann", 3, "y"),
      vote("ben", 3, "x"),
      vote("ann", 4, "y"),
    ];
    const found = voteAgreement(voteTableOf(votes));
    expect(found).toMatchObject({ battles: 3, judges: [], people: { battles: 3 } });
    expect(found.people?.agreement?.value).toBeCloseTo(2 / 3, 12);
    expect(found.people?.agreement?.low).toBeGreaterThan(0.2);
    expect(found.people?.beyondChance?.n).toBe(3);
  });

  test("of more than two on a battle all pairs count", () => {
    const votes = [1, 2].flatMap((battle) => [
      vote("ann", battle, "x"),
      vote("ben", battle, "x"),
      vote("cy", battle, battle === 1 ? "y" : "x"),
    ]);
    expect(voteAgreement(voteTableOf(votes)).people?.agreement?.value).toBeCloseTo((1 / 3 + 1) / 2, 12);
  });

  test("of a person who votes twice the last word counts, and is no second voter", () => {
    const twice = [vote("ann", 1, "x"), vote("ann", 1, "y")];
    expect(voteAgreement(voteTableOf(twice))).toEqual({ battles: 0, judges: [] });
    const found = voteAgreement(voteTableOf([...twice, vote("ben", 1, "y")]));
    expect(found.people?.agreement?.value).toBe(1);
  });

  test("votes by lot agree no more than chance", () => {
    const random = createRandom(3);
    const draw = (): (typeof WORDS)[number] => WORDS[Math.floor(3 * random.unit())] as (typeof WORDS)[number];
    const votes = Array.from({ length: 600 }, (_, place) => [vote("ann", place, draw()), vote("ben", place, draw())]);
    const { people } = voteAgreement(voteTableOf(votes.flat()));
    expect(people?.agreement?.value).toBeCloseTo(1 / 3, 1);
    expect(people?.beyondChance?.low).toBeLessThan(0);
    expect(people?.beyondChance?.high).toBeGreaterThan(0);
  });
});

/** Battles that three people and some judges vote on; people say what is true in 9 of 10. */
function judged(battles: number, judges: { [name: string]: (truth: (typeof WORDS)[number], place: number) => Said }) {
  const random = createRandom(11);
  return Array.from({ length: battles }, (_, place) => {
    const truth = WORDS[place % 3] as (typeof WORDS)[number];
    const person = (name: string): Said =>
      vote(name, place, random.unit() < 0.9 ? truth : (WORDS[(place + 1) % 3] as "x"), random.unit() < 0.5);
    const people = ["ann", "ben", "cy"].map(person);
    return [...people, ...Object.values(judges).map((judge) => judge(truth, place))];
  }).flat();
}

describe("judges with people", () => {
  test("one that says what people say may stand beside them; one that does not is named", () => {
    const votes = judged(200, {
      good: (truth, place) => vote("judge good", place, truth, place % 2 === 0),
      bad: (truth, place) => vote("judge bad", place, truth === "x" ? "y" : truth === "y" ? "x" : "tie"),
    });
    const found = voteAgreement(voteTableOf(votes));
    const [good, bad] = ["judge good", "judge bad"].map((name) => found.judges.find(({ judge }) => judge === name));
    expect(good).toMatchObject({ battles: 200 });
    expect(good?.agreement.value).toBeGreaterThan(0.85);
    expect(good?.kappa?.low).toBeGreaterThan(0.75);
    expect(good?.decided?.value).toBeGreaterThan(0.88);
    expect(good?.advice).toContain("may stand beside theirs");
    expect(bad?.kappa?.high).toBeLessThan(0.2);
    expect(bad?.decided?.value).toBeLessThan(0.15);
    expect(bad?.advice).toContain("does not agree with people");
  });

  test("a judge is asked to agree no better than people do among themselves", () => {
    const random = createRandom(2);
    const draw = (truth: "x" | "y"): "x" | "y" => (random.unit() < 0.8 ? truth : truth === "x" ? "y" : "x");
    const votes = Array.from({ length: 1000 }, (_, place) => {
      const truth = place % 2 ? "x" : "y";
      return [vote("ann", place, draw(truth)), vote("ben", place, draw(truth)), vote("judge", place, truth)];
    });
    const { people, judges } = voteAgreement(voteTableOf(votes.flat()));
    expect(people?.beyondChance?.high).toBeLessThan(0.6);
    expect(judges[0]?.advice).toContain("as well as they agree among themselves");
  });

  test("where people do not agree among themselves, no judge is called good or bad by them", () => {
    const random = createRandom(8);
    const draw = (): (typeof WORDS)[number] => WORDS[Math.floor(3 * random.unit())] as (typeof WORDS)[number];
    const votes = Array.from({ length: 900 }, (_, place) => {
      const [ann, judge] = [draw(), draw()];
      return [
        vote("ann", place, ann),
        vote("ben", place, draw()),
        vote("judge", place, judge),
        vote("judge ann", place, ann),
      ];
    });
    const { judges } = voteAgreement(voteTableOf(votes.flat()));
    for (const { advice } of judges) expect(advice).toContain("people hardly agree among themselves");
  });

  test("of several people on a battle the first counts", () => {
    const votes = [vote("ann", 1, "x"), vote("ben", 1, "y"), vote("judge", 1, "tie"), vote("judge 2", 1, "x")];
    const { judges } = voteAgreement(voteTableOf(votes));
    expect(judges.map(({ judge, agreement }) => [judge, agreement.value])).toEqual([
      ["judge", 0],
      ["judge 2", 1],
    ]);
  });

  test("few common battles tell nothing, and that is said", () => {
    const votes = judged(6, { judge: (truth, place) => vote("judge", place, truth) });
    expect(voteAgreement(voteTableOf(votes)).judges[0]?.advice).toContain("too few to tell");
    const same = [vote("ann", 1, "x"), vote("judge", 1, "x")];
    const [only] = voteAgreement(voteTableOf(same)).judges;
    expect(only).not.toHaveProperty("kappa");
    expect(only?.advice).toContain("cannot be told");
  });

  test("a judge that goes by length is told from people who do not", () => {
    const votes = judged(300, {
      long: (_truth, place) => vote("judge long", place, place % 2 ? "x" : "y"),
      fair: (truth, place) => vote("judge fair", place, truth),
    }).map((each): Said => {
      const isLongX = Number(each.battle) % 2 === 1;
      return { ...each, longer: isLongX === (each.a === "x") ? 0.4 : -0.4 };
    });
    const { judges } = voteAgreement(voteTableOf(votes));
    const of = (name: string) => judges.find(({ judge }) => judge === name);
    expect(of("judge long")?.length?.value).toBeCloseTo(0.5, 1);
    expect(of("judge long")?.advice).toContain("favours long answers more than people do, by");
    expect(of("judge long")?.advice).toContain("says tie less often");
    expect(of("judge fair")?.advice).not.toContain("long");
  });

  test("judges without people, and people without battles, agree with nobody", () => {
    expect(voteAgreement(voteTableOf([vote("judge", 1, "x"), vote("judge 2", 1, "x")]))).toEqual({
      battles: 1,
      judges: [],
    });
    const { battle: _, ...untold } = vote("ann", 1, "x");
    expect(voteAgreement(voteTableOf([untold, { ...untold, voter: "ben" }]))).toEqual({ battles: 0, judges: [] });
  });
});

test("a battle's name that stands for two pairs of models is two battles", () => {
  const other: Said = { ...vote("ben", 1, "x"), b: "z" };
  expect(voteAgreement(voteTableOf([vote("ann", 1, "x"), other])).battles).toBe(0);
});

test("turning sides round changes nothing", () => {
  const word = fc.record({
    voter: fc.constantFrom("ann", "ben", "judge"),
    battle: fc.integer({ min: 0, max: 5 }),
    said: fc.constantFrom("x", "y", "tie", "both-bad"),
  });
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 15 }), (words) => {
      const [one, other] = [false, true].map((turned) =>
        voteAgreement(voteTableOf(words.map(({ voter, battle, said }) => vote(voter, battle, said as "x", turned)))),
      );
      expect(other?.people?.agreement).toEqual(one?.people?.agreement);
      expect(other?.judges.map((each) => each.agreement)).toEqual(one?.judges.map((each) => each.agreement));
    }),
    { numRuns: 30 },
  );
});
