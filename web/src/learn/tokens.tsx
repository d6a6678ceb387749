/** Lesson: what a model reads are tokens, not letters. */
import { useSignal } from "@preact/signals";
import type { ReadText } from "../../../src/run/lesson-bench.ts";
import { post } from "../server.ts";
import { useAsking } from "./asking.ts";
import { TextField } from "./fields.tsx";
import { Answer, Check, Experiment, Notice } from "./pieces.tsx";

/** A word of letters alone, and the letter that is asked for in it. */
function questionIn(text: string): string {
  const word = text.trim().split(/\s+/).at(-1) ?? "";
  const letters = [...word.toLowerCase()].filter((each) => /[a-z]/.test(each));
  const counts = Map.groupBy(letters, (each) => each);
  const [most = "r"] = [...counts].sort(([, one], [, other]) => other.length - one.length).map(([letter]) => letter);
  return `How many ${most}'s are in ${word}?`;
}

function Before() {
  return (
    <>
      <p>
        A model never sees letters. Before it reads a text, a tokenizer cuts the text into pieces and gives each piece a
        number; the numbers are all that the model gets. OpenAI’s models read “strawberry” as three pieces: st, raw,
        berry. Nothing in the number of “berry” says that there are two r’s in it. That is why large models stumble over
        so small a question, and why those that spell the word out first do better.
      </p>
      <p>
        The pieces are also what you pay for and what the context holds: about four characters each in plain English,
        fewer in code and in other languages.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          The pocket models were given a tokenizer that keeps letters of such words apart: ten tokens for the ten
          letters of “strawberry”. So pocket-m, though tiny, can count: look at how it spells the word in its reasoning,
          with a running count behind each letter. Then try “a strawberry”: behind a space the whole word is one token
          to OpenAI’s models.
        </p>
      </Notice>
      <Check
        lesson="tokens"
        question="Why is “How many r’s are in strawberry?” hard for most large models?"
        options={[
          "They were never shown the word.",
          "They get numbers of pieces, and a piece does not show its letters.",
          "They cannot count beyond two.",
        ]}
        right={1}
        why="The letters are hidden inside the pieces: a model must have learnt how each piece is spelt."
      />
    </>
  );
}

/** The lesson. */
export function TokensLesson() {
  const text = useSignal("strawberry");
  const read = useSignal<ReadText | undefined>(undefined);
  const asking = useAsking();
  const question = useSignal("");
  const run = async (): Promise<void> => {
    read.value = await post<ReadText>("/api/learn/tokens", { text: text.value, model: "pocket/pocket-m" });
    question.value = questionIn(text.value);
    await asking.run([{ model: "pocket/pocket-m", prompt: question.value, options: { temperature: 0 } }]);
  };
  const { pieces, characters, own } = read.value ?? {};
  return (
    <>
      <Before />
      <Experiment
        title="see a text as tokens"
        run={() => void asking.during(run)}
        runText="Cut it up and ask"
        work={asking}
        fields={<TextField label="A word or a sentence" value={text} />}
      >
        {pieces && (
          <>
            <p>
              {characters} characters, {pieces.length} tokens for OpenAI’s newest models
              {own && `, ${own.tokens} for ${own.model}`}:
            </p>
            <ol class="tokens" aria-label="Tokens">
              {pieces.map(({ text: piece, id }, index) => (
                <li key={index}>
                  <span class="piece">{piece.replaceAll(" ", "␣").replaceAll("\n", "⏎")}</span>
                  <small>{id}</small>
                </li>
              ))}
            </ol>
            <Answer title={`pocket-m: ${question.value}`} call={asking.calls.value[0]} />
          </>
        )}
      </Experiment>
      <After />
    </>
  );
}
