/**
 * `npm run conformance -- FOLDER [--json]`: feeds recorded provider bodies through the adapter and `ask`, and says per provider
 * how many were parsed, which failed and why, and for how many usage and cost are known. Exit code 1 under 99 %.
 */

import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { replayModel } from "../src/models/replay.ts";
import { costOf } from "../src/price/cost.ts";

import type { Call } from "../src/record/call.ts";
import { idSource } from "../src/record/id.ts";
import { textMessage } from "../src/record/message.ts";
import { ask } from "../src/run/ask.ts";
import { systemClock } from "../src/run/clock.ts";
import { createPacer } from "../src/run/pace.ts";
import { openStore } from "../src/store/open-store.ts";
import { type Recording, recordingsIn } from "./conformance/recording.ts";
import { sdkModel } from "./conformance/sdk-model.ts";

interface Outcome {
  path: string;
  provider: string;
  result: "parsed" | "error surfaced" | "failed" | "skipped";
  why?: string;
  model?: string;
  usage?: Call["usage"];
  cost?: Call["cost"];
  rawKept?: boolean;
}

/** Providers of the recordings by the name they have in the ledger. */
const PRICED_AS: { [folder: string]: string } = {
  "amazon-bedrock": "bedrock",
  "google-vertex": "google",
  "open-responses": "lmstudio",
};

const folder = process.argv[2];
const asJson = process.argv.includes("--json");
if (!folder) {
  console.error(
    "Which folder? `npm run conformance -- FOLDER`: one folder a provider, in it *.json, *.chunks.txt or *.sse.",
  );
  process.exit(2);
}

const dir = mkdtempSync(join(tmpdir(), "penny-conformance-"));
const log = await openStore({ dir, now: systemClock.now });
const context = {
  log,
  pricing: async () => ({ costOf, energyOf: () => undefined }),
  clock: systemClock,
  random: Math.random,
  newId: idSource(systemClock.now, randomBytes),
  pacer: createPacer(systemClock),
  inFlight: new Map<string, Promise<Call>>(),
};

async function outcomeOf(recording: Recording): Promise<Outcome> {
  const { path, provider, format, skip } = recording;
  if (skip !== undefined) return { path, provider, result: "skipped", why: skip };
  const name = recording.model ?? "recorded";
  const model = replayModel({
    format,
    provider: PRICED_AS[provider] ?? provider,
    name,
    load: (fetch) => sdkModel(format, fetch, name),
    answers: [recording.answer],
  });
  const request = { model: model.id, messages: [textMessage("user", "recorded")], options: {} };
  const call = await ask(context, {
    model,
    request,
    origin: { command: "conformance" },
    stream: recording.stream,
    retries: { attempts: 1 },
  });
  // A recording is priced by the day on which it was made.
  const priced = { usage: call.usage, at: recording.at ?? call.timing.startedAt, where: model.where };
  const names = [...(call.servedModel ? [`${model.provider}/${call.servedModel}`] : []), model.id];
  const cost = names.map((each) => costOf({ ...priced, model: each })).find((each) => each !== undefined);
  const known = {
    model: call.servedModel ?? name,
    ...(Object.keys(call.usage).length > 0 ? { usage: call.usage } : {}),
    ...(cost ? { cost } : {}),
    rawKept: (await log.rawOf(call.id)).length > 0,
  };
  if (!call.error) return { path, provider, result: recording.isError ? "failed" : "parsed", ...known };
  if (recording.isError && call.error.kind !== "parse")
    return { path, provider, result: "error surfaced", why: call.error.message, ...known };
  return { path, provider, result: "failed", why: `${call.error.kind}: ${call.error.message}`, ...known };
}

const outcomes: Outcome[] = [];
for (const recording of recordingsIn(folder)) outcomes.push(await outcomeOf(recording));
await log.close();
rmSync(dir, { recursive: true, force: true });

const chat = outcomes.filter((outcome) => outcome.result !== "skipped");
const good = chat.filter((outcome) => outcome.result !== "failed");
const parsed = chat.filter((outcome) => outcome.result === "parsed");
const share = chat.length === 0 ? 0 : good.length / chat.length;

function count(list: readonly Outcome[], test: (outcome: Outcome) => boolean): number {
  return list.filter(test).length;
}

function table(): string {
  const rows = [...new Set(outcomes.map((outcome) => outcome.provider))].map((provider) => {
    const own = outcomes.filter((outcome) => outcome.provider === provider);
    const isParsed = own.filter((outcome) => outcome.result === "parsed");
    return [
      provider,
      count(own, (outcome) => outcome.result === "parsed"),
      count(own, (outcome) => outcome.result === "error surfaced"),
      count(own, (outcome) => outcome.result === "failed"),
      count(own, (outcome) => outcome.result === "skipped"),
      count(
        isParsed,
        (outcome) => outcome.usage?.inputTokens !== undefined && outcome.usage.outputTokens !== undefined,
      ),
      count(isParsed, (outcome) => outcome.cost !== undefined),
    ];
  });
  const lines = [["provider", "parsed", "errors", "failed", "skipped", "usage", "cost"], ...rows];
  return lines
    .map((line) =>
      line.map((cell, index) => (index === 0 ? String(cell).padEnd(18) : String(cell).padStart(8))).join(""),
    )
    .join("\n");
}

if (asJson) {
  console.log(JSON.stringify(outcomes, null, 2));
} else {
  console.log(table());
  for (const { path, why } of outcomes.filter((outcome) => outcome.result === "failed"))
    console.log(`failed ${path}: ${why ?? "an error passed as an answer"}`);
  const reasons = Map.groupBy(
    outcomes.filter((outcome) => outcome.result === "skipped"),
    (outcome) => outcome.why ?? "",
  );
  for (const [why, list] of reasons) console.log(`skipped ${list.length}: ${why}`);
  console.log(
    `${good.length} of ${chat.length} chat bodies (${(share * 100).toFixed(1)} %) came out right: ${parsed.length} parsed, ` +
      `${count(chat, (outcome) => outcome.result === "error surfaced")} recorded errors surfaced; ` +
      `raw kept for ${count(chat, (outcome) => outcome.rawKept === true)}.`,
  );
}
process.exitCode = share >= 0.99 ? 0 : 1;
