/** Bytes of files that are sent but lie nowhere: a way to them for as long as a call needs it. Keeps no bytes itself. */
import type { FilePart } from "../record/message.ts";

/** Ways to the bytes of files. */
export interface FilesInHand {
  /** Makes files readable until what it gives back is called. */
  take: (files: readonly { part: FilePart; read: () => Promise<Uint8Array> }[]) => () => void;
  /** Reads a file; `undefined`: it is not in hand. */
  read: (sha256: string) => Promise<Uint8Array> | undefined;
}

/** No files yet. */
export function filesInHand(): FilesInHand {
  const ways = new Map<string, (() => Promise<Uint8Array>)[]>();
  return {
    take: (files) => {
      for (const { part, read } of files) ways.set(part.sha256, [...(ways.get(part.sha256) ?? []), read]);
      return () => {
        for (const { part, read } of files) {
          // Several calls may send the same file; the others still need theirs.
          const left = (ways.get(part.sha256) ?? []).filter((each) => each !== read);
          if (left.length > 0) ways.set(part.sha256, left);
          else ways.delete(part.sha256);
        }
      };
    },
    read: (sha256) => ways.get(sha256)?.[0]?.(),
  };
}
