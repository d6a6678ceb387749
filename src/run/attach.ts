/** What a person sends beside the prompt: files and longer texts, by path, address or name. Sends nothing to a model. */
import { sha256 } from "../record/hash.ts";
import type { FilePart } from "../record/message.ts";
import type { Store } from "../store/store.ts";
import type { AttachmentInput } from "./prepare.ts";

/** Where files and texts come from and go. */
export interface AttachContext {
  /** Folder of saved texts. */
  dir: string;
  /** The log, which keeps files. */
  store: Store;
  /** Fetches addresses. */
  fetch: typeof globalThis.fetch;
}

/**
 * A file to send by path or address: its bytes and what is known of it.
 * @throws SetupError if it cannot be read or fetched.
 */
export async function readFileToSend(
  context: AttachContext,
  source: string,
): Promise<Omit<FilePart, "type"> & { bytes: Uint8Array }> {
  const { fetchAttachment, isAttachmentUrl } = await import("../models/attachment-url.ts");
  if (!isAttachmentUrl(source)) return (await import("../store/attachment-file.ts")).readAttachment(source);
  const { bytes, declaredType, name, url } = await fetchAttachment(source, { fetch: context.fetch });
  const mediaType = declaredType ?? (await (await import("../store/media-type.ts")).mediaTypeOf(bytes, name));
  const size = bytes.byteLength;
  return { bytes, mediaType, sha256: sha256(bytes), size, url, ...(name === undefined ? {} : { name }) };
}

/**
 * A file to send, recorded as a part: bytes in hand and of addresses are stored, those of paths only when asked.
 * @throws SetupError if it cannot be read or fetched.
 */
export async function attach(context: AttachContext, input: AttachmentInput, storeBytes: boolean): Promise<FilePart> {
  const { store } = context;
  if (typeof input !== "string") {
    const mediaType =
      input.mediaType ?? (await (await import("../store/media-type.ts")).mediaTypeOf(input.bytes, input.name));
    return store.putFile(input.bytes, { mediaType, ...(input.name === undefined ? {} : { name: input.name }) });
  }
  const { bytes, ...file } = await readFileToSend(context, input);
  return file.path === undefined || storeBytes ? store.putFile(bytes, file) : { type: "file", ...file };
}

/**
 * A longer text by saved name, path or address.
 * @throws SetupError if there is none.
 */
export async function fragment(context: AttachContext, name: string): Promise<string> {
  const { listFragments, readFragment } = await import("../store/fragments.ts");
  const { fetchAttachment, isAttachmentUrl } = await import("../models/attachment-url.ts");
  if (isAttachmentUrl(name))
    return new TextDecoder().decode((await fetchAttachment(name, { fetch: context.fetch })).bytes);
  if ((await listFragments(context.dir)).includes(name)) return readFragment(context.dir, name);
  return (await import("../store/text-file.ts")).readTextFile(name, "fragment");
}
