/** Which lessons are done, remembered by this browser. */
import { type ReadonlySignal, signal } from "@preact/signals";

const KEY = "penny-learn-done";

function remembered(): string[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(KEY) ?? "");
    return Array.isArray(value) ? value.filter((each): each is string => typeof each === "string") : [];
  } catch {
    return [];
  }
}

const names = signal<readonly string[]>(remembered());

/** Names of the lessons whose question was answered. */
export const doneLessons: ReadonlySignal<readonly string[]> = names;

/** Notes that one is done. */
export function markDone(name: string): void {
  if (names.value.includes(name)) return;
  names.value = [...names.value, name];
  localStorage.setItem(KEY, JSON.stringify(names.value));
}
