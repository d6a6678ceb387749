/**
 * A scripted check that votes: on each battle of drawings, which of the two is better by a rule. `node examples/arena/check.ts`
 * It sees what a person would see, question and answers, and not who answered.
 */
import { openWorkbench } from "pennyfarthing";

const SHAPES = ["circle", "ellipse", "line", "path", "polygon", "polyline", "rect"];

const workbench = await openWorkbench();
const { arena } = workbench;

/** What the check looks at, most important first: whether it can be drawn, whether it names what it shows, how many kinds of shapes. */
async function merits(question: string, answer: string): Promise<number[]> {
  const picture = await workbench.evals.picture(answer);
  if (!picture) return [0, 0, 0];
  const [, animal = "", vehicle = ""] = /an? (\w+) riding an? (\w+)/.exec(question) ?? [];
  const source = answer.toLowerCase();
  const named = [animal, vehicle].filter((word) => word !== "" && source.includes(word)).length;
  return [1, named, SHAPES.filter((shape) => source.includes(`<${shape}`)).length];
}

const voter = { name: "check.ts", kind: "model" } as const;
const counts = { a: 0, b: 0, tie: 0, "both-bad": 0 };
for (const battle of await arena.open(voter)) {
  const { question, a, b } = await arena.show(battle);
  const [one, other] = [await merits(question, a.text), await merits(question, b.text)];
  const at = one.findIndex((value, index) => value !== other[index]);
  const winner = at >= 0 ? ((one[at] ?? 0) > (other[at] ?? 0) ? "a" : "b") : one[0] === 0 ? "both-bad" : "tie";
  await arena.vote({
    battle: battle.id,
    winner,
    voter,
    swapped: false,
    reason: `${one.join(" ")} against ${other.join(" ")}`,
  });
  counts[winner]++;
}
console.log(`${voter.name} voted:`, counts);
console.log("`penny arena rank --voters judges` rates the models by these votes");
await workbench.close();
