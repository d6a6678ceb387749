/** Lesson: what fits into a model at once. */
import { useSignal } from "@preact/signals";
import type { ReadText } from "../../../src/run/lesson-bench.ts";
import { post } from "../server.ts";
import { useAsking } from "./asking.ts";
import { Slider } from "./fields.tsx";
import { Answer, Check, Experiment, Notice } from "./pieces.tsx";

const SENTENCE = "The room was clean.";
const CONTEXT = 1024;
const MODEL = "pocket/pocket-m";

function promptOf(sentences: number): string {
  return `${Array.from({ length: sentences }, () => SENTENCE).join(" ")} Is this review positive or negative?`;
}

function Before() {
  return (
    <>
      <p>
        A model reads all at once: your prompt, the system prompt, everything said before in the conversation, files,
        and what it has written itself so far. The room for all of that is its context, counted in tokens. A model has
        no memory beside it: a conversation is sent anew with every message, which is also why long ones cost more and
        more.
      </p>
      <p>
        What does not fit must go: a provider refuses it, or a program leaves out the beginning without a word. penny
        tells you. The pocket models hold {CONTEXT.toLocaleString("en-US")} tokens; large ones hold from a hundred
        thousand to over a million, but do not find everything in a full context equally well.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          With 45 sentences the model answers well. With 65 the context is nearly full and the answer comes out broken;
          with 70 no room is left for it, and it is cut off. With 75 the prompt itself is too long: the call fails with
          both numbers in the message, nothing is left out behind your back, and the failure stands in the log.
        </p>
      </Notice>
      <Check
        lesson="context"
        question="You are at message 40 of a conversation. What does the model read?"
        options={["Only your last message.", "All messages again, as far as they fit.", "What it has stored of you."]}
        right={1}
        why="Each message sends the whole conversation. What some services call memory is text that is put before it."
      />
    </>
  );
}

/** The lesson. */
export function ContextLesson() {
  const sentences = useSignal(45);
  const own = useSignal<number | undefined>(undefined);
  const asking = useAsking();
  const run = async (): Promise<void> => {
    const prompt = promptOf(sentences.value);
    own.value = undefined;
    const [read] = await Promise.all([
      post<ReadText>("/api/learn/tokens", { text: prompt, model: MODEL }),
      asking.run([{ model: MODEL, prompt, options: { temperature: 0 } }]),
    ]);
    own.value = read.own?.tokens;
  };
  const calls = asking.calls.value;
  return (
    <>
      <Before />
      <Experiment
        title="make a review too long"
        run={() => void asking.during(run)}
        runText="Ask pocket-m"
        work={asking}
        fields={
          <Slider
            label={`“${SENTENCE}” ${sentences.value} times, and the question`}
            value={sentences}
            min={5}
            max={150}
            step={5}
            isWide
          />
        }
      >
        {calls.length > 0 && (
          <>
            {own.value !== undefined && (
              <p>
                The prompt alone: {own.value.toLocaleString("en-US")} of {CONTEXT.toLocaleString("en-US")} tokens
                <meter
                  class="context"
                  min={0}
                  max={CONTEXT}
                  high={CONTEXT - 1}
                  value={own.value}
                  aria-label="Context that is full"
                />
              </p>
            )}
            <Answer title="pocket-m" call={calls[0]} />
          </>
        )}
      </Experiment>
      <After />
    </>
  );
}
