/** The media type of bytes: by what is in them, then by the name, then as text or as unknown bytes. Reads no files. */

/**
 * Types by extension, for what carries no signature of its own.
 * Source: IANA media types, https://www.iana.org/assignments/media-types/ (2025).
 */
const BY_EXTENSION: { readonly [extension: string]: string } = {
  aac: "audio/aac",
  avif: "image/avif",
  bmp: "image/bmp",
  c: "text/x-c",
  css: "text/css",
  csv: "text/csv",
  docx: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
  flac: "audio/flac",
  gif: "image/gif",
  heic: "image/heic",
  htm: "text/html",
  html: "text/html",
  ics: "text/calendar",
  jpeg: "image/jpeg",
  jpg: "image/jpeg",
  js: "text/javascript",
  json: "application/json",
  jsonl: "application/jsonl",
  m4a: "audio/mp4",
  md: "text/markdown",
  mjs: "text/javascript",
  mov: "video/quicktime",
  mp3: "audio/mpeg",
  mp4: "video/mp4",
  mpeg: "video/mpeg",
  mpg: "video/mpeg",
  ogg: "audio/ogg",
  opus: "audio/ogg",
  pdf: "application/pdf",
  png: "image/png",
  svg: "image/svg+xml",
  tif: "image/tiff",
  tiff: "image/tiff",
  tsv: "text/tab-separated-values",
  txt: "text/plain",
  vtt: "text/vtt",
  wav: "audio/wav",
  webm: "video/webm",
  webp: "image/webp",
  xml: "application/xml",
  yaml: "application/yaml",
  yml: "application/yaml",
};

/** Older names for the same type, as the detector may give them, and the registered or usual one. */
const SAME: { readonly [type: string]: string } = {
  "audio/vnd.wave": "audio/wav",
  "audio/wave": "audio/wav",
  "audio/x-wav": "audio/wav",
  "audio/x-m4a": "audio/mp4",
  "audio/x-flac": "audio/flac",
  "image/apng": "image/png",
  "video/x-m4v": "video/mp4",
  "text/xml": "application/xml",
};

function isText(bytes: Uint8Array): boolean {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function byExtension(name: string | undefined): string | undefined {
  const extension = /\.([^./\\]+)$/.exec(name ?? "")?.[1]?.toLowerCase();
  return extension === undefined ? undefined : BY_EXTENSION[extension];
}

function isTextType(type: string): boolean {
  return type.startsWith("text/") || /[/+](json|jsonl|xml|yaml)$/.test(type);
}

/**
 * The media type, lower case, without parameters.
 * @param name file name, whose extension is asked where the bytes do not tell. Absent: none.
 */
export async function mediaTypeOf(bytes: Uint8Array, name?: string): Promise<string> {
  const named = byExtension(name);
  const text = isText(bytes);
  // Text carries no signature, and the detector takes a moment to load.
  if (text && named !== undefined && isTextType(named)) return named;
  const { fileTypeFromBuffer } = await import("file-type");
  const found = (await fileTypeFromBuffer(bytes))?.mime.split(";")[0]?.trim().toLowerCase();
  if (found !== undefined) return SAME[found] ?? found;
  return named ?? (text ? "text/plain" : "application/octet-stream");
}
