/** The place Ask: one model or several side by side. The address holds the conversations, so that reloading and going back work. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Column } from "../ask/column.tsx";
import { Composer, stopAll, takeFiles } from "../ask/composer.tsx";
import { chooseModels, prompt } from "../ask/draft.ts";
import { ModelPicker } from "../ask/model-picker.tsx";
import { askAgain, chooseColumn, columns, running, send, showColumns } from "../ask/sending.ts";
import { dropFiles } from "../drop-files.ts";
import { Icon } from "../icon.tsx";
import { loadMarkdown } from "../markdown.tsx";
import { Empty, Heading, Said } from "../parts.tsx";
import { query, setQuery } from "../route.ts";
import "../styles/ask.css";

/** Pixels from the end of the page within which it follows what is written. */
const NEAR_END = 120;

const EXAMPLES: readonly { does: string; question: string; models: string[] }[] = [
  { does: "Ask the model that comes with penny", question: "What is 2 + 3?", models: [] },
  {
    does: "Compare two sizes of it",
    question: "How many r's are in strawberry?",
    models: ["pocket/pocket-s", "pocket/pocket-m"],
  },
];

function ask(question: string, models: string[]): void {
  chooseModels(models);
  prompt.value = question;
  void send();
}

function Start() {
  return (
    <Empty title="Ask one model, or several side by side">
      <p>
        Whatever is asked here is kept in the log with what it took: tokens, time, dollars, energy. Choose models below,
        write, and send. No key is needed to begin: small models come with penny and answer on this machine.
      </p>
      <ul class="examples">
        {EXAMPLES.map(({ does, question, models }) => (
          <li key={does}>
            <button type="button" onClick={() => ask(question, models)}>
              {does}: “{question}”
            </button>
          </li>
        ))}
      </ul>
    </Empty>
  );
}

/** `?prompt=…&model=…` writes a question down, for links to it; the address is cleaned of it. */
function takeQuery(): void {
  const asked = query.value.get("prompt");
  const named = query.value.getAll("model");
  if (asked === null && named.length === 0) return;
  if (asked !== null) prompt.value = asked;
  if (named.length > 0) chooseModels(named);
  setQuery({ prompt: undefined, model: undefined });
}

/** Keeps the end in sight while answers grow, if it was in sight. */
function useFollowEnd(): { current: HTMLDivElement | null } {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const page = document.documentElement;
    let isNear = true;
    const look = (): void => {
      isNear = page.scrollHeight - page.scrollTop - innerHeight < NEAR_END;
    };
    const watch = new ResizeObserver(() => {
      if (isNear && running.peek().length > 0) page.scrollTop = page.scrollHeight;
    });
    addEventListener("scroll", look, { passive: true });
    if (box.current) watch.observe(box.current);
    return () => {
      removeEventListener("scroll", look);
      watch.disconnect();
    };
  }, []);
  return box;
}

function onKey(event: KeyboardEvent): void {
  if (event.key !== "Escape" || document.querySelector("dialog[open], :popover-open")) return;
  if (running.value.length > 0) stopAll();
}

function saying(count: number): string {
  if (count === 0) return "";
  return count === 1 ? "An answer is being written" : `${count} answers are being written`;
}

/** Asks the question of a call once more of another model. */
function Again({ question }: { question: Signal<{ call: string; model: string } | undefined> }) {
  const asked = question.value;
  if (!asked) return null;
  return (
    <ModelPicker
      title="Ask the same again of"
      chosen={[asked.model]}
      several={false}
      choose={([model]) => {
        if (model !== undefined) void askAgain(asked.call, model);
      }}
      close={() => {
        question.value = undefined;
      }}
    />
  );
}

/** The place. */
export function AskPlace() {
  const ids = columns.value;
  const names = useSignal<{ [id: string]: string }>({});
  const again = useSignal<{ call: string; model: string } | undefined>(undefined);
  const isOver = useSignal(false);
  const box = useFollowEnd();
  useEffect(takeQuery, [query.value]);
  useEffect(() => {
    // Nobody waits for it when the first answer comes.
    void loadMarkdown().catch(() => undefined);
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, []);
  return (
    <div class={`ask ${isOver.value ? "drop" : ""}`} {...dropFiles(isOver, takeFiles)}>
      <Heading title="Ask">
        {ids.length > 0 && (
          <a href="/ask" class="new-question">
            <Icon name="add" />
            New question
          </a>
        )}
      </Heading>
      <div class="columns" ref={box}>
        {ids.length === 0 && <Start />}
        {ids.map((id, index) => (
          <Column
            key={index}
            id={id}
            onLoaded={({ turns }) => {
              const model = turns.at(-1)?.call.peek().request.model;
              if (model) names.value = { ...names.value, [id]: model };
            }}
            fork={(call) => {
              showColumns(ids.with(index, call));
              // Whoever goes back in one conversation means that one.
              if (ids.length > 1) chooseColumn(call);
            }}
            again={(call) => {
              again.value = { call: call.id, model: call.request.model };
            }}
            {...(ids.length > 1 ? { remove: () => showColumns(ids.toSpliced(index, 1)) } : {})}
          />
        ))}
      </div>
      <Composer names={ids.map((id) => names.value[id] ?? "")} />
      <Said>{saying(running.value.length)}</Said>
      <Again question={again} />
    </div>
  );
}
