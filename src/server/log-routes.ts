/** Routes of the place Log: calls listed, searched, shown whole, removed, given out; and the feed that tells pages that the log has changed. */
import { Hono } from "hono";
import { stream, streamSSE } from "hono/streaming";
import type { PriceRow, Workbench } from "../index.ts";
import { rowKey } from "../price/ledger.ts";
import { type Call, finishReasons } from "../record/call.ts";
import { answerWords, promptWords } from "../record/first-words.ts";
import { SetupError } from "../record/setup-error.ts";
import type { CallFilter } from "../store/call-filter.ts";
import { mediaTypeOf } from "../store/media-type.ts";
import type { SearchHit, SnippetPiece } from "../store/search-calls.ts";
import type { ChangeEvent, LogLine, LogNames, LogSheet } from "./api.ts";
import { numberIn } from "./body.ts";
import type { LogChanges } from "./log-changes.ts";

const PAGE = 100;
const MOST = 1000;

/** The filter in a query. @throws SetupError for what is none. */
function filterOf(query: (name: string) => string | undefined): CallFilter {
  const filter: CallFilter = {};
  const model = query("model");
  const command = query("command");
  const reason = query("reason");
  const before = query("before");
  const after = query("after");
  if (model) filter.model = model;
  if (command) filter.command = command;
  if (reason) {
    const known = finishReasons.find((each) => each === reason);
    if (!known) throw new SetupError(`\`reason\` is \`${reason}\`, but must be one of ${finishReasons.join(", ")}.`);
    filter.reason = known;
  }
  for (const [name, text] of [["before", before] as const, ["after", after] as const]) {
    if (!text) continue;
    const at = Number(text);
    if (!Number.isFinite(at)) throw new SetupError(`\`${name}\` is \`${text}\`, but must be milliseconds since 1970.`);
    filter[name] = at;
  }
  if (query("failed") === "true") filter.failed = true;
  const older = query("older");
  if (older) filter.olderThan = placeOf(older);
  return filter;
}

/** A place in a list of calls, as `older` names it: when the last one seen was begun, and its id. */
function placeOf(text: string): { startedAt: number; id: string } {
  const [, startedAt, id] = /^(\d{1,15})-([0-9a-z]+)$/.exec(text) ?? [];
  if (startedAt !== undefined && id !== undefined) return { startedAt: Number(startedAt), id };
  throw new SetupError(`\`older\` is \`${text}\`, but must be milliseconds since 1970, a hyphen and the id of a call.`);
}

function lineOf(call: Call, snippet?: SnippetPiece[]): LogLine {
  const { startedAt, endedAt } = call.timing;
  const { inputTokens, outputTokens } = call.usage;
  return {
    id: call.id,
    model: call.request.model,
    prompt: promptWords(call),
    answer: answerWords(call),
    reason: call.finish.reason,
    command: call.origin.command,
    startedAt,
    ...(call.error?.status === undefined ? {} : { status: call.error.status }),
    ...(endedAt === undefined ? {} : { tookMs: endedAt - startedAt }),
    ...(inputTokens === undefined ? {} : { inputTokens }),
    ...(outputTokens === undefined ? {} : { outputTokens }),
    ...(call.cost ? { picodollars: call.cost.picodollars } : {}),
    ...(snippet ? { snippet } : {}),
  };
}

/** The rows of the ledger that a cost names, as they stand today. */
async function pricesOf({ cost }: Call, workbench: Workbench): Promise<PriceRow[]> {
  if (cost?.row === undefined) return [];
  const rows = await workbench.cost.prices(cost.row.replace(/@[\d-]+$/, ""));
  return rows.filter((row) => rowKey(row) === cost.row);
}

