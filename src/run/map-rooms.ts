/** A prompt over rows, with what it needs of the opened rooms. Holds no rules: map.ts does. */
import type { FilePart } from "../record/message.ts";
import { mediaTypeOf } from "../store/media-type.ts";
import { type AskInput, ask } from "./ask.ts";
import { readFileToSend } from "./attach.ts";
import { filesInHand } from "./files-in-hand.ts";
import { map } from "./map.ts";
import type { MapJob, MapReport, MapSettings } from "./map-job.ts";
import type { RowPurpose } from "./map-request.ts";
import { imageResizer } from "./resize-images.ts";
import { goodCalls, prepareContext, type Rooms } from "./rooms.ts";
import { type FileInHand, shrink } from "./shrink-files.ts";

/** Runs a prompt over rows. @throws SetupError as `map` does. */
export async function mapWith(rooms: Rooms, job: MapJob, settings?: MapSettings): Promise<MapReport> {
  const { store } = rooms;
  const inHand = filesInHand();
  const resizer = imageResizer();
  const readFile = (part: FilePart): Promise<Uint8Array> => inHand.read(part.sha256) ?? store.readFile(part);
  const asking = { ...rooms.ask, log: { ...store, readFile } };
  const pieces = prepareContext(rooms);
  const context = {
    ...pieces,
    readFile: (source: string) => readFileToSend(rooms, source),
    mediaTypeOf: (bytes: Uint8Array) => mediaTypeOf(bytes),
    isFinished: store.isFinished,
    shrink: (file: FileInHand, side: number, purpose: RowPurpose) =>
      shrink({ resized: store.resized, putResized: store.putResized, resizer }, file, side, purpose),
    keepFile: async (part: FilePart, bytes: Uint8Array) => void (await store.putFile(bytes, part)),
    inHand,
    ask: (input: AskInput) => ask(asking, input),
    log: { earlier: (model: string, limit: number) => goodCalls(store, model, limit), rawOf: store.rawOf },
    clock: rooms.ask.clock,
    newId: rooms.ask.newId,
    ...(rooms.ask.priceOverrides ? { overrides: rooms.ask.priceOverrides } : {}),
  };
  try {
    return await map(context, job, settings);
  } finally {
    await resizer.close();
  }
}
