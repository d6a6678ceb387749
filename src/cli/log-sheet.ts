/** All that is recorded of one call, as text for people: first the facts, then every message. Pure. */
import { formatUsd } from "../price/money.ts";
import type { Attempt, Call, CallError } from "../record/call.ts";
import { counted } from "../record/counted.ts";
import type { JsonValue } from "../record/json.ts";
import type { Part } from "../record/message.ts";
import { tokensPerSecond } from "../record/tokens-per-second.ts";
import { duration, energyRange, tokens } from "./amounts.ts";
import { byteSize, endingStyles, fileLabel, localTime, oneLine, timeAgo, totalMs } from "./log-words.ts";
import { withoutControls } from "./plain-text.ts";
import { type Style, styled, wrapText } from "./wrap-text.ts";

/** How to draw the sheet, and what the call itself does not know. */
export interface SheetSettings {
  /** Ids of the calls that continue it, oldest first. */
  children: readonly string[];
  /** Whether texts are rid of control characters: on a terminal. In a pipe they stay as they are. */
  harmless: boolean;
  /** Whether styles may be used. */
  color: boolean;
  /** Columns of the terminal; facts are broken into lines of it. */
  width: number;
  /** Milliseconds since 1970. */
  now: number;
}

/** A fact: its name, what it is, and perhaps a style. */
type Fact = [name: string, text: string, styles?: readonly Style[]];

/** What is longer is in `--json`; here it would bury the rest. */
const MOST_FACT_CHARACTERS = 400;

function shortened(long: string): string {
  const text = oneLine(long);
  return text.length > MOST_FACT_CHARACTERS ? `${text.slice(0, MOST_FACT_CHARACTERS)}… (--json shows all)` : text;
}

function shortJson(value: unknown): string {
  return shortened(JSON.stringify(value));
}

function errorText(error: CallError): string {
  const status =
    error.status === undefined || error.message.includes(String(error.status)) ? "" : `, HTTP ${error.status}`;
  return `${oneLine(error.message)} (${error.kind}${status})`;
}

function attemptText(attempt: Attempt): string {
  const { status, error, durationMs, waitMs } = attempt;
  const ended = error ? errorText(error) : status === undefined ? "answered" : `answered with ${status}`;
  const wait = waitMs === undefined ? "" : `; waited ${duration(waitMs)}`;
  return `${duration(durationMs)}: ${ended}${wait}`;
}

function timeText(call: Call): string {
  const { queueMs, retryMs, modelMs, firstTokenMs } = call.timing;
  const speed = tokensPerSecond(call);
  const pieces = [
    ...(queueMs > 0 ? [`queue ${duration(queueMs)}`] : []),
    ...(retryMs > 0 ? [`retries ${duration(retryMs)}`] : []),
    ...(modelMs === undefined ? [] : [`model ${duration(modelMs)}`]),
    ...(firstTokenMs === undefined ? [] : [`first token ${duration(firstTokenMs)}`]),
    ...(speed === undefined ? [] : [`${speed < 10 ? speed.toFixed(1) : Math.round(speed)} tokens/s`]),
  ];
  return [duration(totalMs(call)), ...pieces].join(" · ");
}

function tokensText({ usage }: Call): string {
  const parts = (pairs: [string, number | undefined][]): string => {
    const known = pairs.flatMap(([name, count]) => (count ? [`${tokens(count)} ${name}`] : []));
    return known.length > 0 ? ` (${known.join(", ")})` : "";
  };
  const read = parts([
    ["from the cache", usage.cacheReadTokens],
    ["written to the cache", usage.cacheWriteTokens],
    ["of images", usage.inputImageTokens],
    ["of audio", usage.inputAudioTokens],
    ["of video", usage.inputVideoTokens],
  ]);
  const written = parts([
    ["of reasoning", usage.reasoningTokens],
    ["of images", usage.outputImageTokens],
    ["of audio", usage.outputAudioTokens],
  ]);
  const rest = [
    ...(usage.outputImages ? [counted(usage.outputImages, "image")] : []),
    ...(usage.audioSeconds ? [`${usage.audioSeconds} s of audio`] : []),
    ...Object.entries(usage.requests ?? {}).map(([unit, count]) => `${count} × ${oneLine(unit)}`),
    ...(usage.serviceTier === undefined ? [] : [`tier ${oneLine(usage.serviceTier)}`]),
  ];
  return [`${tokens(usage.inputTokens)} in${read}`, `${tokens(usage.outputTokens)} out${written}`, ...rest].join(" · ");
}

function costText({ cost }: Call): string {
  if (!cost) return "–";
  const notes = {
    ledger: "by the ledger",
    assumed: "assumed, by a near model",
    billed: "as the provider billed it",
    local: "it ran on this machine",
  };
  const row = cost.row === undefined ? "" : `: ${oneLine(cost.row)}`;
  return `${formatUsd(cost.picodollars)} (${notes[cost.basis]}${row})`;
}

function askedFacts(call: Call): Fact[] {
  const { options, tools, toolChoice, schema } = call.request;
  const { provider, ...named } = options;
  const own = provider === undefined ? [] : [`provider=${shortJson(provider)}`];
  const set = [...Object.entries(named).map(([name, value]) => `${name}=${shortJson(value)}`), ...own];
  const choice = toolChoice === undefined ? "" : ` (${typeof toolChoice === "string" ? toolChoice : toolChoice.name})`;
  return [
    ...(set.length > 0 ? [["options", set.join(" ")] satisfies Fact] : []),
    ...(tools ? [["tools", `${tools.map(({ name }) => oneLine(name)).join(", ")}${choice}`] satisfies Fact] : []),
    ...(schema ? [["schema", shortJson(schema)] satisfies Fact] : []),
  ];
}

