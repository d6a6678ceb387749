/** An answer on a ballot, without a name: its text, its drawing as a picture that the server drew, the files that the model made. */
import type { BallotSide } from "../../../src/server/arena-api.ts";
import { Markdown } from "../markdown.tsx";

/** The answer. @param picture address of its drawing. */
export function ShownAnswer({ title, side, picture }: { title: string; side: BallotSide; picture: string }) {
  const { text, isDrawing, files } = side;
  return (
    <section class="side panel" aria-label={`Answer ${title}`}>
      <h2>{title}</h2>
      {isDrawing && (
        <>
          <img class="drawing" src={picture} alt={`What answer ${title} draws`} />
          <details>
            <summary>Its source</summary>
            <pre class="source">{text}</pre>
          </details>
        </>
      )}
      {!isDrawing && text.trim() !== "" && <Markdown text={text} />}
      {files.map(({ sha256, mediaType }) =>
        mediaType.startsWith("image/") ? (
          <img key={sha256} class="drawing" src={`/api/files/${sha256}`} alt={`What answer ${title} made`} />
        ) : (
          <a key={sha256} href={`/api/files/${sha256}`} download>
            {mediaType}
          </a>
        ),
      )}
      {text.trim() === "" && files.length === 0 && <p class="soft">(no text)</p>}
    </section>
  );
}
