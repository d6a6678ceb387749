/** Pieces of all lessons: the experiment, an answer, what to notice, a question to check oneself. */
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { duration, tokens } from "../../../src/cli/amounts.ts";
import type { Call } from "../../../src/record/call.ts";
import { Problem } from "../parts.tsx";
import type { Work } from "../work.ts";
import { reasoningOf, said } from "./asking.ts";
import { markDone } from "./done.ts";

/** What the reader does. */
export function Experiment({
  title,
  run,
  runText,
  work,
  fields,
  children,
}: {
  /** What it is. */
  title: string;
  /** Does it. */
  run: () => void;
  /** What the button says. */
  runText: string;
  /** Whether it is being done, and what went wrong. */
  work: Work;
  /** What the reader may change. */
  fields: ComponentChildren;
  /** What came of it. */
  children: ComponentChildren;
}) {
  const isBusy = work.isBusy.value;
  const problem = work.problem.value;
  return (
    <section class="experiment panel" aria-label="Experiment">
      <h2>Try it: {title}</h2>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isBusy) run();
        }}
      >
        <div class="fields">{fields}</div>
        <button type="submit" class="main" aria-disabled={isBusy}>
          {isBusy ? "Running…" : runText}
        </button>
      </form>
      {problem !== undefined && <Problem sentence={problem} />}
      <div class="outcome" aria-live="polite" aria-busy={isBusy}>
        {children}
      </div>
    </section>
  );
}

/** An answer with its reasoning, figures and place in the log. */
export function Answer({
  title,
  call,
  draws = false,
}: {
  title: ComponentChildren;
  call: Call | undefined;
  draws?: boolean;
}) {
  if (!call)
    return (
      <div class="answer">
        <h3>{title}</h3>
        <p class="soft">…</p>
      </div>
    );
  const reasoning = reasoningOf(call);
  const isPicture = draws && !call.error && /<svg[\s>]/i.test(said(call));
  return (
    <div class="answer">
      <h3>{title}</h3>
      {reasoning !== "" && (
        <p class="thought">
          <span class="soft">thinks:</span> <code>{reasoning}</code>
        </p>
      )}
      {isPicture && <img class="drawing" src={`/api/pictures/${call.id}`} alt="What the answer draws" />}
      {isPicture ? (
        <details>
          <summary>Its source</summary>
          <div class="said code">{said(call)}</div>
        </details>
      ) : (
        <div class={call.error ? "said failed" : "said"}>{said(call)}</div>
      )}
      <p class="figures soft">
        {tokens(call.usage.outputTokens)} tokens written · {duration(call.timing.modelMs)} ·{" "}
        <a href={`/log/${call.id}`}>in the log</a>
      </p>
    </div>
  );
}

/** The answers so far side by side, each under its title. */
export function Answers({
  calls,
  titles,
  draws = false,
}: {
  calls: readonly (Call | undefined)[];
  titles: readonly string[];
  draws?: boolean;
}) {
  return (
    <div class="pair">
      {calls.map((call, index) => (
        <Answer key={titles[index]} title={titles[index]} call={call} draws={draws} />
      ))}
    </div>
  );
}

/** What to look for in the outcome. */
export function Notice({ children }: { children: ComponentChildren }) {
  return (
    <aside class="notice">
      <h2>What to notice</h2>
      {children}
    </aside>
  );
}

/** A question to check oneself. Answered right, the lesson is done. */
export function Check({
  lesson,
  question,
  options,
  right,
  why,
}: {
  /** Name of the lesson. */
  lesson: string;
  question: string;
  options: readonly string[];
  /** Place of the right one. */
  right: number;
  /** Why it is. */
  why: string;
}) {
  const chosen = useSignal<number | undefined>(undefined);
  const isRight = chosen.value === right;
  return (
    <fieldset class="check">
      <legend>Check yourself</legend>
      <p>{question}</p>
      {options.map((text, index) => (
        <label key={text} class="option">
          <input
            type="radio"
            name={`check-${lesson}`}
            checked={chosen.value === index}
            onChange={() => {
              chosen.value = index;
              if (index === right) markDone(lesson);
            }}
          />
          <span>{text}</span>
        </label>
      ))}
      <p class={chosen.value === undefined ? "verdict" : isRight ? "verdict good" : "verdict bad"} role="status">
        {chosen.value === undefined ? "" : isRight ? `Yes. ${why}` : "No: look at the experiment again."}
      </p>
    </fieldset>
  );
}
