/** A call as a row of the list: what was asked, what came back or where the words were found, model, cost and time. */
import { duration } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import type { LogLine } from "../../../src/server/api.ts";
import { When } from "../parts.tsx";
import { to } from "../route.ts";
import { Ending } from "./ending.tsx";

/** Pixels of a row. */
export const LINE_HEIGHT = 76;

function Found({ line }: { line: LogLine }) {
  if (!line.snippet) return <>{line.answer}</>;
  return <>{line.snippet.map(({ text, match }, index) => (match ? <mark key={index}>{text}</mark> : text))}</>;
}

/** The row. @param keep the conditions of the list, to go with the link. */
export function Line({ line, isOpen, keep }: { line: LogLine; isOpen: boolean; keep: string }) {
  return (
    <a class="log-line" href={`${to("log", line.id)}${keep}`} aria-current={isOpen ? "true" : undefined}>
      <span class="log-asked">{line.prompt || <i>nothing was said</i>}</span>
      <When at={line.startedAt} />
      <span class="log-answer">
        <Found line={line} />
      </span>
      <span class="log-about">
        <span class="log-model">{line.model}</span>
        <span class="log-command">{line.command}</span>
        <Ending reason={line.reason} status={line.status} quiet />
      </span>
      <span class="log-figures">
        {line.reason === "pending" ? "running" : `${formatUsd(line.picodollars)} · ${duration(line.tookMs)}`}
      </span>
    </a>
  );
}
