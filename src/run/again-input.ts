/** What asks a call's question once more, as another model may be asked it: the same conversation, options, schema and tools. Pure. */
import type { Call } from "../record/call.ts";
import type { PromptInput } from "./prepare.ts";

/** The input that gives the request of a call again. Without a model: whoever asks names one, else it is the default. */
export function againInput({ request, parent }: Call): PromptInput {
  const { messages, options, schema, tools } = request;
  return {
    messages,
    options,
    ...(schema ? { schema } : {}),
    ...(tools ? { tools } : {}),
    ...(parent === undefined ? {} : { continue: parent }),
  };
}
