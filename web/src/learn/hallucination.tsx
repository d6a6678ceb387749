/** Lesson: a model answers also where there is no answer. */
import { useSignal } from "@preact/signals";
import { POCKET, useAsking } from "./asking.ts";
import { Presets, TextField } from "./fields.tsx";
import { Answers, Check, Experiment, Notice } from "./pieces.tsx";

const PROMPTS = [
  "Write 31 February 2024 as an ISO date",
  "Convert 5 moons to kilometres",
  "Draw a unicorn riding a submarine as SVG",
  "What is the capital of France?",
];

function Before() {
  return (
    <>
      <p>
        A model writes what is likely to follow. It does not look anything up, and nothing in it tells a fact from a
        phrase that sounds like one. Where it has learnt the answer the likely text is true. Where it has not, the
        likely text has the same form and the same confidence, and is made up. People call this hallucination.
      </p>
      <p>
        A model can be trained to say “I don’t know”. That is a skill like others, with its own rate of mistakes: it may
        give up on what it knows, and go ahead on what it does not.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          February has no 31st day; you get a date all the same. No model here has learnt to draw a unicorn or a
          submarine; each draws something else, and makes up words for it in the title. The smaller two convert moons to
          kilometres; the largest says that it does not know. And the capital of France none of them claims to know:
          these models hold no facts, and that much they were taught.
        </p>
      </Notice>
      <Check
        lesson="hallucination"
        question="A model gives you a book title with author, year and page. How likely is it that the book exists?"
        options={[
          "Very: so exact a reference cannot be made up.",
          "The exact form says nothing: look it up.",
          "Not at all: models never cite books.",
        ]}
        right={1}
        why="Detail is as easy to write for a model as anything else. What can be checked must be checked elsewhere."
      />
    </>
  );
}

/** The lesson. */
export function HallucinationLesson() {
  const prompt = useSignal(PROMPTS[0] ?? "");
  const asking = useAsking();
  const run = (): void =>
    void asking.run(POCKET.map((model) => ({ model, prompt: prompt.value, options: { temperature: 0 } })));
  return (
    <>
      <Before />
      <Experiment
        title="ask for what is not there"
        run={run}
        runText="Ask all three"
        work={asking}
        fields={
          <>
            <TextField label="Prompt" value={prompt} />
            <Presets presets={PROMPTS.map((text) => ({ title: text, text }))} value={prompt} />
          </>
        }
      >
        <Answers calls={asking.calls.value} titles={POCKET} draws />
      </Experiment>
      <After />
    </>
  );
}
