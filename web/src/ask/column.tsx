/** One conversation: what was said, turn by turn. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import type { Call } from "../../../src/record/call.ts";
import { type Message, textOf } from "../../../src/record/message.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import { Icon } from "../icon.tsx";
import { Problem } from "../parts.tsx";
import { Answer } from "./answer.tsx";
import { type Conversation, conversation, type Turn } from "./conversations.ts";
import { PartView } from "./part-view.tsx";

/** What is new in a turn: in the first one all that was said before the answer, then what follows the last answer. */
function newMessages({ request }: Call, isFirst: boolean): Message[] {
  const { messages } = request;
  if (isFirst) return messages;
  const last = messages.findLastIndex(({ role }) => role === "assistant");
  return messages.slice(last + 1);
}

function Said({ message }: { message: Message }) {
  if (message.role === "system") {
    return (
      <details class="said system">
        <summary>
          System prompt <small>{textOf(message.parts).slice(0, 60)}</small>
        </summary>
        <p class="typed">{textOf(message.parts)}</p>
      </details>
    );
  }
  return (
    <div class={`said ${message.role}`}>
      {message.parts.map((part, index) => (
        <PartView key={index} part={part} plain={message.role === "user"} />
      ))}
    </div>
  );
}

function TurnView({
  turn,
  isFirst,
  fork,
  again,
}: {
  turn: Turn;
  isFirst: boolean;
  fork: (() => void) | undefined;
  again: () => void;
}) {
  return (
    <li class="turn">
      {newMessages(turn.call.value, isFirst).map((message, index) => (
        <Said key={index} message={message} />
      ))}
      <Answer turn={turn} actions={{ again, ...(fork ? { fork } : {}) }} />
    </li>
  );
}

/** The column. */
export function Column({
  id,
  onLoaded,
  remove,
  fork,
  again,
}: {
  /** Id of the conversation's last call. */
  id: string;
  /** Hears of the conversation once it is there. */
  onLoaded: (found: Conversation) => void;
  /** Takes the column away. Absent: it is the only one. */
  remove?: () => void;
  /** Goes on from an earlier call. */
  fork: (call: string) => void;
  /** Asks the question of a call once more. */
  again: (call: Call) => void;
}) {
  // What was shown stays until the next is there.
  const shown = useSignal<Conversation | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const load = (): (() => void) => {
    let gone = false;
    conversation(id).then(
      (found) => {
        if (gone) return;
        shown.value = found;
        problem.value = undefined;
        onLoaded(found);
      },
      (error: unknown) => {
        if (!gone) problem.value = messageOf(error);
      },
    );
    return () => {
      gone = true;
    };
  };
  useEffect(load, [id]);
  const turns = shown.value?.turns ?? [];
  const model = turns.at(-1)?.call.value.request.model;
  return (
    <section class="column" aria-label={model ?? "Conversation"}>
      <header class="column-head">
        <h2 title={model}>{model ?? "…"}</h2>
        {remove && (
          <button type="button" class="quiet" onClick={remove} aria-label={`Close the column of ${model}`}>
            <Icon name="close" />
          </button>
        )}
      </header>
      {problem.value && <Problem sentence={problem.value} again={() => void load()} />}
      <ol class="turns">
        {turns.map((turn, index) => {
          const { id: call } = turn.call.value;
          return (
            <TurnView
              key={call}
              turn={turn}
              isFirst={index === 0}
              fork={index < turns.length - 1 ? () => fork(call) : undefined}
              again={() => again(turn.call.peek())}
            />
          );
        })}
      </ol>
    </section>
  );
}
