/** The leaderboard of the log's votes: ratings with intervals, who beat whom, ratings over time, and what is to be said of them. */

import type { FactPrice } from "../../../src/run/model-facts.ts";
import type { BoardRow } from "../../../src/run/vote-board.ts";
import type { ArenaBoard, ArenaState, BattlesBegun } from "../../../src/server/arena-api.ts";
import { logMark } from "../changes.ts";
import { useLoaded } from "../loaded.ts";
import { Empty, Problem } from "../parts.tsx";
import { IntervalPlot } from "../plots/interval-plot.tsx";
import { go, query, setQuery, to } from "../route.ts";
import { post } from "../server.ts";
import { Wide } from "../wide.tsx";
import { useWork } from "../work.ts";
import { HistoryPlot } from "./history-plot.tsx";
import { forVoter } from "./voter.tsx";
import { WinMatrix } from "./win-matrix.tsx";

const PROVISIONAL = { "few-votes": "few votes", "no-rank": "no rank yet", "not-rated": "not rated" } as const;
const POCKET = ["pocket/pocket-s", "pocket/pocket-m", "pocket/pocket-l"];

function whole(value: number): string {
  return value.toFixed(0).replace("-", "−");
}

function usd(text: string | undefined, price: FactPrice): string {
  return text === undefined ? "–" : `${price.basis === "assumed" ? "~" : ""}$${text}`;
}

function priceText(price: FactPrice | undefined): string {
  if (!price) return "–";
  return price.basis === "free" ? "free" : `${usd(price.inputUsd, price)} / ${usd(price.outputUsd, price)}`;
}

function Model({ row, board }: { row: BoardRow; board: ArenaBoard }) {
  const out = board.withdrawn[row.model];
  return (
    <>
      {row.model}{" "}
      {out && (
        <span class="tag warn" title={out.why}>
          withdrawn {new Date(out.at).toLocaleDateString()}: {out.why}
        </span>
      )}
      {row.provisional && <span class="tag">{PROVISIONAL[row.provisional]}</span>}
    </>
  );
}

