/** Asks the built-in model, follows a stream, continues the conversation, and looks at the log. `node examples/library/ask.ts` */
import { openWorkbench, textOf } from "pennyfarthing";

const workbench = await openWorkbench();

const call = await workbench.ask({ prompt: "How many r's are in strawberry?" });
console.log(textOf(call.parts), call.usage.outputTokens, "tokens");

let streamed = "";
for await (const event of workbench.stream({ prompt: "Spell model backwards." })) {
  if (event.type === "text-delta") streamed += event.text;
}
console.log(streamed);

const { picodollars, inputTokens } = await workbench.estimate({ prompt: "What is 17 + 25?", model: "pocket" });
console.log("will take", inputTokens, "tokens and", picodollars, "picodollars");

console.log((await workbench.log.calls({ limit: 2 })).map((each) => each.request.model));
await workbench.close();
