/**
 * Forecasts one call before it is sent: tokens, and dollars from the ledger, as ranges with what was assumed. Reads the files of
 * the request to learn their sizes; sends nothing.
 */
import { forecastCost } from "../price/cost.ts";
import type { PriceRow } from "../price/ledger.ts";
import type { TokenForecast } from "../price/token-forecast.ts";
import type { FilePart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import type { Estimate, Range } from "./estimate.ts";
import { type EstimatedModel, outputForecast, requestForecast } from "./estimate-tokens.ts";

/** A call to forecast. */
export interface EstimateInput {
  /** Who would answer. */
  model: EstimatedModel;
  /** What would be asked. */
  request: Request;
  /** The bytes of a file part. */
  readFile: (part: FilePart) => Promise<Uint8Array>;
  /** Milliseconds since 1970 at which it would be sent. */
  at: number;
  /** The person's own prices. Absent: none. */
  overrides?: readonly PriceRow[];
}

function range(forecast: TokenForecast): Range {
  return { low: forecast.low, high: forecast.high };
}

/** The forecast of one call. */
export async function estimateCall(input: EstimateInput): Promise<Estimate> {
  const { model, request } = input;
  const { tokens, audio, unknown } = await requestForecast(model, request, input.readFile);
  const output = outputForecast(model, request);
  const cost =
    unknown.length > 0
      ? undefined
      : forecastCost({
          model: model.id,
          where: model.where,
          at: input.at,
          inputTokens: tokens,
          outputTokens: output,
          ...(audio.high > 0 ? { inputAudioTokens: audio } : {}),
          ...(input.overrides ? { overrides: input.overrides } : {}),
        });
  return {
    model: model.id,
    calls: 1,
    ...(unknown.length > 0 ? {} : { inputTokens: range(tokens) }),
    outputTokens: range(output),
    ...(cost ? { picodollars: cost.picodollars } : {}),
    assumptions: [...new Set([...tokens.assumptions, ...unknown, ...output.assumptions, ...(cost?.assumptions ?? [])])],
  };
}
