/** Apps that several models made by the same prompt, each in a frame and a process of its own; a vote on them, blind. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { messageOf } from "../../../src/record/setup-error.ts";
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

/** What a button says of two apps. */
interface Verdict {
  apps: readonly [string, string];
  winner: "a" | "b" | "tie" | "both-bad";
}

interface Choice {
  title: string;
  /** Of more than two, the best is better than each other. */
  says: readonly Verdict[];
}

/** What may be said of apps that are there, each with its letter. */
function choicesOf(there: readonly { id: string; letter: string }[]): Choice[] {
  const [one, other] = there;
  if (!one || !other) return [];
  const best = ({ id, letter }: typeof one): Choice => ({
    title: there.length === 2 ? `${letter} is better` : `${letter} is the best`,
    says: there.filter((each) => each.id !== id).map((each) => ({ apps: [id, each.id], winner: "a" })),
  });
  const apps = [one.id, other.id] as const;
  const both: Choice[] = [
    { title: "As good", says: [{ apps, winner: "tie" }] },
    { title: "Both are bad", says: [{ apps, winner: "both-bad" }] },
  ];
  return there.length === 2 ? [best(one), ...both, best(other)] : there.map(best);
}

/** Why there is no vote yet, or none at all. Empty: there is one. */
function noVote(standings: readonly Standing[]): string {
  if (standings.includes("busy"))
    return standings.length === 2 ? "Vote when both are there." : "Vote when all are there.";
  if (standings.filter((each) => each === "there").length >= 2) return "";
  return standings.length === 2
    ? "One came to no document, so there is nothing to compare."
    : "There are not two that came to a document, so there is nothing to compare.";
}

function Vote({ ids, standings }: { ids: readonly string[]; standings: readonly Standing[] }) {
  const failure = useSignal<string | undefined>(undefined);
  const isSaying = useSignal(false);
  const done = (): void => setQuery({ blind: undefined });
  const reason = noVote(standings);
  const lettered = ids.map((id, index) => ({ id, letter: letterOf(index) }));
  const there = lettered.filter((_, index) => standings[index] === "there");
  const say = async (says: readonly Verdict[]): Promise<void> => {
    isSaying.value = true;
    try {
      for (const verdict of says) await post("/api/apps/vote", verdict);
      done();
    } catch (error) {
      failure.value = messageOf(error);
    } finally {
      isSaying.value = false;
    }
  };
  return (
    <div class="app-vote">
      {choicesOf(reason === "" ? there : lettered).map(({ title, says }) => (
        <button key={title} type="button" disabled={reason !== "" || isSaying.value} onClick={() => void say(says)}>
          {title}
        </button>
      ))}
      <button type="button" class="quiet" onClick={done}>
        Show the names without a vote
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
