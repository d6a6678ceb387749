/** Expectations that are just `true`, or an object of options: whether an answer is of some kind. Pure. */
import type { JsonObject, JsonValue } from "../record/json.ts";
import { type Fail, isObject, knownFields, reading, shown } from "./reading.ts";
import type { Reading } from "./scorer.ts";

/**
 * Reads `true` as no options at all, or an object of some of the known ones.
 * @param options what the fields come to; gets no field for `true`.
 */
export function readValidity<Options>(
  value: JsonValue,
  known: readonly string[],
  options: (fields: JsonObject, fail: Fail) => Options,
): Reading<Options> {
  return reading((fail) => {
    if (value === true) return options({}, fail);
    if (isObject(value) && Object.keys(value).length > 0) return options(knownFields(value, known, fail), fail);
    const hint = value === false ? " For the opposite, put `not-` before the name." : "";
    return fail(`It expects \`true\`${known.length > 0 ? " or options" : ""}, but was given ${shown(value)}.${hint}`);
  });
}
