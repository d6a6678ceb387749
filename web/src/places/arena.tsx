/** The place Arena: blind votes on two answers, and the leaderboard that comes of them. */
import "../styles/arena.css";
import type { ComponentType } from "preact";
import { BattleView } from "../arena/battle-view.tsx";
import { BoardView } from "../arena/board-view.tsx";
import { VoteView } from "../arena/vote-view.tsx";
import { VoterName } from "../arena/voter.tsx";
import { VotersView } from "../arena/voters-view.tsx";
import { VotesView } from "../arena/votes-view.tsx";
import { Heading, Problem } from "../parts.tsx";
import { path, pieces } from "../route.ts";

const views: readonly { name: string; title: string; View: ComponentType }[] = [
  { name: "", title: "Leaderboard", View: BoardView },
  { name: "battle", title: "Battle", View: BattleView },
  { name: "vote", title: "Vote", View: VoteView },
  { name: "votes", title: "Votes", View: VotesView },
  { name: "voters", title: "Voters", View: VotersView },
];

/** The place. */
export function ArenaPlace() {
  const name = pieces.value[1] ?? "";
  const here = views.find((each) => each.name === name);
  return (
    <div class="arena">
      <Heading title="Arena">
        <nav class="tabs" aria-label="Arena">
          {views.map((each) => (
            <a
              key={each.name}
              href={each.name === "" ? "/arena" : `/arena/${each.name}`}
              aria-current={each === here ? "page" : undefined}
            >
              {each.title}
            </a>
          ))}
        </nav>
        <VoterName />
      </Heading>
      {here ? (
        <here.View key={here.name} />
      ) : (
        <Problem sentence={`There is no ${path.value} here.`}>
          <a href="/arena">The leaderboard</a>
        </Problem>
      )}
    </div>
  );
}
