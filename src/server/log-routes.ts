/** Routes of the place Log: calls listed, searched, shown whole, removed, given out; and the feed that tells pages that the log has changed. */
import { Hono } from "hono";
import { stream, streamSSE } from "hono/streaming";
import type { Workbench } from "../index.ts";
import type { FinishReason } from "../record/call.ts";
import { SetupError } from "../record/setup-error.ts";
import type { CallFilter } from "../store/call-filter.ts";
import type { ChangeEvent } from "./api.ts";
import { numberIn } from "./body.ts";
import type { LogChanges } from "./log-changes.ts";

const PAGE = 100;
const MOST = 1000;
const REASONS: readonly FinishReason[] = [
  "stop",
  "length",
  "tool-calls",
  "content-filter",
  "other",
  "error",
  "aborted",
  "pending",
  "lost",
];

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
    const known = REASONS.find((each) => each === reason);
    if (!known) throw new SetupError(`\`reason\` is \`${reason}\`, but must be one of ${REASONS.join(", ")}.`);
    filter.reason = known;
  }
  for (const [name, text] of [["before", before] as const, ["after", after] as const]) {
    if (!text) continue;
    const at = Number(text);
    if (!Number.isFinite(at)) throw new SetupError(`\`${name}\` is \`${text}\`, but must be milliseconds since 1970.`);
    filter[name] = at;
  }
  if (query("failed") === "true") filter.failed = true;
  return filter;
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
      const hits = await log.search(text, { ...filter, limit });
      return context.json(hits);
    }
    return context.json((await log.calls({ ...filter, limit })).map((call) => ({ call })));
  });

  routes.get("/calls.jsonl", (context) => {
    const filter = filterOf((name) => context.req.query(name));
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
    const [raws, conversation, children] = await Promise.all([
      log.rawOf(call.id),
      log.conversation(call.id),
      log.calls({ parent: call.id }),
    ]);
    return context.json({ call, raws, conversation, children });
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
    const { mediaTypeOf } = await import("../store/media-type.ts");
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
