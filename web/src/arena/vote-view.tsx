/** Votes on the battles that wait in the log. */
import type { OpenBattles } from "../../../src/server/arena-api.ts";
import { useLoaded } from "../loaded.ts";
import { Empty, Problem } from "../parts.tsx";
import { BallotQueue } from "./ballot-queue.tsx";
import { voter } from "./voter.tsx";

function Waiting({ name }: { name: string }) {
  // Loaded once: what is new while somebody votes comes after what they have before them.
  const { value, error, again } = useLoaded<OpenBattles>(`/api/arena/open?voter=${encodeURIComponent(name)}`);
  if (error) return <Problem sentence={error} again={again} />;
  if (!value) return <p class="loading">…</p>;
  if (value.battles.length === 0)
    return (
      <Empty title={value.voted > 0 ? "You have voted on all battles" : "No battles wait for a vote"}>
        <p>
          A battle is two answers to one prompt. You see them without names and say which is better; from many such
          votes the leaderboard is reckoned.
        </p>
        <p>
          <a href="/arena/battle">Let models meet</a> on a prompt of yours, or take the answers of an eval run.
        </p>
      </Empty>
    );
  return (
    <BallotQueue
      battles={value.battles}
      before={value.voted}
      waiting={value.open}
      voter={name}
      end={
        <Empty title={value.open > value.battles.length ? "That is enough for a while" : "That was the last one"}>
          <p>
            See the <a href="/arena">leaderboard</a>, or <a href="/arena/battle">let models meet again</a>.
          </p>
          <button type="button" onClick={again}>
            Look for more
          </button>
        </Empty>
      }
    />
  );
}

/** The view: begins anew for another voter. */
export function VoteView() {
  const name = voter.value;
  return name === undefined ? <p class="loading">…</p> : <Waiting key={name} name={name} />;
}
