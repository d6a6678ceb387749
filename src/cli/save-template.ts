/** `--save NAME`: the present prompt and options become a template. Asks no model. */
import { SetupError } from "../record/setup-error.ts";
import { type Template, templateParameters, templateText } from "../store/templates.ts";
import { inputOf } from "./ask-options.ts";
import { type ExitCode, exitCodes, type Io } from "./io.ts";
import type { PromptFlags } from "./prompt-flags.ts";
import { schemaOf } from "./schema-option.ts";

/** What a template cannot hold, by the flag that gives it. */
function refuse(flags: PromptFlags): void {
  const refused: { [flag: string]: unknown } = {
    "-a": flags.attachment,
    "--at": flags.at,
    "-f": flags.fragment,
    "-t": flags.template,
    "-c": flags.continue,
    "--cid": flags.cid,
  };
  const flag = Object.keys(refused).find((each) => refused[each] !== undefined);
  if (flag) throw new SetupError(`A template cannot hold ${flag}: save it without, and give ${flag} when you use it.`);
  if ((flags.model?.length ?? 0) > 1)
    throw new SetupError("A template holds one model: give one -m, or none, with --save.");
}

/**
 * Saves a template over an older one of that name.
 * @throws SetupError for what a template cannot hold, an empty one, or a name that is none.
 */
export async function saveTemplate(
  name: string,
  prompt: string | undefined,
  flags: PromptFlags,
  io: Io,
): Promise<ExitCode> {
  refuse(flags);
  const input = await inputOf(flags, io);
  const schema = await schemaOf(flags, io);
  const extract = flags.extract ? "first" : flags.extractLast ? "last" : undefined;
  const template: Template = {
    ...(flags.model?.[0] === undefined ? {} : { model: flags.model[0] }),
    ...(input.system === undefined ? {} : { system: input.system }),
    ...(prompt === undefined ? {} : { prompt }),
    ...(input.options ? { options: input.options } : {}),
    ...(schema === undefined ? {} : { schema }),
    ...(extract === undefined ? {} : { extract }),
    ...(input.params ? { defaults: input.params } : {}),
  };
  if (Object.keys(template).length === 0)
    throw new SetupError(`There is nothing to save as \`${name}\`: give a prompt, -s, -m, -o, --schema or -x.`);
  const workbench = await io.workbench();
  await workbench.templates.write(name, await templateText(template));
  const parameters = templateParameters(template).filter((parameter) => input.params?.[parameter] === undefined);
  const usage = [`penny -t ${name}`, ...parameters.map((parameter) => `-p ${parameter} VALUE`)].join(" ");
  io.err(`penny: saved template ${name}; use it: ${usage}\n`);
  return exitCodes.ok;
}
