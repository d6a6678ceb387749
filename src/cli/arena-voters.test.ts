/** Who voted, told from files and from the log. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runPenny } from "../../test/support/fake-io.ts";
import type { VoterStudy } from "../index.ts";
import { createRandom } from "../stats/random.ts";
import { exitCodes } from "./io.ts";

const dir = mkdtempSync(join(tmpdir(), "penny-voters-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function voters(...words: string[]): ReturnType<typeof runPenny> {
  return runPenny(["arena", "voters", ...words], { dir, stdin: "" });
}

/** 40 people of 100 votes each on five models, the better the lower their number; a fan of the worst, and two judges who see what one person saw. */
function file(): string {
  const random = createRandom(4);
  const lines = ["model_a,model_b,winner,judge,voter_kind,battle,tstamp,tokens_a,tokens_b"];
  const winnerOf = (a: number, b: number): string => {
    const p = 1 / (1 + Math.exp(0.5 * (a - b)));
    return random.unit() < 0.2 ? "tie" : random.unit() < p ? "model_a" : "model_b";
  };
  for (let vote = 0; vote < 4_000; vote++) {
    const a = Math.floor(random.unit() * 5);
    const b = (a + 1 + Math.floor(random.unit() * 4)) % 5;
    const winner = winnerOf(a, b);
    const [long, short] = random.unit() < 0.5 ? [200, 100] : [100, 200];
    const row = (who: string, kind: string, said: string): void =>
      void lines.push(`m${a},m${b},${said},${who},${kind},b${vote},${1_700_000_000 + 7 * vote},${long},${short}`);
    row(`person ${vote % 40}`, "human", winner);
    if (vote >= 100 && vote < 400)
      row(`person ${(vote + 7) % 40}`, "human", random.unit() < 0.8 ? winner : winnerOf(a, b));
    if (vote < 200) row("good/judge", "model", vote % 10 === 0 ? "tie" : winner);
    if (vote < 200) row("long/judge", "model", long > short ? "model_a" : "model_b");
    if (vote < 100) row("fan", "human", a === 4 ? "model_a" : b === 4 ? "model_b" : winnerOf(a, b));
  }
  const path = join(dir, "votes.csv");
  writeFileSync(path, `${lines.join("\n")}\n`);
  return path;
}

const votes = file();

test("a table has those who matter most first; the notes name who votes unlike the others, and what judges are worth", async () => {
  const { out, err, code } = await voters(votes, "--style");
  expect(code, err).toBe(exitCodes.ok);
  const [head = "", first = ""] = out.split("\n");
  expect(head).toMatch(/^voter +votes +ties +both bad +first side +without: points +of +unlike: p +between votes/);
  expect(first).toMatch(/^fan +person +100 .* −[\d.]+ +m4 +< 0\.001 +7\.0 s +unlike others$/);
  expect(out).toContain("4,800 votes by 41 people and 2 judges.");
  expect(out).toContain("Unlike the others on the same models beyond chance: fan (for m4).");
  expect(out).toContain("m0 stays first without any one voter");
  expect(out).toMatch(/^long\/judge +judge +200 +0 % .* – +– +–/m);
  expect(out).toMatch(/good\/judge agrees with people as well as/);
  expect(out).toMatch(
    /long\/judge does not agree with people .* favours long answers more than people do, by \d+ points/,
  );
  expect(out).toMatch(/People agree with each other on \d+ % .* of 400 battles/);
  expect(out).toContain("And 11 voters who matter less");
});

test("one voter is told with everything that is known", async () => {
  const { out } = await voters(votes, "--voter", "fan");
  expect(out).toMatch(/^fan: a person, 100 votes\.\n/);
  expect(out).toMatch(/Without this voter m4 would move by −\d/);
  expect(out).toMatch(/Rated again without: m4 moves by −\d.*; m0 is first\./);
  expect(out).toContain("most of all for m4: p < 0.001");
  expect((await voters(votes, "--voter", "good/judge")).out).toContain(
    "good/judge agrees with people as well as they agree among themselves",
  );
  const unknown = await voters(votes, "--voter", "fann");
  expect(unknown.code).toBe(exitCodes.usage);
  expect(unknown.err).toContain("no vote of `fann`");
  expect(unknown.err).toContain("fan");
});

test("programs are given everything", async () => {
  const { report, agreement } = JSON.parse((await voters(votes, "--json")).out) as VoterStudy;
  expect(report.voters).toHaveLength(43);
  expect(report.voters[0]).toMatchObject({ voter: "fan", anomaly: { how: { model: "m4", side: "for" } } });
  expect(agreement.judges.map(({ judge, battles }) => [judge, battles])).toEqual([
    ["good/judge", 200],
    ["long/judge", 200],
  ]);
  const some = JSON.parse((await voters(votes, "--where", "judge=fan", "--json")).out) as VoterStudy;
  expect(some.report.voters.map(({ voter }) => voter)).toEqual(["fan"]);
});

test("a file without voters, and a log without votes, are told as such", async () => {
  const path = join(dir, "plain.csv");
  writeFileSync(path, "model_a,model_b,winner\nx,y,tie\n");
  expect(await voters(path)).toMatchObject({
    code: exitCodes.usage,
    err: expect.stringContaining("column `voter` or `judge`"),
  });
  expect(await voters()).toMatchObject({ code: exitCodes.usage, err: expect.stringContaining("no votes") });
});