/** The run or the battle that a call was made for. */
async function originOf({ origin }: Call, workbench: Workbench): Promise<LogSheet["from"]> {
  const pieces = origin.ref?.split("/") ?? [];
  if (origin.command === "arena" && pieces[0] === "battle" && pieces[1]) return { kind: "battle", id: pieces[1] };
  const [run] = pieces;
  if (origin.command !== "eval" || !run) return undefined;
  // The run may have been removed, or the reference be to no run at all.
  const found = await workbench.log.run(run).catch(() => undefined);
  return found && { kind: "run", id: found.id };
}

async function sheetOf(call: Call, workbench: Workbench): Promise<LogSheet> {
  const { log } = workbench;
  const [raws, conversation, children, prices, from] = await Promise.all([
    log.rawOf(call.id),
    log.conversation(call.id),
    log.calls({ parent: call.id }),
    pricesOf(call, workbench),
    originOf(call, workbench),
  ]);
  return { call, raws, conversation, children, prices, ...(from ? { from } : {}) };
}

/** The routes. */
export function logRoutes(workbench: Workbench, changes: LogChanges): Hono {
  const { log } = workbench;
  const routes = new Hono();

  routes.get("/calls", async (context) => {
    const filter = filterOf((name) => context.req.query(name));
    const limit = numberIn(context, "limit", MOST) ?? PAGE;
    const text = context.req.query("q")?.trim();
    if (text) {
      const hits: SearchHit[] = await log.search(text, { ...filter, limit });
      return context.json(hits.map(({ call, snippet }) => lineOf(call, snippet)));
    }
    return context.json((await log.calls({ ...filter, limit })).map((call) => lineOf(call)));
  });

  routes.get("/calls/names", async (context) => context.json((await log.names()) satisfies LogNames));

  routes.get("/calls.jsonl", (context) => {
    const filter = filterOf((name) => context.req.query(name));
    const matching = context.req.query("q")?.trim();
    if (matching) filter.matching = matching;
    context.header("Content-Type", "application/jsonl; charset=utf-8");
    context.header("Content-Disposition", 'attachment; filename="penny-log.jsonl"');
    return stream(context, async (out) => {
      for await (const call of log.exportCalls(filter)) {
        if (out.aborted) break;
        await out.write(`${JSON.stringify(call)}\n`);
      }
    });
  });

  routes.get("/calls/:id", async (context) => {
    const id = context.req.param("id");
    const call = await log.call(id);
    if (!call) return context.json({ error: `There is no call \`${id}\` in the log.` }, 404);
    return context.json(await sheetOf(call, workbench));
  });

  routes.delete("/calls/:id", async (context) => {
    const id = context.req.param("id");
    return context.json(await log.remove({ ids: [id] }));
  });

  routes.get("/changes", (context) =>
    streamSSE(context, async (out) => {
      const { signal } = context.req.raw;
      for await (const mark of changes.follow(signal)) {
        const event: ChangeEvent = { mark };
        await out.writeSSE({ data: JSON.stringify(event) });
      }
    }),
  );

  return routes;
}

/** Files of the log by hash. */
export function fileRoutes(workbench: Workbench): Hono {
  const { log } = workbench;
  const routes = new Hono();
  routes.get("/files/:sha256", async (context) => {
    const sha256 = context.req.param("sha256");
    if (!/^[0-9a-f]{64}$/.test(sha256)) return context.json({ error: "That is no SHA-256." }, 400);
    const bytes = await log.fileBytes(sha256);
    const found = (await mediaTypeOf(bytes)) ?? "application/octet-stream";
    // A picture may be shown; whatever could run as a page of ours is given out as a download only.
    const isSafe = /^(image\/(png|jpeg|gif|webp|avif)|audio\/|video\/)/.test(found);
    return context.body(new Uint8Array(bytes), 200, {
      "Content-Type": isSafe ? found : "application/octet-stream",
      "Cache-Control": "private, max-age=31536000, immutable",
      ...(isSafe ? {} : { "Content-Disposition": `attachment; filename="${sha256.slice(0, 12)}"` }),
    });
  });
  return routes;
}
