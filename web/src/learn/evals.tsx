/** Lesson: a score from a few cases is a guess with a width. */

import { useComputed, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Interval } from "../../../src/stats/interval.ts";
import { IntervalPlot } from "../plots/interval-plot.tsx";
import { get } from "../server.ts";
import { Wide } from "../wide.tsx";
import { said, useAsking } from "./asking.ts";
import { Slider } from "./fields.tsx";
import { Check, Experiment, Notice } from "./pieces.tsx";

/** A word, and the letter that is counted in it. */
const CASES: readonly (readonly [string, string])[] = [
  ["strawberry", "r"],
  ["raspberry", "r"],
  ["blueberry", "e"],
  ["bookkeeper", "e"],
  ["mississippi", "s"],
  ["banana", "a"],
  ["committee", "t"],
  ["assessment", "s"],
  ["parallel", "l"],
  ["bubble", "b"],
  ["coffee", "f"],
  ["rhythm", "y"],
  ["onion", "n"],
  ["zigzag", "z"],
  ["pepper", "p"],
  ["noon", "o"],
  ["tomorrow", "r"],
  ["address", "d"],
  ["necessary", "s"],
  ["queue", "u"],
  ["llama", "l"],
  ["kayak", "k"],
  ["unusual", "u"],
  ["referee", "e"],
  ["tattoo", "t"],
  ["giraffe", "f"],
  ["occurrence", "c"],
  ["sequoia", "z"],
  ["accommodate", "m"],
  ["mississippi", "p"],
];
const MODELS = ["pocket/pocket-s", "pocket/pocket-m"];
const SIZES = [10, 30, 100, 300, 1000];

function expected([word, letter]: readonly [string, string]): string {
  return String([...word].filter((each) => each === letter).length);
}

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function Share({ name, right, of }: { name: string; right: number; of: number }) {
  const found = useSignal<{ path: string; share: Interval } | undefined>(undefined);
  const path = `/api/learn/share?right=${right}&of=${of}`;
  useEffect(() => {
    const stop = new AbortController();
    get<Interval>(path, stop.signal).then(
      (share) => {
        found.value = { path, share };
      },
      () => undefined,
    );
    return () => stop.abort();
  }, [path]);
  // An interval of other counts is none of these.
  const { value, low, high } = (found.value?.path === path ? found.value.share : undefined) ?? {};
  const text = low === undefined || high === undefined ? "…" : `${percent(low)} to ${percent(high)}`;
  return (
    <tr>
      <th scope="row">{name}</th>
      <td class="number">
        {right} of {of}
      </td>
      <td>
        {value !== undefined && (
          <IntervalPlot spread={{ value, low, high }} label={`${name}: ${percent(value)}, ${text}`} />
        )}
      </td>
      <td class="number">{text}</td>
    </tr>
  );
}

function Before() {
  return (
    <>
      <p>
        An eval asks a model many questions whose answers are known, and counts. The score is not the model’s skill; it
        is a guess at it, from the few questions that were asked. Other questions would have given another score. How
        far off it may be is said by an interval: in 95 of 100 evals such an interval holds the true rate.
      </p>
      <p>
        Two models differ only if the data can tell them apart. With ten questions, 8 against 6 means nothing. The width
        shrinks slowly: half the width takes four times the questions.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          With 5 questions the two intervals overlap widely, though one model is clearly better at this. With 30 they
          come apart. Look also at a model that is right in all of 10: its interval begins near 72 %, not at 100.
        </p>
      </Notice>
      <Check
        lesson="evals"
        question="A new model scores 84 % on 50 cases, the old one 78 %. What do you know?"
        options={["The new one is 6 points better.", "Too little: ask more cases.", "They are equal."]}
        right={1}
        why="At 50 cases each score is uncertain by some ten points either way. Compare the two case by case, and add cases."
      />
    </>
  );
}

function MoreQuestions() {
  const rate = useSignal(70);
  return (
    <>
      <h3>The same rate from more questions</h3>
      <Slider label={`A model that is right in ${rate.value} of 100`} value={rate} min={10} max={100} step={10} />
      <Wide label="The same rate">
        <table>
          <tbody>
            {SIZES.map((size) => (
              <Share key={size} name={`${size} questions`} right={Math.round((size * rate.value) / 100)} of={size} />
            ))}
          </tbody>
        </table>
      </Wide>
    </>
  );
}

/** The lesson. */
export function EvalsLesson() {
  const count = useSignal(10);
  const asked = useSignal(0);
  const asking = useAsking();
  const run = (): void => {
    asked.value = count.value;
    const cases = CASES.slice(0, count.value);
    void asking.run(
      MODELS.flatMap((model) =>
        cases.map(([word, letter]) => ({
          model,
          prompt: `How many times does the letter ${letter} appear in ${word}? Answer with the number only.`,
          options: { temperature: 0 },
        })),
      ),
    );
  };
  const scores = useComputed(() =>
    MODELS.map((name, place) => {
      const calls = asking.calls.value.slice(place * asked.value, (place + 1) * asked.value);
      const right = calls.filter((call, index) => {
        const each = CASES[index];
        return call && each && !call.error && said(call).trim() === expected(each);
      }).length;
      return { name, right, of: calls.filter((call) => call !== undefined).length };
    }),
  );
  return (
    <>
      <Before />
      <Experiment
        title="how many letters, two models"
        run={run}
        runText="Run the eval"
        work={asking}
        fields={<Slider label={`Questions: ${count.value}`} value={count} min={5} max={CASES.length} step={5} isWide />}
      >
        {asking.calls.value.length > 0 && (
          <Wide label="Scores">
            <table>
              <tbody>
                {scores.value.map(({ name, right, of }) =>
                  of > 0 ? <Share key={name} name={name} right={right} of={of} /> : null,
                )}
              </tbody>
            </table>
          </Wide>
        )}
        <MoreQuestions />
      </Experiment>
      <After />
    </>
  );
}
