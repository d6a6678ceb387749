/** What images became when they were made smaller: hashes alone, no bytes. Makes nothing smaller itself. */
import type { Database } from "./database.ts";

/** Which image, how large at most, and by what it was made. */
export interface ResizeQuestion {
  /** SHA-256 of the image. */
  source: string;
  /** Pixels of the longer side at most. */
  side: number;
  /** Name and version of what makes images smaller; another one gives other bytes. */
  maker: string;
}

/** What it became. */
export interface ResizedFile {
  /** SHA-256 of the smaller image. */
  sha256: string;
  /** Number of bytes. */
  size: number;
  /** Media type. */
  mediaType: string;
}

/** What an image became; `undefined`: it was never made smaller so. */
export function readResized(database: Database, { source, side, maker }: ResizeQuestion): ResizedFile | undefined {
  const row = database
    .sql("SELECT sha256, size, media_type FROM resized WHERE source = ? AND side = ? AND maker = ?")
    .get(source, side, maker);
  return row && { sha256: String(row.sha256), size: Number(row.size), mediaType: String(row.media_type) };
}

/** Notes what an image became. */
export function putResized(database: Database, { source, side, maker }: ResizeQuestion, became: ResizedFile): void {
  database
    .sql(
      `INSERT INTO resized (source, side, maker, sha256, size, media_type) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (source, side, maker) DO UPDATE SET sha256 = excluded.sha256, size = excluded.size,
         media_type = excluded.media_type`,
    )
    .run(source, side, maker, became.sha256, became.size, became.mediaType);
}

/** Forgets images that no call holds any more. */
export function forgetResized(database: Database): void {
  database.sql("DELETE FROM resized WHERE sha256 NOT IN (SELECT sha256 FROM file)").run();
}
