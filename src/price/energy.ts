/**
 * The energy of a call, as a range of at least one order of magnitude: no provider publishes what one request takes, and
 * published estimates differ by ten and more. Not in it: training, network, the reader's device, making of the hardware.
 *
 * Hosted: the low end is the best batch that ML.ENERGY measured; the high end is EcoLogits' upper estimate, scaled to the
 * worst that ML.ENERGY measured at the same batch, and reading the prompt without a cache. Local: measured time by a range
 * of power.
 */
import type { Energy } from "../record/call.ts";
import type { Usage } from "../record/usage.ts";
import { ecoLogitsWh } from "./eco-logits.ts";
import { type ModelSize, modelSize } from "./model-size.ts";

/** A call whose energy is asked for. */
export interface EnergyInput {
  /** Full name, `provider/model`. */
  model: string;
  /** What it used. */
  usage: Usage;
  /** Duration of the answer in milliseconds. Absent: not measured. */
  modelMs?: number;
  /** Where the model ran. */
  where: "hosted" | "server" | "process";
}

/** An energy with what it was reckoned from. */
export interface EnergyDetails extends Energy {
  /** How many times the low end the high end is, 10 or more. */
  factor: number;
  /** What EcoLogits itself gives, watt-hours. Absent: the model ran on this machine. */
  ecoLogitsWh?: [number, number];
  /** Size that was assumed. Absent: the model ran on this machine. */
  size?: ModelSize;
  /** Power that was assumed, watts. Absent: the model was hosted. */
  watts?: [number, number];
}

/** Power usage effectiveness by provider, as EcoLogits 0.9.1 has it (2025-11-13, from the companies' reports). */
const PUE: { [provider: string]: [number, number] } = {
  anthropic: [1.09, 1.14],
  cohere: [1.09, 1.09],
  google: [1.09, 1.09],
  huggingface: [1.09, 1.14],
  mistral: [1.16, 1.16],
  openai: [1.2, 1.2],
};

/** From the best known to the world's average: Uptime Institute, Global Data Center Survey 2024. */
const ANY_PUE: [number, number] = [1.09, 1.56];

/** Joules of GPU for an output token at the best batch on H100, by active parameters: ML.ENERGY leaderboard v3 (read 2026-11-23). */
const BEST_BATCH_JOULES: [upToBillions: number, joules: number][] = [
  [10, 0.07],
  [70, 0.2],
  [Number.POSITIVE_INFINITY, 0.4],
];

/** The whole of serving against the accelerator alone: 1 / 0.58, https://arxiv.org/abs/2508.15734 (Google, August 2025). */
const WHOLE_OF_SERVING = 1.7;

/** Most that a measured request took of EcoLogits' estimate at its batch of 64: 1 / 0.52, ML.ENERGY v3 (read 2026-11-23). */
const WORST_MEASURED = 1.92;

/** Active parameters of the model that the input term was fitted on: Epoch AI, GPT-4o (February 2025). */
const INPUT_FIT_BILLIONS = 100;

/** Watts of a machine that answers: thin laptop to desktop processor; with `server`, to one with a large graphics card. */
const LOCAL_WATTS: { [where: string]: [number, number] } = { process: [10, 200], server: [10, 600] };

const LEAST_FACTOR = 10;

/**
 * Watt-hours for reading a prompt without a cache: a curve through Epoch AI's two points for GPT-4o, 2.2 Wh for 10,000 and
 * 39.7 Wh for 100,000 tokens (https://epoch.ai/gradient-updates/how-much-energy-does-chatgpt-use, February 2025). An upper bound.
 */
export function inputWh(tokens: number, activeBillions: number): number {
  return (2.0e-4 * tokens + 1.97e-9 * tokens * tokens) * (activeBillions / INPUT_FIT_BILLIONS);
}

function bestBatchWh(tokens: number, activeBillions: number): number {
  const joules = BEST_BATCH_JOULES.find(([upTo]) => activeBillions <= upTo)?.[1] ?? 0;
  return (tokens * joules * WHOLE_OF_SERVING) / 3600;
}

function hostedEnergy(input: EnergyInput): EnergyDetails | undefined {
  const { outputTokens, inputTokens = 0, cacheReadTokens = 0, outputImages, outputImageTokens } = input.usage;
  // What is known is of text; making images takes other work.
  if (outputTokens === undefined || outputImages || outputImageTokens) return undefined;
  const size = modelSize(input.model);
  const [pueLow, pueHigh] = PUE[input.model.slice(0, input.model.indexOf("/"))] ?? ANY_PUE;
  const eco = (end: 0 | 1, pue: number): number =>
    ecoLogitsWh({
      activeBillions: size.activeBillions[end],
      totalBillions: size.totalBillions[end],
      outputTokens,
      pue,
      ...(input.modelMs === undefined ? {} : { seconds: input.modelMs / 1000 }),
    });
  const middle: [number, number] = [eco(0, pueLow), eco(1, pueHigh)];
  const low = Math.min(bestBatchWh(outputTokens, size.activeBillions[0]), middle[0]);
  const read = inputWh(Math.max(0, inputTokens - cacheReadTokens), size.activeBillions[1]);
  const high = Math.max(middle[1] * WORST_MEASURED + read, low * LEAST_FACTOR);
  const basis = { name: "size by name", ecologits: "size assumed", class: "size by class", unknown: "size unknown" }[
    size.basis
  ];
  return {
    lowWh: low,
    highWh: high,
    method: `ML.ENERGY v3 best batch to EcoLogits 0.9.1 upper bound, ${basis}`,
    factor: low > 0 ? high / low : LEAST_FACTOR,
    ecoLogitsWh: middle,
    size,
  };
}

function localEnergy(input: EnergyInput): EnergyDetails | undefined {
  const watts = LOCAL_WATTS[input.where];
  if (!watts || input.modelMs === undefined) return undefined;
  const hours = input.modelMs / 3_600_000;
  return {
    lowWh: hours * watts[0],
    highWh: hours * watts[1],
    method: `measured time at ${watts[0]} to ${watts[1]} W`,
    factor: watts[1] / watts[0],
    watts,
  };
}

/** The energy of a call with what it was reckoned from; `undefined` if it cannot be bounded. */
export function energyDetails(input: EnergyInput): EnergyDetails | undefined {
  return input.where === "hosted" ? hostedEnergy(input) : localEnergy(input);
}

/**
 * The energy of a call; `undefined` if it cannot be bounded: a hosted model that did not say how much it wrote or made
 * images, a local one whose time was not measured.
 */
export function energyOf(input: EnergyInput): Energy | undefined {
  const details = energyDetails(input);
  return details && { lowWh: details.lowWh, highWh: details.highWh, method: details.method };
}
