/** Expectations that are an upper limit: a number, or `{ atMost }`. Pure. */
import type { JsonValue } from "../record/json.ts";
import { isObject, knownFields, numberIn, reading, shown } from "./reading.ts";
import type { Reading } from "./scorer.ts";

/** Reads a number of 0 or more, or an object of that one field, `atMost`. */
export function readMost(value: JsonValue): Reading<number> {
  return reading((fail) => {
    const fields = isObject(value) ? knownFields(value, ["atMost"], fail) : { atMost: value };
    return (
      numberIn(fields, "atMost", { least: 0 }, fail) ??
      fail(`It expects a number of 0 or more, but was given ${shown(value)}.`)
    );
  });
}
