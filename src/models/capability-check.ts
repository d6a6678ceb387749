/**
 * Refuses, before anything is sent, what a model cannot read or do. What is unknown of a model is tried. Option values are not
 * its concern, but for the most tokens of an answer.
 */
import type { FilePart } from "../record/message.ts";
import type { Request } from "../record/request.ts";
import { SetupError } from "../record/setup-error.ts";
import { carriedTypes, carries, modalityOf } from "./carried-types.ts";
import type { Capabilities, Modality, Model } from "./model.ts";
import { isTextFile } from "./text-file-type.ts";
import type { WireFormat } from "./wire-format.ts";

/** What is known beside the model. */
export interface CheckHints {
  /** Wire format that the model is asked in. Absent: only its capabilities count (models in process). */
  format?: WireFormat;
  /** Name of a model that can do what is wanted. Absent or `undefined`: none is known. */
  able?: (wanted: { reads?: Modality; tools?: true; schema?: true }) => string | undefined;
}

/** The end of a sentence: which model to ask instead. */
function instead(name: string | undefined): string {
  return name === undefined
    ? "`penny models` lists what models read and do."
    : `ask another model, as in \`-m ${name}\` (\`penny models\` lists more).`;
}

function checkFile(part: FilePart, model: Model, hints: CheckHints): void {
  if (isTextFile(part.mediaType)) return;
  const what = part.name ?? "The attachment";
  const kind = modalityOf(part.mediaType);
  if (kind === undefined && !(hints.format && carries(hints.format, part.mediaType))) {
    throw new SetupError(
      `${what} is ${part.mediaType}, which no model reads as it is: turn it into text, PDF, an image, audio or video first.`,
    );
  }
  if (kind !== undefined && !model.capabilities.input.includes(kind)) {
    throw new SetupError(
      `${what} is ${part.mediaType}, but ${model.id} reads only ${model.capabilities.input.join(", ")}: ${instead(hints.able?.({ reads: kind }))}`,
    );
  }
  if (hints.format && !carries(hints.format, part.mediaType)) {
    const types = carriedTypes(hints.format).filter((type) => modalityOf(type) === kind);
    throw new SetupError(
      `${what} is ${part.mediaType}, but the API of ${model.id} takes ${types.join(", ")}: convert the file and ask again.`,
    );
  }
}

function checkAbility(wanted: "tools" | "schema", capabilities: Capabilities, model: Model, hints: CheckHints): void {
  if (capabilities[wanted] !== false) return;
  const what = wanted === "tools" ? "calls no tools" : "cannot be held to a schema";
  throw new SetupError(`${model.id} ${what}: ${instead(hints.able?.({ [wanted]: true }))}`);
}

/**
 * Checks a request against what its model reads and does.
 * @throws SetupError naming the file or ability, the model, and a model that can.
 */
export function checkCapabilities(model: Model, request: Request, hints: CheckHints = {}): void {
  for (const message of request.messages) {
    // What a model made itself in an earlier turn it need not be able to read; the adapter sends it where the format can.
    if (message.role !== "user") continue;
    for (const part of message.parts) if (part.type === "file") checkFile(part, model, hints);
  }
  if (request.tools?.length) checkAbility("tools", model.capabilities, model, hints);
  if (request.schema) checkAbility("schema", model.capabilities, model, hints);
  const most = model.capabilities.maxOutputTokens;
  const wanted = request.options.maxOutputTokens;
  if (most !== undefined && wanted !== undefined && wanted > most) {
    throw new SetupError(
      `maxOutputTokens is ${wanted}, but ${model.id} writes at most ${most} tokens: ask for ${most} or fewer.`,
    );
  }
}
