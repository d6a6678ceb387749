/**
 * `is-valid-tool-call`: the model calls at least one tool, each one that it was given, with arguments that satisfy that tool's schema.
 * Calls that the provider itself ran are left out: it has their schemas.
 */
import type { Call } from "../record/call.ts";
import type { Part } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { messageOf } from "../record/setup-error.ts";
import { schemaErrors } from "./schema-check.ts";
import { defineScorer, type Judgement, type Scorer } from "./scorer.ts";
import { callText, toolCallsIn } from "./tool-expectation.ts";
import { readValidity } from "./validity.ts";

async function judge(call: Call): Promise<Judgement> {
  const made = toolCallsIn(call.parts).filter((each) => !each.providerExecuted);
  if (made.length === 0) return { value: 0, why: "The model calls no tool." };
  for (const { name, input } of made) {
    const tool = call.request.tools?.find((each) => each.name === name);
    if (!tool) return { value: 0, why: `The model calls \`${name}\`, a tool that it was not given.` };
    try {
      const errors = await schemaErrors(tool.inputSchema, input, "the arguments");
      if (errors !== undefined)
        return { value: 0, why: `The model calls ${callText(name, input)}, which breaks its schema: ${errors}.` };
    } catch (error) {
      return {
        value: 0,
        undecided: true,
        why: `The schema of \`${name}\` cannot be used: ${messageOf(error).replace(/\.$/, "")}.`,
      };
    }
  }
  return { value: 1, why: `The model calls ${made.map(({ name }) => `\`${name}\``).join(", ")} as the schema has it.` };
}

const request: Request = {
  model: "test/model",
  messages: [],
  options: {},
  tools: [
    {
      name: "search",
      description: "Searches",
      inputSchema: {
        type: "object",
        properties: { q: { type: "string" } },
        required: ["q"],
        additionalProperties: false,
      },
    },
  ],
};
const calls = (name: string, input: { [name: string]: string | number }): Part[] => [
  { type: "tool-call", id: "1", name, input },
];

/** The scorer. */
export const isValidToolCall: Scorer = defineScorer<true>({
  name: "is-valid-tool-call",
  summary: "the model calls tools that it was given, with arguments that satisfy their schemas",
  expects: "`true`, nothing else",
  examples: [
    {
      expected: true,
      right: { request, parts: calls("search", { q: "x" }) },
      wrong: { request, parts: calls("search", { q: 1 }) },
    },
    {
      expected: true,
      right: { request, parts: calls("search", { q: "" }) },
      wrong: { request, parts: calls("open", { q: "x" }) },
    },
  ],
  read: (value) => readValidity(value, [], () => true),
  judge,
});
