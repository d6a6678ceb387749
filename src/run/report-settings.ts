/** How a run is to be looked at: its suite's baseline and gates, kept with the run so that it can be shown again. Pure. */
import type { JsonObject, JsonValue } from "../record/json.ts";
import type { ReportSettings } from "./eval-report.ts";
import type { DerivedMetric, Gate, Suite } from "./suite.ts";

/** A model of a run by all its names. */
interface NamedModel {
  /** As it is named in the cells. */
  label: string;
  /** The suite's entry of it. */
  entry: { name: string };
  /** The model that answers. */
  model: { id: string };
}

/** The settings of a suite, with models named as in the cells. */
export function reportSettings(
  suite: Pick<Suite, "baseline" | "derived" | "gates">,
  models: readonly NamedModel[],
  margin: number | undefined,
): ReportSettings {
  const labelOf = (name: string): string =>
    models.find(({ label, entry, model }) => [label, entry.name, model.id].includes(name))?.label ?? name;
  return {
    ...(suite.baseline === undefined ? {} : { baseline: labelOf(suite.baseline) }),
    ...(margin === undefined ? {} : { margin }),
    ...(suite.derived.length > 0 ? { derived: suite.derived } : {}),
    gates: suite.gates.map((gate) => ({
      ...gate,
      ...(gate.model === undefined ? {} : { model: labelOf(gate.model) }),
      ...(gate.notWorseThan === undefined ? {} : { notWorseThan: labelOf(gate.notWorseThan) }),
    })),
  };
}

/** Settings as JSON, to be kept with the run. */
export function settingsJson({ baseline, margin, gates, derived }: ReportSettings): JsonObject {
  return {
    ...(baseline === undefined ? {} : { baseline }),
    ...(margin === undefined ? {} : { margin }),
    ...(derived?.length ? { derived: derived.map((each) => ({ ...each })) } : {}),
    ...(gates?.length ? { gates: gates.map((gate) => ({ ...gate })) } : {}),
  };
}

function isGate(value: JsonValue): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && typeof value.metric === "string";
}

function isDerived(value: JsonValue): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  return typeof value.name === "string" && typeof value.expression === "string";
}

/** Settings read back from what is kept with a run; what is not understood is left out. */
export function settingsOfJson(about: JsonObject): ReportSettings {
  const { baseline, margin, gates, derived } = about;
  return {
    ...(typeof baseline === "string" ? { baseline } : {}),
    ...(typeof margin === "number" ? { margin } : {}),
    ...(Array.isArray(derived) ? { derived: derived.filter(isDerived) as unknown as DerivedMetric[] } : {}),
    ...(Array.isArray(gates) ? { gates: gates.filter(isGate) as unknown as Gate[] } : {}),
  };
}
