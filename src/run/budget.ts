/** Whether a budget can be kept at all, told before anything is sent. Counts nothing; whoever sends calls holds back. */
import type { Model } from "../models/model.ts";
import type { Options } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";

/** Picodollars of a budget in dollars, rounded down; infinite without one. */
export function budgetPicodollars(budgetUsd: number | undefined): number {
  return budgetUsd === undefined ? Number.POSITIVE_INFINITY : Math.floor(budgetUsd * 1e12);
}

/**
 * Refuses a budget that cannot be kept: the price of a call is unknown, or an answer has no bound. Models on this machine cost
 * nothing.
 * @param price the upper bound of a call's picodollars; `undefined`: unknown.
 * @param where what to set the bound in, for the message.
 * @throws SetupError
 */
export function refuseUnkeepableBudget(
  model: Pick<Model, "id" | "where" | "capabilities">,
  options: Options,
  price: number | undefined,
  budgetUsd: number | undefined,
  where: string,
): void {
  if (budgetUsd === undefined || model.where !== "hosted") return;
  if (price === undefined) {
    throw new SetupError(
      `The price of ${model.id} is unknown, so a budget of $${budgetUsd} cannot be kept: add its price (docs/prices.md) or leave --budget out.`,
    );
  }
  if (options.maxOutputTokens === undefined && model.capabilities.maxOutputTokens === undefined) {
    throw new SetupError(
      `How much ${model.id} may write is unknown, so a budget of $${budgetUsd} cannot be kept: set maxOutputTokens ${where}.`,
    );
  }
}
