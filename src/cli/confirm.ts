/** Says what work will take and, where somebody can answer, asks before money is spent. Makes no forecast itself. */
import { createInterface } from "node:readline/promises";
import { Writable } from "node:stream";
import { formatUsd } from "../price/money.ts";
import { SetupError } from "../record/setup-error.ts";
import { type Estimate, mayCost } from "../run/estimate.ts";
import { dollarRange, tokenRange, unknown } from "./amounts.ts";
import type { Io } from "./io.ts";

/** A forecast in one line: `12 calls, 3.1k tokens in, 1k–8k out, $0.002–0.01`. */
export function forecastLine(estimate: Estimate): string {
  const calls = `${estimate.calls} ${estimate.calls === 1 ? "call" : "calls"}`;
  const price = estimate.picodollars ? dollarRange(estimate.picodollars) : `${unknown} (price or tokens unknown)`;
  return `${calls}, ${tokenRange(estimate.inputTokens)} tokens in, ${tokenRange(estimate.outputTokens)} out, ${price}`;
}

/** Asks a yes-or-no question on a terminal; anything but yes is no. Ctrl-C and the end of input are no. */
export async function askYesNo(question: string, io: Io): Promise<boolean> {
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      io.err(String(chunk));
      done();
    },
  });
  const lines = createInterface({ input: io.input, output, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once("close", () => resolve("")));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal: io.signal }), closed]);
    return /^\s*y(es)?\s*$/i.test(answer);
  } catch {
    return false;
  } finally {
    lines.close();
  }
}

/**
 * Tells a forecast on standard error. If it may cost money and `yes` is not set, asks whether to go on.
 * @throws SetupError if it would have to ask and nobody sits there.
 */
export async function tellForecast(estimate: Estimate, yes: boolean, io: Io): Promise<boolean> {
  io.err(`penny: ${forecastLine(estimate)}\n`);
  if (!mayCost(estimate)) return true;
  for (const assumption of estimate.assumptions) io.err(`  ${assumption}\n`);
  if (yes) return true;
  if (io.terminal.in && io.terminal.err) return askYesNo("Go on?", io);
  const most = estimate.picodollars ? `up to ${formatUsd(estimate.picodollars.high)}` : "an unknown amount";
  throw new SetupError(`This may cost ${most}, and there is no terminal to ask on: add --yes to go on.`);
}
