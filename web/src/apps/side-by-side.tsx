/** Apps that several models made by the same prompt, each in a frame and a process of its own; a vote between two of them, blind. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Heading, Problem } from "../parts.tsx";
import { query, setQuery, to } from "../route.ts";
import { post } from "../server.ts";
import { frameSource, useAppState } from "./app-state.ts";
import { Framed } from "./framed.tsx";
import { Unconfined } from "./unconfined.tsx";
import { WishProgress } from "./wish-progress.tsx";

function letterOf(index: number): string {
  return String.fromCharCode(65 + index);
}

/** How far an app is: being written, there, or it came to no document. */
type Standing = "busy" | "there" | "none";

interface SideProps {
  id: string;
  index: number;
  isBlind: boolean;
  stands: (standing: Standing) => void;
}

function Side({ id, index, isBlind, stands }: SideProps) {
  const state = useAppState(id);
  const { page, error, again, live, isBusy, newest } = state;
  const isKnown = page !== undefined || error !== undefined;
  const standing = isBusy || !isKnown ? "busy" : newest === undefined ? "none" : "there";
  useEffect(() => stands(standing), [standing]);
  const source = frameSource(state, undefined);
  const model = live?.state.value.model ?? page?.versions.at(-1)?.model;
  const title = isBlind ? letterOf(index) : (model ?? letterOf(index));
  return (
    <section class="side" aria-label={`App ${letterOf(index)}`}>
      <h2>{title}</h2>
      {error && !page && <Problem sentence={error} again={again} />}
      {source ? (
        <Framed
          app={id}
          name={`App ${letterOf(index)}`}
          source={source}
          onOpen={() => undefined}
          onProblem={() => undefined}
        />
      ) : (
        <div class="framed panel waiting-frame">
          <p class="soft">{isBusy ? "The first part of the document is awaited." : "It came to no document."}</p>
        </div>
      )}
      {isBlind && <p class="soft">{isBusy ? "It is being written." : standing === "there" ? "It is there." : ""}</p>}
      {!isBlind && live && <WishProgress live={live} model={model} />}
      {!isBlind && page?.app && <a href={to("apps", id)}>Go on with this one</a>}
    </section>
  );
}

const CHOICES = [
  { winner: "a", title: "A is better" },
  { winner: "tie", title: "As good" },
  { winner: "both-bad", title: "Both are bad" },
  { winner: "b", title: "B is better" },
] as const;

/** Why there is no vote yet, or none at all. Empty: there is one. */
function noVote(standings: readonly Standing[]): string {
  if (standings.includes("busy")) return "Vote when both are there.";
  return standings.includes("none") ? "One came to no document, so there is nothing to compare." : "";
}

function Vote({ ids, standings }: { ids: readonly string[]; standings: readonly Standing[] }) {
  const failure = useSignal<string | undefined>(undefined);
  const done = (): void => setQuery({ blind: undefined });
  const reason = ids.length === 2 ? noVote(standings) : "";
  return (
    <div class="app-vote">
      {ids.length === 2 &&
        CHOICES.map(({ winner, title }) => (
          <button
            key={winner}
            type="button"
            disabled={reason !== ""}
            onClick={() =>
              post("/api/apps/vote", { apps: ids, winner }).then(done, (error: Error) => {
                failure.value = error.message;
              })
            }
          >
            {title}
          </button>
        ))}
      <button type="button" class="quiet" onClick={done}>
        {ids.length === 2 ? "Show the names without a vote" : "Show the names"}
      </button>
      {reason !== "" && <p class="soft">{reason}</p>}
      {failure.value && <Problem sentence={failure.value} />}
    </div>
  );
}

/** The apps that the address names. */
export function SideBySide({ ids }: { ids: readonly string[] }) {
  const isBlind = query.value.get("blind") === "1";
  const standings = useSignal<{ readonly [id: string]: Standing }>({});
  return (
    <div class="app-page">
      <Heading title="The same wish, side by side">
        <a href="/apps">All apps</a>
      </Heading>
      <Unconfined />
      {isBlind && <Vote ids={ids} standings={ids.map((id) => standings.value[id] ?? "busy")} />}
      <div class="app-sides">
        {ids.map((id, index) => (
          <Side
            key={id}
            id={id}
            index={index}
            isBlind={isBlind}
            stands={(standing) => {
              standings.value = { ...standings.value, [id]: standing };
            }}
          />
        ))}
      </div>
    </div>
  );
}
