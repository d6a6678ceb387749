/**
 * Answers of the pocket models to held-out inputs, through the program's own engine:
 *
 *   python3 -m training.held_out --each 200 | npm run -s pocket:answers -- --models pocket/pocket-s,pocket/pocket-m > answers.jsonl
 *
 * A line goes in as `training/held_out.py` writes it and comes out once for each model, with `model`, `answer`, and tokens and
 * milliseconds; `--direct` asks the models not to think. `training/judge.py` makes the table of them. The calls are in the log
 * of `--dir`, so that a run that was stopped goes on.
 */
import { createInterface } from "node:readline";
import { parseArgs } from "node:util";
import { openWorkbench } from "../src/index.ts";
import type { JsonObject } from "../src/record/json.ts";
import { type Message, type Part, textMessage, textOf } from "../src/record/message.ts";
import type { ToolDefinition } from "../src/record/request.ts";

interface HeldOut {
  messages: { role: Message["role"]; content: string; thought?: string }[];
  tools: { name: string; arguments: string[]; description: string }[];
}

const TOOL_CALL = /^<tool_call>(.*)<\/tool_call>$/s;

function assistantParts(content: string, number: number): Part[] {
  const call = TOOL_CALL.exec(content)?.[1];
  if (call === undefined) return [{ type: "text", text: content }];
  const { name, arguments: input } = JSON.parse(call) as { name: string; arguments: JsonObject };
  return [{ type: "tool-call", id: `call_${number}`, name, input }];
}

function messagesOf({ messages, tools }: HeldOut): Message[] {
  return messages.map((message, index) => {
    if (message.role === "assistant") return { role: "assistant", parts: assistantParts(message.content, index) };
    if (message.role !== "tool") return textMessage(message.role, message.content);
    const part = { type: "tool-result", id: `call_${index - 1}`, name: tools[0]?.name ?? "", output: message.content };
    return { role: "tool", parts: [part as Part] };
  });
}

function toolOf({ name, arguments: names, description }: HeldOut["tools"][number]): ToolDefinition {
  const properties = Object.fromEntries(names.map((each) => [each, { type: "string" }]));
  return { name, description, inputSchema: { type: "object", properties, required: names } };
}

/** The answer as the held-out lines have it: text, or the tool call in its tags. */
function answerOf(parts: readonly Part[]): string {
  const call = parts.find((part) => part.type === "tool-call");
  if (!call) return textOf(parts);
  return `<tool_call>${JSON.stringify({ name: call.name, arguments: call.input })}</tool_call>`;
}

const { values } = parseArgs({
  options: {
    models: { type: "string", default: "pocket/pocket-s,pocket/pocket-m,pocket/pocket-l" },
    direct: { type: "boolean", default: false },
    dir: { type: "string", default: ".tmp/pocket" },
  },
});
const workbench = await openWorkbench({ dir: values.dir });
const models = values.models.split(",");
const options = { temperature: 0, ...(values.direct ? { reasoning: "none" as const } : {}) };
let done = 0;
for await (const text of createInterface({ input: process.stdin })) {
  const line = JSON.parse(text) as HeldOut;
  for (const model of models) {
    const tools = line.tools.map(toolOf);
    const asked = { model, messages: messagesOf(line), options, ...(tools.length > 0 ? { tools } : {}) };
    const call = await workbench.ask({ ...asked, cache: true });
    const { outputTokens } = call.usage;
    const out = { ...line, model, answer: answerOf(call.parts), outputTokens, modelMs: call.timing.modelMs };
    process.stdout.write(`${JSON.stringify(out)}\n`);
  }
  if (++done % 100 === 0) process.stderr.write(`${done} inputs\n`);
}
await workbench.close();
