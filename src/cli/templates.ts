/** `penny templates`: prompts kept by name, with parameters. Parses and prints. */
import { messageOf } from "../record/setup-error.ts";
import { parseTemplate, type Template, templateParameters } from "../store/templates.ts";
import { type CliCommand, type ExitCode, exitCodes, type Io } from "./io.ts";
import { addNamedTextVerbs, firstLine } from "./named-texts.ts";
import { commandParser, type Example, runVerbs } from "./parse.ts";

const SUMMARY = "keep prompts by name, with parameters, to ask with -t";

const EXAMPLES: readonly Example[] = [
  { words: "penny 'Translate to $language: $input' --save translate", does: "save a prompt with a parameter" },
  { words: 'penny -t translate -p language French "Good morning"', does: "ask with it" },
  { words: "penny templates set review review.yaml", does: "save one from a file" },
  { words: "penny templates show translate", does: "print it" },
  { words: "penny templates", does: "list them" },
];

function summary(template: Template): string {
  const parameters = templateParameters(template).map((name) => `-p ${name}`);
  const text = firstLine(template.prompt ?? template.system ?? "");
  return [template.model, ...parameters, text].filter((piece) => piece).join(" · ");
}

async function run(words: string[], io: Io): Promise<ExitCode> {
  const about =
    "Prompts kept by name as YAML: prompt, system, model, options, schema, extract, defaults. `$name` is a parameter (-p name VALUE), `$input` what is added to the prompt.";
  const command = commandParser("penny templates", about, io, EXAMPLES);
  addNamedTextVerbs(
    command,
    {
      noun: "template",
      texts: async () => (await io.workbench()).templates,
      // A file that was spoiled by hand is still listed.
      summaryOf: (text) => parseTemplate(text, "it").then(summary, (error: unknown) => `(broken: ${messageOf(error)})`),
    },
    io,
  );
  await runVerbs(command, words);
  return exitCodes.ok;
}

/** The command. */
export const templatesCommand: CliCommand = { name: "templates", summary: SUMMARY, run };
