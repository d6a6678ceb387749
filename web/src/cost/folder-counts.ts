/** What a folder holds, as counts for a forecast: looked at by the browser, sent nowhere. */

/** Counts of a folder. */
export interface FolderCounts {
  /** Files that a model could read: pictures, or texts where there are none. */
  calls: number;
  /** What they are. */
  kind: "pictures" | "texts";
  /** Files that are left out of the forecast. */
  others: number;
  /** Files that were opened to see how large such files are. */
  looked: number;
  /** Median size of a picture in pixels. Absent: texts, or none could be opened. */
  size?: { width: number; height: number };
  /** Tokens of a text, reckoned at four bytes each, the mean of all. Absent: pictures. */
  tokens?: number;
}

const PICTURE = /\.(png|jpe?g|gif|webp|avif|heic|bmp|tiff?)$/i;
const TEXT = /\.(txt|md|csv|tsv|jsonl?|ya?ml|html?|xml|tex|rst|log|py|[jt]sx?|c|h|cpp|rs|go|java|rb|sql)$/i;
const LOOKED_AT = 40;
const BYTES_A_TOKEN = 4;

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/** Sizes of some of the pictures, evenly over all; those that the browser cannot read are passed over. */
async function sizesOf(pictures: readonly File[]): Promise<{ width: number; height: number }[]> {
  const step = Math.max(1, Math.floor(pictures.length / LOOKED_AT));
  const some = pictures.filter((_, index) => index % step === 0).slice(0, LOOKED_AT);
  const found = await Promise.all(
    some.map(async (file) => {
      const bitmap = await createImageBitmap(file).catch(() => undefined);
      const size = bitmap && { width: bitmap.width, height: bitmap.height };
      bitmap?.close();
      return size;
    }),
  );
  return found.filter((size) => size !== undefined);
}

/** The counts of the files of a folder. `undefined`: none that a model could read. */
export async function folderCounts(files: readonly File[]): Promise<FolderCounts | undefined> {
  const pictures = files.filter(({ name, type }) => type.startsWith("image/") || PICTURE.test(name));
  if (pictures.length > 0) {
    const sizes = await sizesOf(pictures);
    const about = { calls: pictures.length, kind: "pictures" as const, others: files.length - pictures.length };
    if (sizes.length === 0) return { ...about, looked: 0 };
    const size = { width: median(sizes.map(({ width }) => width)), height: median(sizes.map(({ height }) => height)) };
    return { ...about, looked: sizes.length, size };
  }
  const texts = files.filter(({ name, type }) => type.startsWith("text/") || TEXT.test(name));
  if (texts.length === 0) return undefined;
  const bytes = texts.reduce((sum, { size }) => sum + size, 0);
  const tokens = Math.max(1, Math.round(bytes / texts.length / BYTES_A_TOKEN));
  return { calls: texts.length, kind: "texts", others: files.length - texts.length, looked: texts.length, tokens };
}
