/** How fast a call was written. Pure. */
import type { Call } from "./call.ts";

/** Written tokens per second of the model's time after the first token; `undefined` if unknown. */
export function tokensPerSecond(call: Call): number | undefined {
  const { modelMs, firstTokenMs = 0 } = call.timing;
  const written = call.usage.outputTokens;
  if (modelMs === undefined || written === undefined) return undefined;
  // The first token's time is not in the rest; with a single token there is no rest to measure.
  const rest = firstTokenMs > 0 ? written - 1 : written;
  const seconds = (modelMs - firstTokenMs) / 1000;
  return rest > 0 && seconds > 0 ? rest / seconds : undefined;
}
