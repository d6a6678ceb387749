/** Lesson: answers that are all from one mould. */
import { signal, useSignal } from "@preact/signals";
import { useState } from "preact/hooks";
import { post } from "../server.ts";
import { said, useAsking } from "./asking.ts";
import { TextField } from "./fields.tsx";
import { Answer, Check, Experiment, Notice } from "./pieces.tsx";

const FIRST = ["a pelican riding a bicycle", "an owl on a car", "a fox on a scooter"];

function Before() {
  return (
    <>
      <p>
        A model that writes what is likely writes what is usual. Asked by a million people it gives a million variations
        of one thing: the same openings, the same three examples, the same friendly ending. Text and pictures of this
        kind, put before people who did not ask for them, by someone who did not look at them, are called slop.
      </p>
      <p>
        The fault is not that a machine made it. It is that nobody chose: nothing in it is there because someone wanted
        it so. It takes seconds to make and minutes to read, and the minutes are the reader’s.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          Three wishes, one sky, one sun in one corner: about a third of each drawing is the same, letter by letter. The
          pocket models show openly what large models hide better. Ask one of those for ten stories and count the names
          of the heroines.
        </p>
      </Notice>
      <Check
        lesson="slop"
        question="What turns a model’s draft into something worth sending?"
        options={[
          "Someone reads it, changes what is wrong, cuts what is empty, and answers for it.",
          "A second model polishes it.",
          "A note at the end that a model wrote it.",
        ]}
        right={0}
        why="The care is what the reader gets from you. A note is honest, but does not replace it."
      />
    </>
  );
}

/** The lesson. */
export function SlopLesson() {
  const [wanted] = useState(() => FIRST.map((each) => signal(each)));
  const asked = useSignal<readonly string[]>([]);
  const alike = useSignal<readonly number[]>([]);
  const asking = useAsking();
  const run = async (): Promise<void> => {
    asked.value = wanted.map((each) => each.value);
    alike.value = [];
    const calls = await asking.run(
      asked.value.map((each) => ({
        model: "pocket/pocket-l",
        prompt: `Draw ${each} as SVG`,
        options: { temperature: 0 },
      })),
    );
    if (calls) alike.value = await post<number[]>("/api/learn/alike", { texts: calls.map(said) });
  };
  return (
    <>
      <Before />
      <Experiment
        title="three drawings from one mould"
        run={() => void asking.during(run)}
        runText="Draw all three"
        work={asking}
        fields={wanted.map((each, index) => <TextField key={index} label={`Drawing ${index + 1}`} value={each} />)}
      >
        <div class="pair three">
          {asking.calls.value.map((call, index) => (
            <div key={index}>
              <Answer title={asked.value[index] ?? ""} call={call} draws />
              {alike.value[index] !== undefined && (
                <p>
                  <b>{Math.round(100 * (alike.value[index] ?? 0))} %</b> of its lines stand in the other two as well
                </p>
              )}
            </div>
          ))}
        </div>
      </Experiment>
      <After />
    </>
  );
}
