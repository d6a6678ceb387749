/** Lesson: the same question again and again, at temperature 0 and above. */
import { useSignal } from "@preact/signals";
import type { Call } from "../../../src/record/call.ts";
import { said, useAsking } from "./asking.ts";
import { Slider, TextField } from "./fields.tsx";
import { Check, Experiment, Notice } from "./pieces.tsx";

const TIMES = 8;

/** How many answers differ, once all are there. */
function differing(calls: readonly (Call | undefined)[]): string {
  if (calls.some((call) => call === undefined)) return "";
  const { size } = new Set(calls.map((call) => call && said(call)));
  return size === 1 ? "all the same" : `${size} different`;
}

function Before() {
  return (
    <>
      <p>
        A model does not choose words; for each next token it gives every token a chance. Temperature says what is done
        with these chances. At 0 the likeliest token is always taken, so that the same question has the same answer.
        Above it tokens are drawn: the higher the temperature, the more often an unlikely one.
      </p>
      <p>Temperature is no dial for creativity or for truth. It only decides how far answers differ from each other.</p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          There are four e’s in “referee”. At 0 the smallest model says the same eight times, and it is the same
          mistake: steady is not right. At 1.5 its answers scatter. Eight answers that differ are a sign that a model
          does not know; eight that agree are no proof that it does.
        </p>
      </Notice>
      <Check
        lesson="temperature"
        question="A model answers wrongly at temperature 0. What happens if you ask the same again?"
        options={["It corrects itself.", "It gives the same wrong answer.", "It answers at random."]}
        right={1}
        why="Hosted models may still differ a little at 0, as their machines add numbers in varying order; but 0 corrects nothing."
      />
    </>
  );
}

interface Row {
  temperature: number;
  calls: readonly (Call | undefined)[];
}

function Repeats({ rows }: { rows: readonly Row[] }) {
  return (
    <table class="repeats">
      <tbody>
        {rows.map((row, place) => (
          <tr key={place}>
            <th scope="row">at {row.temperature}</th>
            <td>
              <ol>
                {row.calls.map((call, index) => (
                  <li key={index}>{call ? said(call).slice(0, 200) : "…"}</li>
                ))}
              </ol>
            </td>
            <td class="soft">{differing(row.calls)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The lesson. */
export function TemperatureLesson() {
  const prompt = useSignal("How many e's are in referee?");
  const warm = useSignal(1.5);
  const asked = useSignal(1.5);
  const asking = useAsking();
  const run = (): void => {
    asked.value = warm.value;
    const at = (temperature: number) =>
      Array.from({ length: TIMES }, () => ({
        model: "pocket/pocket-s",
        prompt: prompt.value,
        options: { temperature, reasoning: "none" as const },
      }));
    void asking.run([...at(0), ...at(warm.value)]);
  };
  const calls = asking.calls.value;
  const rows = [
    { temperature: 0, calls: calls.slice(0, TIMES) },
    { temperature: asked.value, calls: calls.slice(TIMES) },
  ];
  return (
    <>
      <Before />
      <Experiment
        title={`ask the smallest pocket model ${TIMES} times`}
        run={run}
        runText={`Ask ${TIMES} times at each`}
        work={asking}
        fields={
          <>
            <TextField label="Prompt" value={prompt} />
            <Slider label={`Temperature of the second row: ${warm.value}`} value={warm} min={0.1} max={2} step={0.1} />
          </>
        }
      >
        {calls.length > 0 && <Repeats rows={rows} />}
      </Experiment>
      <After />
    </>
  );
}
