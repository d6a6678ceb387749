/** Tells files that are text, which any model can read, from those that need a model for their kind. Pure. */

const TEXT_TYPES = new Set([
  "application/json",
  "application/ld+json",
  "application/x-ndjson",
  "application/jsonl",
  "application/xml",
  "application/yaml",
  "application/x-yaml",
  "application/toml",
  "application/javascript",
  "application/typescript",
  "application/sql",
  "application/x-sh",
]);

/** Whether a media type is text. SVG is: models that read images take pixels, and its source tells more. */
export function isTextFile(mediaType: string): boolean {
  return (
    mediaType.startsWith("text/") ||
    mediaType === "image/svg+xml" ||
    TEXT_TYPES.has(mediaType) ||
    /\+(json|xml|yaml)$/.test(mediaType)
  );
}
