/** All votes, newest first; one that was a mistake is taken back, and stays on record. */

import { useSignal } from "@preact/signals";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { ArenaVotes } from "../../../src/server/arena-api.ts";
import type { VoteOnBattle } from "../../../src/store/battle-rows.ts";
import { logMark } from "../changes.ts";
import { useLoaded } from "../loaded.ts";
import { Dialog, Empty, Problem, When } from "../parts.tsx";
import { post } from "../server.ts";
import { VirtualTable } from "../virtual-list.tsx";
import { Wide } from "../wide.tsx";

function better({ battle, vote }: VoteOnBattle): string {
  if (vote.winner === "tie") return "as good";
  return vote.winner === "both-bad" ? "neither" : (vote.winner === "a" ? battle.a : battle.b).name;
}

function notes({ battle, vote }: VoteOnBattle): string {
  const tells = battle.a.tells ?? battle.b.tells;
  return [
    ...(vote.withdrawn ? [`taken back: ${vote.withdrawn.why}`] : []),
    ...(vote.byOrder ? ["by order"] : []),
    ...(tells === undefined ? [] : [`names a model: ${tells}`]),
    ...(vote.reason === undefined ? [] : [vote.reason]),
  ].join("; ");
}

function TakeBack({ vote, close }: { vote: VoteOnBattle["vote"]; close: () => void }) {
  const problem = useSignal<string | undefined>(undefined);
  const send = async (why: string): Promise<void> => {
    try {
      await post(`/api/arena/votes/${vote.id}/withdraw`, { why });
      close();
    } catch (error) {
      problem.value = messageOf(error);
    }
  };
  return (
    <Dialog title="Take the vote back" close={close}>
      <form
        class="take-back"
        onSubmit={(event) => {
          event.preventDefault();
          void send(String(new FormData(event.currentTarget).get("why") ?? ""));
        }}
      >
        <p>It does not count then, and stays on record with your reason.</p>
        <label>
          <span>Why</span>
          <input name="why" required maxLength={500} placeholder="pressed the wrong key" />
        </label>
        {problem.value && <Problem sentence={problem.value} />}
        <button type="submit" class="main">
          Take it back
        </button>
      </form>
    </Dialog>
  );
}

function Cells({ each, takeBack }: { each: VoteOnBattle; takeBack: () => void }) {
  return (
    <>
      <td>
        <When at={each.vote.castAt} />
      </td>
      <td>{each.vote.voter.kind === "model" ? `${each.vote.voter.name} (judge)` : each.vote.voter.name}</td>
      <td>{each.battle.a.name}</td>
      <td>{each.battle.b.name}</td>
      <td class={each.vote.withdrawn ? "gone" : undefined}>{better(each)}</td>
      <td class="soft" title={notes(each)}>
        {notes(each)}
      </td>
      <td>
        {!each.vote.withdrawn && (
          <button type="button" class="quiet" onClick={takeBack}>
            Take back
          </button>
        )}
      </td>
    </>
  );
}

/** The view. */
export function VotesView() {
  const { value: votes, error, again } = useLoaded<ArenaVotes>("/api/arena/votes", logMark);
  const chosen = useSignal<VoteOnBattle["vote"] | undefined>(undefined);
  if (error) return <Problem sentence={error} again={again} />;
  if (!votes) return <p class="loading">…</p>;
  if (votes.length === 0)
    return (
      <Empty title="There are no votes yet">
        <p>
          <a href="/arena/vote">Vote on a battle</a>, or <a href="/arena/battle">let models meet first</a>.
        </p>
      </Empty>
    );
  return (
    <>
      <p>
        {votes.length} {votes.length === 1 ? "vote" : "votes"} ·{" "}
        <a href="/api/arena/votes.jsonl" download="penny-votes.jsonl">
          Download them as a battle file
        </a>
      </p>
      <div class="votes">
        <Wide label="Votes">
          <VirtualTable
            items={votes}
            rowHeight={36}
            keyOf={({ vote }) => vote.id}
            label="Votes"
            columns={7}
            head={
              <>
                <th class="when">when</th>
                <th>voter</th>
                <th>one</th>
                <th>other</th>
                <th>better</th>
                <th>notes</th>
                <th class="act">
                  <span class="unseen">take back</span>
                </th>
              </>
            }
            render={(each) => (
              <Cells
                each={each}
                takeBack={() => {
                  chosen.value = each.vote;
                }}
              />
            )}
          />
        </Wide>
      </div>
      {chosen.value && (
        <TakeBack
          vote={chosen.value}
          close={() => {
            chosen.value = undefined;
          }}
        />
      )}
    </>
  );
}
