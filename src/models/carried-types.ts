/**
 * Which files a wire format carries to the provider. Some formats refuse other files, some drop them without a word, so they are
 * refused before anything is sent. Text files are not its concern: the adapter puts them into the text. What a single model
 * reads is in its capabilities.
 */
import type { Modality } from "./model.ts";
import type { WireFormat } from "./wire-format.ts";

const ANY_IMAGE = ["image/*"];
/** Source: https://developers.openai.com/api/docs/guides/images-vision and https://platform.claude.com/docs/en/build-with-claude/vision */
const FOUR_IMAGES = ["image/png", "image/jpeg", "image/gif", "image/webp"];
const PDF = ["application/pdf"];
const WAV_AND_MP3 = ["audio/wav", "audio/mpeg", "audio/mp3"];

/**
 * Media types by format. Measured on the provider packages: a file of each kind was sent with a fetch that kept the request's
 * body, and "carried" is that its bytes were in there (2026-11-23; carried-types.test.ts measures it again). The four image types
 * are the vendors' own limits.
 */
const CARRIED: { readonly [format in WireFormat]: readonly string[] } = {
  "openai-responses": [...FOUR_IMAGES, ...PDF],
  "openai-chat": [...FOUR_IMAGES, ...WAV_AND_MP3, ...PDF],
  anthropic: [...FOUR_IMAGES, ...PDF],
  google: ["image/*", "audio/*", "video/*", ...PDF],
  mistral: [...ANY_IMAGE, ...PDF],
  xai: ANY_IMAGE,
  deepseek: ANY_IMAGE,
  groq: ANY_IMAGE,
  cohere: ANY_IMAGE,
  bedrock: [
    ...FOUR_IMAGES,
    "video/mp4",
    "video/quicktime",
    "video/x-matroska",
    "video/webm",
    "video/x-flv",
    "video/mpeg",
    "video/x-ms-wmv",
    "video/3gpp",
    ...PDF,
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.ms-excel",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  ],
  openrouter: ["image/*", "audio/*", "video/*", ...PDF],
  "openai-compatible": ["image/*", "video/*", ...WAV_AND_MP3, ...PDF],
};

/** Whether a format carries files of this media type. */
export function carries(format: WireFormat, mediaType: string): boolean {
  return CARRIED[format].some((type) =>
    type.endsWith("/*") ? mediaType.startsWith(type.slice(0, -1)) : mediaType === type,
  );
}

/** The media types that a format carries, for people: `image/png, image/jpeg, application/pdf`. */
export function carriedTypes(format: WireFormat): readonly string[] {
  return CARRIED[format];
}

/** The kind of content of a media type; `undefined` for a kind that no model's capabilities name. */
export function modalityOf(mediaType: string): Exclude<Modality, "text"> | undefined {
  if (mediaType === "application/pdf") return "pdf";
  const [top] = mediaType.split("/");
  return top === "image" || top === "audio" || top === "video" ? top : undefined;
}

/** The kinds of content of which a format carries at least one media type, text first. */
export function carriedModalities(format: WireFormat): Modality[] {
  const kinds = CARRIED[format].map((type) => modalityOf(type)).filter((kind) => kind !== undefined);
  return ["text", ...new Set(kinds)];
}
