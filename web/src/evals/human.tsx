/** Answers of a run for a person to judge, blind and by keys: p pass, f fail, s skip, n note, u undo. Goes on where it was left. */
import { useEffect, useRef, useState } from "preact/hooks";
import { counted } from "../../../src/record/counted.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { HumanItem } from "../../../src/run/human-scoring.ts";
import type { HumanVerdict } from "../../../src/server/eval-api.ts";
import { useLoaded } from "../loaded.ts";
import { Problem, Said } from "../parts.tsx";
import { to } from "../route.ts";
import { post } from "../server.ts";
import { isTyping } from "../typing.ts";

function Picture({ call }: { call: string }) {
  const [isBroken, setBroken] = useState(false);
  if (isBroken) return null;
  return <img class="picture" src={`/api/pictures/${call}`} alt="What was drawn" onError={() => setBroken(true)} />;
}

function Shown({ item }: { item: HumanItem }) {
  const [call] = item.cells.map((cell) => cell.call);
  return (
    <>
      <h2>Question</h2>
      <pre class="answer question">{item.question}</pre>
      <h2>Answer</h2>
      {call !== undefined && /<svg[\s>]/i.test(item.answer) && <Picture key={call} call={call} />}
      <pre class="answer">{item.answer === "" ? "(no text)" : item.answer}</pre>
    </>
  );
}

interface Judging {
  /** Place among the open items. */
  place: number;
  /** Places that were judged now, in order. */
  done: number[];
  note: string;
}

interface Acts {
  pass: () => void;
  fail: () => void;
  skip: () => void;
  note: () => void;
  undo: () => void;
}

const KEYS: { [key: string]: keyof Acts } = { p: "pass", f: "fail", s: "skip", n: "note", u: "undo" };

function useKeys(acts: Acts): void {
  const newest = useRef(acts);
  newest.current = acts;
  useEffect(() => {
    const hear = (event: KeyboardEvent): void => {
      const act = KEYS[event.key.toLowerCase()];
      if (act === undefined || event.repeat || isTyping(event)) return;
      event.preventDefault();
      newest.current[act]();
    };
    addEventListener("keydown", hear);
    return () => removeEventListener("keydown", hear);
  }, []);
}

/** What the person says, kept one after the other: quick keys must not overtake each other. */
function useJudging(
  run: string,
  open: readonly HumanItem[],
): {
  judging: Judging;
  error?: string;
  acts: Acts;
  note: (text: string) => void;
  field: { current: HTMLInputElement | null };
} {
  const [shown, setShown] = useState<Judging>({ place: 0, done: [], note: "" });
  // The newest, also between two draws: a second key must not be taken for the answer before.
  const newest = useRef(shown);
  const setJudging = (next: Judging): void => {
    newest.current = next;
    setShown(next);
  };
  const [error, setError] = useState<string>();
  const sent = useRef<Promise<unknown>>(Promise.resolve());
  const field = useRef<HTMLInputElement>(null);
  const send = (item: HumanItem, label: HumanVerdict["label"]): void => {
    const body: HumanVerdict = { cells: item.cells, label };
    sent.current = sent.current
      .then(() => post(`/api/runs/${run}/human`, body))
      .then(
        () => setError(undefined),
        (reason: unknown) => setError(messageOf(reason)),
      );
  };
  const say = (passed: boolean): void => {
    const judging = newest.current;
    const item = open[judging.place];
    if (!item) return;
    const note = judging.note.trim();
    send(item, { passed, ...(note === "" ? {} : { note }) });
    setJudging({ place: judging.place + 1, done: [...judging.done, judging.place], note: "" });
  };
  const acts: Acts = {
    pass: () => say(true),
    fail: () => say(false),
    skip: () => {
      const judging = newest.current;
      if (open[judging.place]) setJudging({ ...judging, place: judging.place + 1, note: "" });
    },
    note: () => field.current?.focus(),
    undo: () => {
      const judging = newest.current;
      const place = judging.place - 1;
      const item = open[place];
      if (!item) return;
      const isJudged = judging.done.at(-1) === place;
      if (isJudged) send(item, null);
      setJudging({ place, done: isJudged ? judging.done.slice(0, -1) : judging.done, note: "" });
    },
  };
  return {
    judging: shown,
    ...(error === undefined ? {} : { error }),
    acts,
    note: (note) => setJudging({ ...newest.current, note }),
    field,
  };
}

function Judge({ run, items }: { run: string; items: readonly HumanItem[] }) {
  // The list stays as it was when the page was opened; what is said goes to the log.
  const [open] = useState(() => items.filter((item) => !item.label));
  const before = items.length - open.length;
  const { judging, error, acts, note, field } = useJudging(run, open);
  useKeys(acts);
  const item = open[judging.place];
  const left = open.length - judging.done.length;
  return (
    <>
      <div class="row judge-bar">
        <progress max={items.length} value={before + judging.done.length} aria-label="Judged" />
        <span class="soft">
          {item
            ? `${before + judging.place + 1} of ${items.length}`
            : `${counted(judging.done.length, "answer")} judged now`}
        </span>
      </div>
      {error !== undefined && <Problem sentence={error} />}
      <Said>{item ? `Answer ${before + judging.place + 1} of ${items.length}` : "All are shown"}</Said>
      {item ? (
        <Shown item={item} />
      ) : (
        <div class="empty">
          <h2>{left > 0 ? `${counted(left, "answer")} left out` : "All answers are judged"}</h2>
          <p>
            <a href={`${to("evals", "runs", run)}?view=judges`}>See how far the scorers agree with you</a>
          </p>
        </div>
      )}
      <div class="judge-keys">
        <button type="button" class="pass" onClick={acts.pass} disabled={!item}>
          Pass <kbd>p</kbd>
        </button>
        <button type="button" class="fail" onClick={acts.fail} disabled={!item}>
          Fail <kbd>f</kbd>
        </button>
        <button type="button" onClick={acts.skip} disabled={!item}>
          Skip <kbd>s</kbd>
        </button>
        <button type="button" onClick={acts.undo} disabled={judging.place === 0}>
          Undo <kbd>u</kbd>
        </button>
        <label class="note-field">
          <span>
            Note <kbd>n</kbd>
          </span>
          <input
            ref={field}
            value={judging.note}
            disabled={!item}
            onInput={({ currentTarget }) => note(currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
            }}
          />
        </label>
      </div>
    </>
  );
}

/** The page. */
export function HumanPage({ run, suite }: { run: string; suite: string }) {
  const { value, error, again } = useLoaded<HumanItem[]>(`/api/runs/${run}/human`);
  return (
    <div class="judge">
      <div class="heading">
        <h1>Judge answers: {suite}</h1>
      </div>
      {error && <Problem sentence={error} again={again} />}
      {value?.length === 0 && <Problem sentence="This run has no answer to judge." />}
      {value && value.length > 0 && <Judge run={run} items={value} />}
    </div>
  );
}
