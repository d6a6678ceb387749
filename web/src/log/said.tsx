/** What was said, part by part: text, reasoning, tools, files. Everything is text from a model or a person: text nodes, never HTML. */
import { useState } from "preact/hooks";
import type { JsonValue } from "../../../src/record/json.ts";
import type { FilePart, Message, Part } from "../../../src/record/message.ts";
import { PartView } from "../ask/part-view.tsx";

const MOST_CHARACTERS = 6000;
/** Longer texts are not written out as Markdown: they would hold the page up. */
const MOST_WRITTEN = 200_000;

/** Bytes for people. */
function bytes(size: number): string {
  if (size < 1000) return `${size} B`;
  return size < 999_500 ? `${(size / 1000).toPrecision(3)} kB` : `${(size / 1e6).toPrecision(3)} MB`;
}

/** A text as it was said; the rest of a long one on request. */
export function LongText({ text, code = false }: { text: string; code?: boolean }) {
  const [isWhole, setWhole] = useState(text.length <= MOST_CHARACTERS);
  const shown = isWhole ? text : text.slice(0, MOST_CHARACTERS);
  return (
    <>
      {code ? <pre class="log-code">{shown}</pre> : <div class="log-text">{shown}</div>}
      {!isWhole && (
        <button type="button" onClick={() => setWhole(true)}>
          Show all {text.length.toLocaleString("en-US")} characters
        </button>
      )}
    </>
  );
}

/** A JSON value, indented; a text as it is. */
export function Value({ value }: { value: JsonValue | object }) {
  return <LongText code text={typeof value === "string" ? value : JSON.stringify(value, null, 2)} />;
}

function File({ file }: { file: FilePart }) {
  const [isMissing, setMissing] = useState(false);
  const address = `/api/files/${file.sha256}`;
  const name = file.name ?? file.url ?? file.mediaType;
  const isPicture = /^image\/(png|jpeg|gif|webp|avif)$/.test(file.mediaType);
  return (
    <figure class="log-file">
      {isPicture && !isMissing && <img src={address} alt={name} loading="lazy" onError={() => setMissing(true)} />}
      <figcaption>
        {isMissing ? (
          `${name}: its bytes are not in the log, nor where they were read`
        ) : (
          <a href={address} download={file.name ?? ""}>
            {name}
          </a>
        )}{" "}
        <small>
          {file.mediaType}, {bytes(file.size)}
        </small>
      </figcaption>
    </figure>
  );
}

/**
 * A part.
 * @param isWritten whether text is written out as Markdown, as answers are, or stands as it was sent.
 */
export function SaidPart({ part, isWritten = false }: { part: Part; isWritten?: boolean }) {
  if (part.type === "file") return <File file={part} />;
  if (part.type !== "text" || (isWritten && part.text.length <= MOST_WRITTEN)) return <PartView part={part} />;
  return <LongText text={part.text} />;
}

const ROLES: { readonly [role in Message["role"]]: string } = {
  system: "System",
  user: "User",
  assistant: "Assistant",
  tool: "Tool",
};

/** A message. */
export function MessageView({ message }: { message: Message }) {
  return (
    <section class={`log-message ${message.role}`}>
      <h2>{ROLES[message.role]}</h2>
      {message.parts.map((part, index) => (
        <SaidPart key={index} part={part} />
      ))}
    </section>
  );
}