function Table({ board }: { board: ArenaBoard }) {
  const { rows, facts } = board;
  const from = Math.floor(Math.min(...rows.map(({ low }) => low)));
  // Votes that are all ties leave no width.
  const till = Math.max(from + 1, ...rows.map(({ high }) => high));
  const isStyled = rows.some(({ styled }) => styled);
  return (
    <Wide label="Leaderboard">
      <table class="board">
        <thead>
          <tr>
            <th class="number">rank (UB)</th>
            <th class="number range">rank</th>
            <th>model</th>
            <th class="number">score</th>
            <th class="number">95 %</th>
            <th>
              {whole(from)} to {whole(till)}
            </th>
            {isStyled && <th class="number">rank (style)</th>}
            {isStyled && <th class="number">score (style)</th>}
            <th class="number">votes</th>
            <th>organisation</th>
            <th class="number">$ / M tokens</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.model} class={row.provisional ? "provisional" : undefined}>
              <td class="number">{row.rankUpperBound}</td>
              <td class="number range">
                {row.bestRank === row.worstRank ? row.bestRank : `${row.bestRank}–${row.worstRank}`}
              </td>
              <th scope="row" class="model">
                <Model row={row} board={board} />
              </th>
              <td class="number">{whole(row.score)}</td>
              <td class="number">
                +{whole(row.high - row.score)}/−{whole(row.score - row.low)}
              </td>
              <td>
                <IntervalPlot
                  spread={{ value: row.score, low: row.low, high: row.high }}
                  from={from}
                  to={till}
                  label={`${row.model}: ${whole(row.score)}, ${whole(row.low)} to ${whole(row.high)}`}
                />
              </td>
              {isStyled && <td class="number">{row.styled?.rankUpperBound ?? "–"}</td>}
              {isStyled && <td class="number">{row.styled ? whole(row.styled.score) : "–"}</td>}
              <td class="number">{row.votes.toLocaleString("en-US")}</td>
              <td>{facts[row.model]?.organization ?? "–"}</td>
              <td class="number">{priceText(facts[row.model]?.price)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

function Filters({ state }: { state: ArenaState }) {
  const [voters, tag] = [query.value.get("voters") ?? "", query.value.get("tag") ?? ""];
  const both = state.votesOfPeople > 0 && state.votesOfJudges > 0;
  return (
    <div class="filters">
      {both && (
        <label>
          <span>Whose votes</span>
          <select value={voters} onChange={(event) => setQuery({ voters: event.currentTarget.value })}>
            <option value="">people ({state.votesOfPeople})</option>
            <option value="judges">judges ({state.votesOfJudges})</option>
          </select>
        </label>
      )}
      {state.tags.length > 1 && (
        <label>
          <span>Only battles tagged</span>
          <select value={tag} onChange={(event) => setQuery({ tag: event.currentTarget.value })}>
            <option value="">any</option>
            {state.tags.map((each) => (
              <option key={each}>{each}</option>
            ))}
          </select>
        </label>
      )}
      <label class="box">
        <input
          type="checkbox"
          checked={query.value.get("style") === "true"}
          onChange={(event) => setQuery({ style: event.currentTarget.checked ? "true" : undefined })}
        />
        <span>also with style taken out</span>
      </label>
    </div>
  );
}

/** The first thing to do where nothing has met yet. */
function First() {
  const { during, isBusy, problem } = useWork();
  const start = async (): Promise<void> => {
    const body = { models: POCKET, prompt: "Draw a pelican riding a bicycle as SVG" };
    const { battles, failed } = await post<BattlesBegun>("/api/arena/battles", body);
    if (battles[0] === undefined) problem.value = failed.join(" ");
    else go(`${to("arena", "battle")}?battle=${battles[0]}`);
  };
  return (
    <Empty title="Which model is better? Say so without knowing which is which">
      <p>
        Two models answer the same prompt. You see both answers without names and vote; only then are the names told.
        From your votes each model gets a rating with its uncertainty, as on the public leaderboards, but on your own
        prompts.
      </p>
      <p>
        <button type="button" class="main" disabled={isBusy.value} onClick={() => void during(start)}>
          {isBusy.value ? "Two models draw…" : "Let two pocket models draw a pelican"}
        </button>
      </p>
      <p class="soft">
        They run on this machine, without a key. Or <a href="/arena/battle">choose models and a prompt yourself</a>.
      </p>
      {problem.value && <Problem sentence={problem.value} />}
    </Empty>
  );
}

/** The address of the board with what the query narrows it to. */
function boardPath(state: ArenaState | undefined): string | undefined {
  if (!state || state.votesOfPeople + state.votesOfJudges === 0) return undefined;
  const asked = new URLSearchParams();
  const [voters, tag, style] = ["voters", "tag", "style"].map((name) => query.value.get(name));
  if (voters) asked.set("voters", voters);
  if (style) asked.set("style", style);
  if (tag) asked.set("where", `tags=${tag}`);
  // The counts are there so that new votes, and nothing else, load it anew.
  asked.set("votes", `${state.votesOfPeople}-${state.votesOfJudges}`);
  return `/api/arena/board?${asked}`;
}

function Waiting({ open, votes }: { open: number; votes: number }) {
  if (open === 0) return null;
  return (
    <p class="waiting-line">
      <a href="/arena/vote">
        {open === 1 ? "1 battle waits" : `${open} battles wait`} for your {votes === 0 ? "first " : ""}vote
      </a>
    </p>
  );
}

/** The view. */
export function BoardView() {
  const { value: state, error, again } = useLoaded<ArenaState>(forVoter("/api/arena"), logMark);
  const board = useLoaded<ArenaBoard>(boardPath(state));
  if (error) return <Problem sentence={error} again={again} />;
  if (!state) return <p class="loading">…</p>;
  if (state.battles === 0) return <First />;
  const votes = state.votesOfPeople + state.votesOfJudges;
  const found = board.value;
  return (
    <>
      <Waiting open={state.open} votes={votes} />
      {votes === 0 && <p>There are no votes yet: the leaderboard comes with the first few.</p>}
      {votes > 0 && <Filters state={state} />}
      {board.error && <Problem sentence={board.error} again={board.again} />}
      {found?.why !== undefined && <p class="note">{found.why}</p>}
      {found && found.why === undefined && (
        <>
          <p class="soft">
            {found.votes.toLocaleString("en-US")} {found.votes === 1 ? "vote" : "votes"} of{" "}
            {found.raters === "judges" ? "models that judge" : "people"}, {found.rows.length} models
          </p>
          <Table board={found} />
          <ul class="notes">
            {found.notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
          {found.history && (
            <section class="part">
              <h2>Ratings over time</h2>
              <HistoryPlot history={found.history} />
            </section>
          )}
          <section class="part">
            <h2>Who beat whom</h2>
            <WinMatrix matrix={found.matrix} all={found.rows.length} />
          </section>
        </>
      )}
    </>
  );
}
