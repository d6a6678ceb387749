/**
 * The EcoLogits model of the energy of one request to a hosted language model. It counts output tokens only: reading the
 * prompt, images, training, network and the reader's own device are not in it.
 *
 * Source: EcoLogits 0.9.1 methodology, https://ecologits.ai/latest/methodology/llm_inference/ (2025-11-13), cited as
 * https://doi.org/10.21105/joss.07471. Written from the published formulas; fitted on H100, up to 200 billion active parameters.
 */

/** What the model needs to know of a request. */
export interface EcoLogitsInput {
  /** Billions of parameters that take part in each token. */
  activeBillions: number;
  /** Billions of parameters in all. */
  totalBillions: number;
  /** Tokens written. */
  outputTokens: number;
  /** Power usage effectiveness of the data centre, 1 or more. */
  pue: number;
  /** Measured duration of the answer in seconds; an upper bound on the modelled one. Absent: the model's own. */
  seconds?: number;
}

const BATCH = 64;
const SERVER_KW = 1.2;
const SERVER_GPUS = 8;
const GPU_MEMORY_GB = 80;
const BYTES_PER_PARAMETER = 2;
const MEMORY_OVERHEAD = 1.2;

/** Number of GPUs that hold a model, a power of two. */
function gpus(totalBillions: number): number {
  const needed = Math.ceil((MEMORY_OVERHEAD * totalBillions * BYTES_PER_PARAMETER) / GPU_MEMORY_GB);
  return 2 ** Math.ceil(Math.log2(Math.max(1, needed)));
}

/** Watt-hours of a request by EcoLogits. */
export function ecoLogitsWh(input: EcoLogitsInput): number {
  const { activeBillions, outputTokens, pue } = input;
  const gpuWhPerToken =
    1.1665273170451914e-6 * Math.exp(-0.011205921025579175 * BATCH) * activeBillions + 4.052928146734005e-5;
  const secondsPerToken = 6.785088094353663e-4 * activeBillions + 3.119310311688259e-4 * BATCH + 1.9473717579473387e-2;
  const seconds = Math.min(outputTokens * secondsPerToken, input.seconds ?? Number.POSITIVE_INFINITY);
  const count = gpus(input.totalBillions);
  const serverWh = ((seconds / 3600) * SERVER_KW * 1000 * (count / SERVER_GPUS)) / BATCH;
  return pue * (serverWh + count * outputTokens * gpuWhPerToken);
}
