/** The schema of `--schema`: a file, JSON text, or the short form. Reads a file if one is named. */
import type { JsonObject } from "../record/json.ts";
import { parseSchema, schemaOfMany } from "../record/short-schema.ts";
import { readTextFile } from "../store/text-file.ts";
import { fromFolder } from "./ask-options.ts";

/** A path has a folder in it or ends like a JSON file; the short form has neither. */
function isPath(text: string): boolean {
  return !/^\s*[{[]/.test(text) && !/\n/.test(text) && (/\.json$/i.test(text) || /^[^\s,]*[\\/]/.test(text));
}

/**
 * The schema that the options name; `undefined`: none.
 * @throws SetupError for an unreadable file or a text that is no schema.
 */
export async function schemaOf(
  flags: { schema?: string; schemaMulti?: string },
  io: { cwd: string },
): Promise<JsonObject | undefined> {
  const written = flags.schemaMulti ?? flags.schema;
  if (written === undefined) return undefined;
  const text = isPath(written) ? await readTextFile(fromFolder(io, written), "schema") : written;
  const schema = parseSchema(text);
  return flags.schemaMulti === undefined ? schema : schemaOfMany(schema);
}
