/** The pocket model that the tests in a browser need, and its answers. */
import { expect } from "vitest";
import { type Call, textOf } from "../../src/index.ts";
import { pocketModels } from "../../src/models/pocket/pocket.ts";

/** The model that writes small web apps and draws. */
export const APP_MODEL = "pocket/pocket-l";

/** Why its tests are skipped; `undefined` where it is there. */
export const noAppModel: string | undefined = pocketModels.some(({ id }) => id === APP_MODEL)
  ? undefined
  : `The model ${APP_MODEL} is not among the pocket models yet.`;

/** The text of a call that went well. */
export function answerOf(call: Call): string {
  expect(call.error).toBeUndefined();
  expect(call.finish.reason).toBe("stop");
  return textOf(call.parts);
}
