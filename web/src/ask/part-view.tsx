/** One piece of an answer or a question: text, reasoning, a tool call, what a tool gave, a file. All of it is shown as text, or as clean Markdown. */
import { type ReadonlySignal, useSignal, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { JsonValue } from "../../../src/record/json.ts";
import type { FilePart, Part } from "../../../src/record/message.ts";
import { Markdown } from "../markdown.tsx";
import "../styles/part-view.css";

/** How often the count beside running reasoning changes. */
const COUNT_EVERY_MS = 250;

function wordsOf(text: string): number {
  return text.match(/\S+/g)?.length ?? 0;
}

function words(count: number): string {
  return `${count.toLocaleString("en-US")} ${count === 1 ? "word" : "words"}`;
}

/** The number of words of a text that grows, a few times a second. */
function LiveCount({ text }: { text: ReadonlySignal<string> }) {
  const shown = useSignal(wordsOf(text.peek()));
  const counted = useRef({ length: 0, words: 0, timer: 0 });
  useSignalEffect(() => {
    void text.value;
    const state = counted.current;
    if (state.timer) return;
    state.timer = window.setTimeout(() => {
      state.timer = 0;
      const whole = text.peek();
      // Only what is new is counted; a word that was cut is counted once it is whole.
      const end = Math.max(whole.lastIndexOf(" "), whole.lastIndexOf("\n")) + 1;
      state.words += wordsOf(whole.slice(state.length, end));
      state.length = Math.max(state.length, end);
      shown.value = state.words;
    }, COUNT_EVERY_MS);
  });
  return <>{words(shown.value)}</>;
}

/** Reasoning, folded. */
export function Reasoning({ text, ended }: { text: string | ReadonlySignal<string>; ended: boolean }) {
  const isOpen = useSignal(false);
  if (text === "") return <p class="soft">Reasoning, which the provider does not show</p>;
  return (
    <details
      class="reasoning"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>
        {ended ? "Reasoning" : "Reasoning…"}{" "}
        <small>{typeof text === "string" ? words(wordsOf(text)) : <LiveCount text={text} />}</small>
      </summary>
      {isOpen.value && <Markdown text={text} ended={ended} />}
    </details>
  );
}

function jsonText(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value, undefined, 2);
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function FileView({ part }: { part: FilePart }) {
  const address = `/api/files/${part.sha256}`;
  const name = part.name ?? part.mediaType;
  const about = `${name} · ${sizeText(part.size)}`;
  const [kind] = part.mediaType.split("/");
  const isPicture = /^image\/(png|jpeg|gif|webp|avif)$/.test(part.mediaType);
  return (
    <figure class="file">
      {isPicture && <img src={address} alt={name} loading="lazy" />}
      {/* biome-ignore lint/a11y/useMediaCaption: nobody has captions for what a model or a person just made. */}
      {kind === "audio" && <audio controls preload="none" src={address} aria-label={name} />}
      {/* biome-ignore lint/a11y/useMediaCaption: as above. */}
      {kind === "video" && <video controls preload="none" src={address} aria-label={name} />}
      <figcaption>
        <a href={address} download={part.name ?? ""}>
          {about}
        </a>
      </figcaption>
    </figure>
  );
}

/** A piece. @param plain shows text as it was typed, as people write it. */
export function PartView({ part, plain = false }: { part: Part; plain?: boolean }) {
  switch (part.type) {
    case "text":
      return plain ? <p class="typed">{part.text}</p> : <Markdown text={part.text} />;
    case "reasoning":
      return <Reasoning text={part.text} ended />;
    case "tool-call":
      return (
        <section class="tool" aria-label={`Call of the tool ${part.name}`}>
          <p>
            Calls <code>{part.name}</code>
            <small>{part.providerExecuted ? " run by the provider" : " not run here"}</small>
          </p>
          <pre>{jsonText(part.input)}</pre>
        </section>
      );
    case "tool-result":
      return (
        <section class="tool" aria-label={`What the tool ${part.name} gave`}>
          <p>
            <code>{part.name}</code> {part.error ? "failed" : "gave"}
          </p>
          <pre>{jsonText(part.output)}</pre>
        </section>
      );
    case "file":
      return <FileView part={part} />;
  }
}
