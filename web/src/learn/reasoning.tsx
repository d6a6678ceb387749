/** Lesson: what writing the steps down brings, and what it costs. */
import { useSignal } from "@preact/signals";
import { POCKET, useAsking } from "./asking.ts";
import { ModelField, TextField } from "./fields.tsx";
import { Answers, Check, Experiment, Notice } from "./pieces.tsx";

const TITLES = ["it thinks first", "it answers at once"];

function Before() {
  return (
    <>
      <p>
        A model does the same amount of work for each token, however hard the question. One that must answer at once has
        one step for the whole sum. One that writes the steps down first has a step for each, and can read what it has
        written. That is all that “reasoning” is: tokens before the answer, which the answer can build on.
      </p>
      <p>
        It costs time and money: these tokens are written and paid for like others. And it is text like other text. A
        chain of steps can look right and be wrong, and what stands there need not be the reason for the answer.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          The steps are those from school: 8+7=5 and carry one (<code>c</code>), 4+7+1=2 and carry, 6+5+1=2 and carry.
          With them even the smallest model finds 1225; at once the largest says 1115. Over 200 sums of three digits the
          largest was right in 99.5 of 100 with steps and in 14 without. Then try “Reverse the word lantern” with
          pocket-s: it thinks, and is wrong all the same.
        </p>
      </Notice>
      <Check
        lesson="reasoning"
        question="Why does thinking first help with a sum?"
        options={[
          "Each step is written down, and the next can use it.",
          "The model looks the sum up.",
          "It makes the model larger.",
        ]}
        right={0}
        why="The carried one stands in the text, so that the next digit can take it into account."
      />
    </>
  );
}

/** The lesson. */
export function ReasoningLesson() {
  const prompt = useSignal("What is 648 + 577?");
  const model = useSignal("pocket/pocket-l");
  const asking = useAsking();
  const run = (): void => {
    const question = { model: model.value, prompt: prompt.value };
    void asking.run([
      { ...question, options: { temperature: 0 } },
      { ...question, options: { temperature: 0, reasoning: "none" } },
    ]);
  };
  return (
    <>
      <Before />
      <Experiment
        title="the same question with and without steps"
        run={run}
        runText="Ask both ways"
        work={asking}
        fields={
          <>
            <TextField label="Prompt" value={prompt} />
            <ModelField models={POCKET} value={model} />
          </>
        }
      >
        <Answers calls={asking.calls.value} titles={TITLES} />
      </Experiment>
      <After />
    </>
  );
}
