/** One case of a run: what was asked and expected, and all answers side by side with what the scorers said. */
import { useEffect, useMemo } from "preact/hooks";
import { duration, tokens } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import type { AnswerCell } from "../../../src/run/run-case.ts";
import type { ShownCase, ShownRun } from "../../../src/server/eval-api.ts";
import { Problem, withCode } from "../parts.tsx";
import { go, query, to } from "../route.ts";
import { isTyping } from "../typing.ts";
import { useCalmLoaded } from "./calm-loaded.ts";
import { casesOf, Mark, wantedCases } from "./matrix.tsx";

function Scores({ cell }: { cell: AnswerCell }) {
  if (cell.error !== undefined) return <p class="bad-text">{cell.error}</p>;
  return (
    <ul class="scores">
      {cell.scores.map(({ scorer, passed, value, why, metric }, index) => (
        <li key={index}>
          <span class={passed ? "mark pass" : "mark wrong"}>
            <span aria-hidden="true">{passed ? "✓" : "✗"}</span> {passed ? "pass" : "wrong"}
          </span>
          <span>
            <b>{metric === undefined ? scorer : `${scorer} (${metric})`}</b>
            {value > 0 && value < 1 ? ` ${value.toFixed(2)}` : ""} {withCode(why)}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Answer({ cell, name }: { cell: AnswerCell; name: string }) {
  const { figures, call, answer, epoch, human } = cell;
  return (
    <article class="panel answer-card">
      <header>
        <h3>{name}</h3>
        {epoch > 1 && <span class="tag">#{epoch}</span>}
        <Mark cells={[cell]} />
      </header>
      {cell.hasPicture && call !== undefined && (
        <img class="picture" src={`/api/pictures/${call}`} alt={`What ${name} drew`} loading="lazy" />
      )}
      {answer === undefined ? (
        <p class="soft">Not asked yet.</p>
      ) : (
        <pre class="answer">{answer === "" ? "(no text)" : answer}</pre>
      )}
      <Scores cell={cell} />
      {human && (
        <p>
          <b>A person</b> said {human.passed ? "pass" : "fail"}
          {human.note === undefined ? "" : `: ${human.note}`}
        </p>
      )}
      <footer class="soft">
        {figures && (
          <>
            <span>{duration(figures.modelMs)}</span>
            <span>
              {tokens(figures.inputTokens)} in, {tokens(figures.outputTokens)} out
            </span>
            <span>{formatUsd(figures.picodollars)}</span>
          </>
        )}
        {cell.cached && <span title="An earlier answer was reused; nothing was paid for it">reused</span>}
        {call !== undefined && <a href={to("log", call)}>in the log</a>}
      </footer>
    </article>
  );
}

function Expected({ shown }: { shown: ShownCase }) {
  if (!shown.today) return null;
  return (
    <section aria-label="Expected">
      <h2>Expected</h2>
      <ul class="expected">
        {shown.today.expected.map((line) => (
          <li key={line}>
            <code>{line}</code>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Prompts({ shown, run }: { shown: ShownCase; run: ShownRun }) {
  const several = shown.prompts.length > 1;
  return (
    <>
      {shown.prompts.map(({ prompt, question, cells }) => (
        <section key={prompt} class="block" aria-label={several ? prompt : "Answers"}>
          {several && <h2>{prompt}</h2>}
          {several ? <h3>Question</h3> : <h2>Question</h2>}
          <pre class="answer question">{question ?? "Not asked yet."}</pre>
          <div class="answers">
            {cells.map((cell) => {
              const row = several ? `${cell.model} · ${prompt}` : cell.model;
              return (
                <Answer
                  key={`${cell.model}#${cell.epoch}`}
                  cell={cell}
                  name={(run.names[row] ?? cell.model).replace(` · ${prompt}`, "")}
                />
              );
            })}
          </div>
        </section>
      ))}
    </>
  );
}

/** Goes to the case before or after by the keys k and j. */
function useNeighbours(run: ShownRun, name: string): { before?: string; after?: string; place: string } {
  const search = query.value;
  const names = useMemo(() => {
    const cases = casesOf(run);
    const wanted = wantedCases(cases, search);
    return (wanted.some((each) => each.name === name) ? wanted : cases).map((each) => each.name);
  }, [run, search, name]);
  const index = names.indexOf(name);
  const [before, after] = [names[index - 1], names[index + 1]];
  useEffect(() => {
    const move = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const next = event.key === "j" ? after : event.key === "k" ? before : undefined;
      if (next !== undefined) go(`${to("evals", "runs", run.id, "cases", next)}${location.search}`);
    };
    addEventListener("keydown", move);
    return () => removeEventListener("keydown", move);
  }, [before, after, run.id]);
  return {
    ...(before === undefined ? {} : { before }),
    ...(after === undefined ? {} : { after }),
    place: `${index + 1} of ${names.length}`,
  };
}

/** The page of a case. */
export function CasePage({ run, name }: { run: ShownRun; name: string }) {
  const { value, error, again } = useCalmLoaded<ShownCase>(
    `/api/runs/${run.id}/case?name=${encodeURIComponent(name)}`,
    { keeps: true },
  );
  const { before, after, place } = useNeighbours(run, name);
  const link = (to_: string | undefined, word: string, key: string) =>
    to_ === undefined ? (
      <span class="soft">{word}</span>
    ) : (
      <a href={`${to("evals", "runs", run.id, "cases", to_)}${location.search}`}>
        {word} <kbd>{key}</kbd>
      </a>
    );
  return (
    <>
      <div class="heading">
        <h1>{name}</h1>
        {value?.tags.map((tag) => (
          <span key={tag} class="tag">
            {tag}
          </span>
        ))}
        <nav class="row" aria-label="Cases">
          {link(before, "Before", "k")}
          <span class="soft">{place}</span>
          {link(after, "Next", "j")}
        </nav>
      </div>
      {error && <Problem sentence={error} again={again} />}
      {value && <Expected shown={value} />}
      {value && <Prompts shown={value} run={run} />}
    </>
  );
}