function endedFacts(call: Call): Fact[] {
  const { finish, error, attempts, warnings = [] } = call;
  const raw = finish.raw === undefined || finish.raw === finish.reason ? "" : ` (${oneLine(finish.raw)})`;
  const retried = attempts.length > 1 || attempts.some((attempt) => attempt.error);
  return [
    ["ended", `${finish.reason}${raw}`, endingStyles(call)],
    ...(error ? [["error", errorText(error), ["red"]] satisfies Fact] : []),
    ...(error?.body === undefined ? [] : [["body", shortened(error.body)] satisfies Fact]),
    ...(retried ? attempts.map((attempt, index): Fact => [`attempt ${index + 1}`, attemptText(attempt)]) : []),
    ...warnings.map((warning): Fact => ["note", oneLine(warning), ["yellow"]]),
  ];
}

function factsOf(call: Call, settings: SheetSettings): Fact[] {
  const { servedModel, responseId, origin, energy, parent, timing } = call;
  const ago = timeAgo(timing.startedAt, settings.now);
  const served = servedModel === undefined ? "" : ` (served by ${oneLine(servedModel)})`;
  return [
    ["model", `${oneLine(call.request.model)}${served}`],
    ["started", `${localTime(timing.startedAt)}${/ago|now/.test(ago) ? ` (${ago})` : ""}`],
    ["asked by", [origin.command, ...(origin.ref === undefined ? [] : [origin.ref])].map(oneLine).join(" ")],
    ...endedFacts(call),
    ["time", timeText(call)],
    ["tokens", tokensText(call)],
    ["cost", costText(call)],
    ["energy", energy ? `${energyRange(energy)} (${oneLine(energy.method)})` : "–"],
    ...askedFacts(call),
    ...(parent === undefined ? [] : [["continues", oneLine(parent)] satisfies Fact]),
    ...(settings.children.length > 0 ? [["continued by", settings.children.join(", ")] satisfies Fact] : []),
    ...(responseId === undefined ? [] : [["answer's id", oneLine(responseId)] satisfies Fact]),
    ["request", call.hash],
  ];
}

function factLines(facts: readonly Fact[], { width, color, harmless }: SheetSettings): string {
  const longest = Math.max(...facts.map(([name]) => name.length));
  const indent = longest + 4;
  // In a pipe a fact is one line, whatever its length.
  const room = harmless ? Math.max(20, width - indent) : Number.POSITIVE_INFINITY;
  return facts
    .map(([name, text, styles = []]) => {
      const lines = wrapText([{ text, styles }], room, color);
      return `  ${name.padEnd(longest)}  ${lines.join(`\n${" ".repeat(indent)}`)}\n`;
    })
    .join("");
}

function valueText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

/** A part's heading, if it needs one, and its text. */
function partTexts(part: Part): { heading?: string; text?: string; styles?: readonly Style[] } {
  switch (part.type) {
    case "text":
      return { text: part.text };
    case "reasoning":
      return {
        heading: part.text === "" ? "[reasoning, hidden by the provider]" : "[reasoning]",
        text: part.text,
        styles: ["dim"],
      };
    case "tool-call":
      return { heading: `[calls tool ${oneLine(part.name)}, ${oneLine(part.id)}]`, text: valueText(part.input) };
    case "tool-result":
      return {
        heading: `[${part.error ? "failure" : "result"} of tool ${oneLine(part.name)}, ${oneLine(part.id)}]`,
        text: valueText(part.output),
      };
    case "file": {
      const from = part.path ?? part.url;
      const facts = [
        part.mediaType,
        byteSize(part.size),
        `sha256 ${part.sha256.slice(0, 12)}`,
        ...(from ? [from] : []),
      ];
      return { heading: `[file ${[...new Set([fileLabel(part), ...facts.map(oneLine)])].join(", ")}]` };
    }
  }
}

function partText(part: Part, { harmless, color }: SheetSettings): string {
  const { heading, text = "", styles = [] } = partTexts(part);
  const head = heading === undefined ? "" : `${styled(heading, ["cyan"], color)}\n`;
  const body = harmless ? withoutControls(text) : text;
  if (body === "") return head;
  return `${head}${styled(body, styles, color)}${body.endsWith("\n") ? "" : "\n"}`;
}

function section(title: string, parts: readonly Part[], settings: SheetSettings): string {
  const heading = styled(`── ${title} ──`, ["bold"], settings.color);
  return `\n${heading}\n${parts.map((part) => partText(part, settings)).join("")}`;
}

/** The sheet, each line ended. */
export function callSheet(call: Call, settings: SheetSettings): string {
  const title = `${styled(call.id, ["bold"], settings.color)}\n`;
  const asked = call.request.messages.map(({ role, parts }) => section(role, parts, settings));
  const isRunning = call.finish.reason === "pending";
  const nothing = isRunning ? "(still running)" : "(nothing came)";
  const answer = section("answer", call.parts.length > 0 ? call.parts : [{ type: "text", text: nothing }], settings);
  return `${title}${factLines(factsOf(call, settings), settings)}${asked.join("")}${answer}`;
}
