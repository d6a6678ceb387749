/** Which lessons are done, remembered by this browser. */
import { type ReadonlySignal, signal } from "@preact/signals";
import { rememberedNames, rememberNames } from "../remembered-names.ts";

const KEY = "penny-learn-done";

const names = signal<readonly string[]>(rememberedNames(KEY));

/** Names of the lessons whose question was answered. */
export const doneLessons: ReadonlySignal<readonly string[]> = names;

/** Notes that one is done. */
export function markDone(name: string): void {
  if (names.value.includes(name)) return;
  names.value = [...names.value, name];
  rememberNames(KEY, names.value);
}
