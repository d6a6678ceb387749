/** To whom the next question goes, and sending it: a new question to the chosen models, or the conversations of the address gone on with. */
import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { AskBody, Asked } from "../../../src/server/api.ts";
import { go, pieces } from "../route.ts";
import { post } from "../server.ts";
import { clearQuestion, DraftError, draftBody, files, models, prompt } from "./draft.ts";
import { runningCalls } from "./live-answers.ts";

/** Ids of the conversations side by side, by their last calls. Empty: a new question. */
export const columns: ReadonlySignal<string[]> = computed(() => {
  const [place = "ask", calls = ""] = pieces.value;
  return place === "ask" ? calls.split(",").filter((id) => id !== "") : [];
});

const target: Signal<string | undefined> = signal(undefined);
const other: Signal<{ column: string; model: string } | undefined> = signal(undefined);
const sending = signal(false);
const failure: Signal<string | undefined> = signal(undefined);

/** The one conversation that is gone on with; `undefined`: all. */
export const chosenColumn: ReadonlySignal<string | undefined> = computed(() =>
  target.value !== undefined && columns.value.includes(target.value) ? target.value : undefined,
);

/** Goes on with one conversation, or with all. */
export function chooseColumn(id: string | undefined): void {
  target.value = id;
}

/** Model that goes on with a lone conversation in place of its own. `undefined`: its own. */
export const otherModel: ReadonlySignal<string | undefined> = computed(() =>
  columns.value.length === 1 && other.value?.column === columns.value[0] ? other.value?.model : undefined,
);

/** Has another model go on with the lone conversation. */
export function chooseOther(model: string): void {
  const [column] = columns.value;
  other.value = column === undefined ? undefined : { column, model };
}

/** Whether a question is on its way. */
export const isSending: ReadonlySignal<boolean> = sending;

/** Why the last question was not sent. `undefined`: it was. */
export const sendFailure: ReadonlySignal<string | undefined> = failure;

/** Says what went wrong beside the prompt; `undefined`: nothing. */
export function tellFailure(error: unknown): void {
  failure.value = error === undefined ? undefined : messageOf(error);
}

/** Ids of the shown answers that are being written. */
export const running: ReadonlySignal<string[]> = computed(() =>
  columns.value.filter((id) => runningCalls.value.includes(id)),
);

function targets(): string[] {
  return chosenColumn.value === undefined ? columns.value : [chosenColumn.value];
}

function isEmpty(): boolean {
  return prompt.value.trim() === "" && files.value.length === 0;
}

/** Whether a conversation that would be gone on with is still being answered. */
function isAnswering(): boolean {
  return targets().some((id) => running.value.includes(id));
}

/** What is sent: one request for each conversation, or one for a new question. Empty: nothing can be. Throws DraftError. */
function bodies(): AskBody[] {
  if (isEmpty()) return [];
  const draft = draftBody();
  if (columns.value.length === 0) return [{ ...draft, models: models.value }];
  const model = otherModel.value;
  return targets().map((id) => ({ ...draft, models: model === undefined ? [] : [model], continue: id }));
}

/** What would be sent now; empty where nothing can be. Throws nothing. */
export function forecastBodies(): AskBody[] {
  try {
    return isAnswering() ? [] : bodies();
  } catch (error) {
    if (error instanceof DraftError) return [];
    throw error;
  }
}

/** Whether something can be sent now. */
export const canSend: ReadonlySignal<boolean> = computed(() => !sending.value && !isEmpty() && !isAnswering());

function show(ids: readonly string[]): void {
  go(`/ask/${ids.join(",")}`);
}

/** Shows other conversations in place of these. */
export function showColumns(ids: readonly string[]): void {
  if (ids.length === 0) go("/ask");
  else show(ids);
}

async function sendAll(): Promise<void> {
  const asked = targets();
  const answers = await Promise.allSettled(bodies().map((body) => post<Asked>("/api/answers", body)));
  const found = answers.map((each) => (each.status === "fulfilled" ? each.value.answers : []));
  const failed = answers.find((each) => each.status === "rejected");
  if (failed) tellFailure(failed.reason);
  if (asked.length === 0) {
    const begun = (found[0] ?? []).map(({ call }) => call);
    if (begun.length > 0) show(begun);
  } else {
    const next = new Map(asked.map((id, index) => [id, found[index]?.[0]?.call ?? id]));
    const chosen = chosenColumn.value;
    show(columns.value.map((id) => next.get(id) ?? id));
    if (chosen !== undefined) target.value = next.get(chosen);
  }
  // What could not be asked stays written.
  if (!failed) clearQuestion();
}

/** Sends. */
export async function send(): Promise<void> {
  if (!canSend.value) return;
  sending.value = true;
  tellFailure(undefined);
  try {
    await sendAll();
  } catch (error) {
    tellFailure(error);
  } finally {
    sending.value = false;
  }
}

/** Asks a call's question of a model once more, in a column beside the others. */
export async function askAgain(call: string, model: string): Promise<void> {
  tellFailure(undefined);
  try {
    const { answers } = await post<Asked>("/api/answers", { prompt: "", models: [model], again: call });
    show([...columns.value, ...answers.map((each) => each.call)]);
  } catch (error) {
    tellFailure(error);
  }
}
