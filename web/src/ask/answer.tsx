/** One answer: its pieces as they come, then its figures and what can be done with it. */
import { useSignal } from "@preact/signals";
import type { Call } from "../../../src/record/call.ts";
import { textOf } from "../../../src/record/message.ts";
import { Icon } from "../icon.tsx";
import { Markdown } from "../markdown.tsx";
import { Problem } from "../parts.tsx";
import { to } from "../route.ts";
import type { Turn } from "./conversations.ts";
import { Figures } from "./figures.tsx";
import { type LiveAnswer, stopAnswer } from "./live-answers.ts";
import { PartView, Reasoning } from "./part-view.tsx";

const COPIED_MS = 1500;

/** What can be done with an answer; wired by the place. */
export interface AnswerActions {
  /** Goes on from this call in this column. Absent: it is the last one. */
  fork?: () => void;
  /** Asks its question once more. */
  again: () => void;
}

function Copy({ text }: { text: string }) {
  const said = useSignal("Copy");
  const copy = (): void => {
    const tell = (word: string): void => {
      said.value = word;
      setTimeout(() => {
        said.value = "Copy";
      }, COPIED_MS);
    };
    navigator.clipboard.writeText(text).then(
      () => tell("Copied"),
      () => tell("Not allowed"),
    );
  };
  return (
    <button type="button" class="quiet" onClick={copy}>
      <Icon name="copy" />
      {said.value}
    </button>
  );
}

function Pieces({ call, live }: { call: Call; live: LiveAnswer | undefined }) {
  if (!live) {
    // The keys are those of the pieces while they came, so that what stands there stays.
    return (
      <>
        {call.parts.map((part, index) =>
          part.type === "text" ? (
            <Markdown key={`${index}-text`} text={part.text} ended />
          ) : part.type === "reasoning" ? (
            <Reasoning key={`${index}-reasoning`} text={part.text} ended />
          ) : (
            <PartView key={`${index}-${part.type}`} part={part} />
          ),
        )}
      </>
    );
  }
  const parts = live.parts.value;
  return (
    <>
      {parts.map(({ type, text }, index) => {
        const ended = index < parts.length - 1;
        return type === "text" ? (
          <Markdown key={`${index}-text`} text={text} ended={ended} />
        ) : (
          <Reasoning key={`${index}-reasoning`} text={text} ended={ended} />
        );
      })}
      {parts.length === 0 && <p class="soft waiting">{live.retry.value ? "" : "Waiting for the first token…"}</p>}
      {live.retry.value && <p class="soft">Tried again: {live.retry.value}</p>}
    </>
  );
}

function Ended({ call }: { call: Call }) {
  const { reason } = call.finish;
  if (call.error && call.error.kind !== "aborted") return <Problem sentence={call.error.message} />;
  if (reason === "aborted") return <p class="soft">Stopped. The log keeps what had come.</p>;
  if (reason === "length") return <p class="soft">Cut off at the most tokens it may write.</p>;
  if (reason === "content-filter") return <p class="soft">The provider withheld the rest.</p>;
  if (reason === "pending") return <p class="soft">Another program runs this call; it shows here when it has ended.</p>;
  if (reason === "lost") return <p class="soft">Its program ended before the answer did.</p>;
  if (call.parts.length === 0) return <p class="soft">The model said nothing.</p>;
  return null;
}

/** An answer. */
export function Answer({ turn, actions }: { turn: Turn; actions: AnswerActions }) {
  const call = turn.call.value;
  const live = turn.live.value;
  const text = textOf(call.parts);
  return (
    <article class="answer" aria-label={`Answer of ${call.request.model}`} aria-busy={live !== undefined}>
      <Pieces call={call} live={live} />
      {!live && <Ended call={call} />}
      {call.warnings?.map((warning) => (
        <p key={warning} class="soft">
          {warning}
        </p>
      ))}
      <div class="answer-end">
        {live ? (
          <button type="button" onClick={() => void stopAnswer(call.id).catch(() => undefined)}>
            <Icon name="stop" />
            Stop
          </button>
        ) : (
          <>
            <Figures call={call} />
            <div class="answer-actions">
              {text !== "" && <Copy text={text} />}
              <button type="button" class="quiet" onClick={actions.again}>
                Ask again…
              </button>
              {actions.fork && (
                <button type="button" class="quiet" onClick={actions.fork}>
                  Go on from here
                </button>
              )}
              <a href={to("log", call.id)}>In the log</a>
            </div>
          </>
        )}
      </div>
    </article>
  );
}
