/** A call, whole: facts, conversation, answer, what went wrong, what was sent beside it, raw answers; copied, given out, removed. */
import { useEffect, useRef, useState } from "preact/hooks";
import { duration } from "../../../src/cli/amounts.ts";
import type { Attempt, Call, RawResponse } from "../../../src/record/call.ts";
import type { LogSheet } from "../../../src/server/api.ts";
import { Icon } from "../icon.tsx";
import { useLoaded } from "../loaded.ts";
import { Problem, Said } from "../parts.tsx";
import { query, to } from "../route.ts";
import { useSlowMark } from "../slow-mark.ts";
import { kept } from "./conditions.ts";
import { Facts } from "./facts.tsx";
import { RemoveCall } from "./remove-call.tsx";
import { LongText, MessageView, SaidPart, Value } from "./said.tsx";

/** A call that runs is looked at again so often while the log changes. */
const SLOW_MS = 700;

function Attempts({ attempts }: { attempts: readonly Attempt[] }) {
  if (attempts.length < 2 && !attempts.some(({ error }) => error)) return null;
  return (
    <details class="log-fold" open={attempts.length > 1}>
      <summary>
        {attempts.length} {attempts.length === 1 ? "attempt" : "attempts"}
      </summary>
      <ol class="log-attempts">
        {attempts.map((attempt) => (
          <li key={attempt.startedAt + attempt.durationMs}>
            {duration(attempt.durationMs)}:{" "}
            {attempt.error?.message ?? (attempt.status === undefined ? "answered" : `answered with ${attempt.status}`)}
            {attempt.waitMs !== undefined && <small> then waited {duration(attempt.waitMs)}</small>}
          </li>
        ))}
      </ol>
    </details>
  );
}

function Failure({ call }: { call: Call }) {
  if (!call.error) return null;
  const { kind, message, status, body } = call.error;
  return (
    <div class="problem">
      <p>
        {message} <small>{status === undefined ? kind : `${kind}, HTTP ${status}`}</small>
      </p>
      {body !== undefined && body !== "" && <LongText code text={pretty(body)} />}
    </div>
  );
}

/** JSON, indented; any other text as it is. */
function pretty(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Raw({ raws }: { raws: readonly RawResponse[] }) {
  if (raws.length === 0) return null;
  return (
    <details class="log-fold">
      <summary>Raw {raws.length === 1 ? "answer" : `answers, ${raws.length}`} of the provider</summary>
      {raws.map(({ attempt, status, headers, body }, index) => (
        <section key={index} class="log-raw">
          <h3>
            Attempt {attempt + 1}, status {status}
          </h3>
          {Object.keys(headers).length > 0 && (
            <table class="log-headers">
              <tbody>
                {Object.entries(headers).map(([name, value]) => (
                  <tr key={name}>
                    <th scope="row">{name}</th>
                    <td>{value}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <LongText code text={pretty(body)} />
        </section>
      ))}
    </details>
  );
}

function Sent({ call }: { call: Call }) {
  const { options, tools, toolChoice, schema } = call.request;
  const set = Object.entries(options);
  return (
    <>
      {set.length > 0 && (
        <p class="log-options">
          {set.map(([name, value]) => (
            <code key={name}>
              {name} {JSON.stringify(value)}
            </code>
          ))}
        </p>
      )}
      {schema && (
        <details class="log-fold">
          <summary>Schema of the answer</summary>
          <Value value={schema} />
        </details>
      )}
      {tools && tools.length > 0 && (
        <details class="log-fold">
          <summary>
            Tools: {tools.map(({ name }) => name).join(", ")}
            {toolChoice !== undefined && `; choice ${typeof toolChoice === "string" ? toolChoice : toolChoice.name}`}
          </summary>
          <Value value={tools} />
        </details>
      )}
    </>
  );
}

function Copy({ call }: { call: Call }) {
  const [said, setSaid] = useState("");
  const copy = (): void => {
    navigator.clipboard.writeText(JSON.stringify(call, null, 2)).then(
      () => setSaid("Copied"),
      () => setSaid("The browser did not allow it"),
    );
  };
  return (
    <>
      <button type="button" onClick={copy} onBlur={() => setSaid("")}>
        <Icon name="copy" />
        {said || "Copy as JSON"}
      </button>
      <Said>{said}</Said>
    </>
  );
}

function Answer({ call }: { call: Call }) {
  const [isWritten, setWritten] = useState(true);
  const isRunning = call.finish.reason === "pending";
  return (
    <section class="log-message answer">
      <div class="log-answer-title">
        <h2>Answer</h2>
        {call.parts.length > 0 && (
          <button type="button" class="quiet" onClick={() => setWritten(!isWritten)}>
            {isWritten ? "As it was sent" : "As Markdown"}
          </button>
        )}
      </div>
      {call.parts.map((part, index) => (
        <SaidPart key={index} part={part} isWritten={isWritten} />
      ))}
      {call.parts.length === 0 && <p class="soft">{isRunning ? "It is still running." : "Nothing came."}</p>}
    </section>
  );
}

/** The call. @param back address of the list, where the list is not beside it. */
export function Sheet({ id, back }: { id: string; back: string }) {
  const {
    value: sheet,
    error,
    again,
  } = useLoaded<LogSheet>(`/api/calls/${encodeURIComponent(id)}`, useSlowMark(SLOW_MS));
  const link = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    // Where the list gives way to the call, so does what had the focus in it.
    if (link.current?.checkVisibility()) link.current.focus({ preventScroll: true });
  }, []);
  const [isRemoving, setRemoving] = useState(false);
  const call = sheet?.call;
  return (
    <article class="log-sheet" aria-label={`Call ${id}`}>
      <div class="log-title">
        <a ref={link} class="log-back" href={back}>
          All calls
        </a>
        <h1>
          <code>{id}</code>
        </h1>
        {call && (
          <div class="log-do">
            <a class="button" href={to("ask", call.id)}>
              Continue
            </a>
            <Copy call={call} />
            <button type="button" onClick={() => setRemoving(true)} disabled={call.finish.reason === "pending"}>
              Delete
            </button>
          </div>
        )}
      </div>
      {error && <Problem sentence={error} again={again} />}
      {sheet && call && (
        <>
          <Facts sheet={sheet} />
          <Failure call={call} />
          <Attempts attempts={call.attempts} />
          <Sent call={call} />
          {call.request.messages.map((message, index) => (
            <MessageView key={index} message={message} />
          ))}
          <Answer call={call} />
          <Raw raws={sheet.raws} />
        </>
      )}
      {isRemoving && call && <RemoveCall call={call} back={back} close={() => setRemoving(false)} />}
      {!sheet && !error && <p class="loading">…</p>}
      {sheet && sheet.conversation.length > 1 && (
        <nav class="log-thread" aria-label="Calls of this conversation">
          <h2>This conversation</h2>
          <ol>
            {sheet.conversation.map((each) => (
              <li key={each.id}>
                <a
                  href={`${to("log", each.id)}${kept(query.value)}`}
                  aria-current={each.id === id ? "true" : undefined}
                >
                  {each.request.model}, {new Date(each.timing.startedAt).toLocaleTimeString()}
                </a>
              </li>
            ))}
          </ol>
        </nav>
      )}
    </article>
  );
}
