/**
 * Variables of promptfoo tests: merged, read from files, combined where they are lists, filled where they use each other.
 * Source: https://www.promptfoo.dev/docs/configuration/test-cases/ (2026-11-27).
 */
import type { JsonValue } from "../../record/json.ts";
import { SetupError } from "../../record/setup-error.ts";
import type { Vars } from "../suite.ts";
import { codeFunction } from "./code.ts";
import { type Files, fileReference, isJavaScript } from "./files.ts";
import { isMapping, lastAt, mappingAt, placed, placing, type Spot } from "./spot.ts";
import { settledVars, type Templates } from "./templates.ts";

/** A variable that names a file: its content. */
async function fileVar(name: string, text: string, vars: Vars, at: Spot, files: Files): Promise<JsonValue> {
  const reference = fileReference(text);
  if (!reference) return text;
  const { path, name: wanted } = reference;
  return placed(at, async () => {
    if (path.endsWith(".py") || isJavaScript(path)) {
      const made = path.endsWith(".py")
        ? await files.python(path, wanted ?? "get_var", [name, "", vars])
        : await (await codeFunction(at, [], files))(name, "", vars);
      if (isMapping(made) && made.error) throw new Error(String(made.error));
      return (isMapping(made) && "output" in made ? made.output : made) as JsonValue;
    }
    if (/\.(png|jpe?g|gif|webp|pdf|mp3|wav|mp4)$/i.test(path))
      throw new SetupError(`${path} is no text: send files with \`attachments\` of a penny suite.`);
    const content = await files.content(path);
    return typeof content === "string" ? content.trim() : JSON.stringify(content);
  });
}

/** Each combination of the values of variables that are lists of texts. */
function combinations(vars: Vars): Vars[] {
  let all: Vars[] = [{}];
  for (const [name, value] of Object.entries(vars)) {
    const values = Array.isArray(value) && typeof value[0] === "string" ? value : [value];
    all = all.flatMap((each) => values.map((one) => ({ ...each, [name]: one })));
  }
  return all;
}

/** The variables of a test, for each combination of lists. @throws SetupError with file and line. */
export async function varsOf(
  test: readonly Spot[],
  options: readonly Spot[],
  { files, templates }: { files: Files; templates: Templates },
): Promise<Vars[]> {
  const merged: { [name: string]: { value: JsonValue; at: Spot } } = {};
  for (const spot of test) {
    const named = spot.at("vars");
    const path = typeof named.value === "string" ? named.value.replace(/^file:\/\//, "") : undefined;
    const at = path === undefined ? named : named.with(await placed(named, () => files.content(path)));
    if (at.value === undefined) continue;
    for (const [name, value] of Object.entries(mappingAt(at, "`vars`")))
      merged[name] = { value: value as JsonValue, at: at.at(name) };
  }
  const vars: Vars = Object.fromEntries(Object.entries(merged).map(([name, { value }]) => [name, value]));
  for (const [name, { value, at }] of Object.entries(merged))
    if (typeof value === "string") vars[name] = await fileVar(name, value, vars, at, files);
  const isWhole = options.some((each) => each.at("disableVarExpansion").value === true);
  const change = lastAt(options, "transformVars");
  const changed = change && (await codeFunction(change, ["vars", "context"], files));
  const all: Vars[] = [];
  for (const each of isWhole ? [vars] : combinations(vars)) {
    const settled = placing(test.at(-1) as Spot, () => settledVars(each, templates));
    const more = changed ? await placed(change, async () => (await changed(settled, {})) as Vars) : {};
    all.push({ ...settled, ...more });
  }
  return all;
}
