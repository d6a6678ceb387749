/**
 * The hash of a request: equal requests have equal hashes on every machine and in every release of one hash version.
 * Where a file came from (path, address, name) does not count; what is in it does.
 */
import { createHash } from "node:crypto";
import { canonicalJson } from "./json.ts";
import type { Message, Part } from "./message.ts";
import type { Request } from "./request.ts";

/** Version of what is hashed; it is part of every hash, so a change never collides with older rows. */
const HASH_VERSION = 1;

/** SHA-256 of text (as UTF-8) or bytes, as 64 lower-case hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

function identity(part: Part): unknown {
  if (part.type !== "file") return part;
  return { type: part.type, mediaType: part.mediaType, sha256: part.sha256 };
}

/** What of a message decides an answer: role and parts, files by their bytes alone. For hashing. */
function messageIdentity(message: Message): unknown {
  return { role: message.role, parts: message.parts.map(identity) };
}

/**
 * The hash of a request, 64 hexadecimal digits. An empty tool list and an absent one are the same request.
 * @throws TypeError if the request holds what JSON cannot (NaN in an option, say).
 */
export function requestHash(request: Request): string {
  const tools = request.tools?.length ? request.tools : undefined;
  return sha256(
    canonicalJson({
      version: HASH_VERSION,
      model: request.model,
      messages: request.messages.map(messageIdentity),
      options: request.options,
      tools,
      toolChoice: tools ? request.toolChoice : undefined,
      schema: request.schema,
    }),
  );
}
