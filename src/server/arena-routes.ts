/**
 * Routes of the place Arena: battles made, ballots shown without names, votes kept and taken back, the leaderboard, who voted. Nothing
 * that it sends before a vote tells who answered. Decides nothing of its own.
 */
import { type Context, Hono } from "hono";
import { z } from "zod";
import type { Workbench } from "../index.ts";
import type { Voter } from "../record/battle.ts";
import { SetupError } from "../record/setup-error.ts";
import { winners } from "../record/vote.ts";
import type { ShownAnswer } from "../run/arena-log.ts";
import { boardNotes, methodNotes } from "../run/board-notes.ts";
import { parseVoters } from "../run/vote-choice.ts";
import { parseWhere } from "../run/vote-filter.ts";
import type { RankSettings } from "../run/vote-rank.ts";
import { isOneSided, isQuick, isUnlike, voterNotes } from "../run/voter-notes.ts";
import { disagreement, isSurprising } from "../run/win-matrix.ts";
import { svgIn } from "../scorers/renders-svg.ts";
import type {
  ArenaBoard,
  ArenaState,
  ArenaVoters,
  ArenaVotes,
  Ballot,
  BallotSide,
  BallotUnveiled,
  BallotVote,
  BattleBody,
  BattlesBegun,
  OpenBattles,
} from "./arena-api.ts";
import { bodyOf } from "./body.ts";
import { refuseFiles } from "./model-files.ts";

/** Battles that are handed out at once: nobody votes on more without a pause, and to put many in order takes long. */
const MOST_OPEN = 50;
const MOST_NAME = 200;
const name = z.string().trim().min(1).max(MOST_NAME);
const battleBody = z.object({
  models: z.array(z.string().min(1)).max(50),
  prompt: z.string().trim().min(1, "a battle needs a prompt"),
  system: z.string().optional(),
  job: name.optional(),
}) satisfies z.ZodType<unknown, BattleBody>;
const runBody = z.object({ run: name, count: z.number().int().min(1).optional() });
const voteBody = z.object({
  voter: name,
  winner: z.enum(winners),
  reason: z.string().optional(),
}) satisfies z.ZodType<unknown, BallotVote>;
const whyBody = z.object({ why: z.string().trim().min(1, "say why: it stays on record") });

/** The routes, and what ends what they began. */
export interface ArenaRoutes {
  /** The routes. */
  routes: Hono;
  /** Cancels battles whose answers are awaited, and waits for them. */
  settle: () => Promise<void>;
}

function sideOf({ text, files }: ShownAnswer): BallotSide {
  return {
    text,
    isDrawing: svgIn(text) !== "",
    files: files.map(({ sha256, mediaType }) => ({ sha256, mediaType })),
  };
}

function rankSettings(context: Context): RankSettings {
  const where = (context.req.queries("where") ?? []).filter((each) => each.trim() !== "");
  const voters = context.req.query("voters");
  return {
    ...(voters ? { voters: parseVoters(voters) } : {}),
    ...(context.req.query("style") === "true" ? { style: true as const } : {}),
    ...(where.length > 0 ? { where: where.map(parseWhere) } : {}),
  };
}

async function boardOf({ arena }: Workbench, settings: RankSettings): Promise<ArenaBoard> {
  const { board, matrix, history, facts, withdrawn } = await arena.sheet(undefined, settings);
  const { pairs, outside } = disagreement(matrix);
  return {
    raters: board.choice?.raters ?? "humans",
    votes: board.votes,
    rows: board.rows,
    unrated: board.unrated,
    notes: [...boardNotes(board, (model) => model), ...methodNotes(false)],
    matrix: {
      models: matrix.models,
      cells: matrix.cells.map((row) => row.map((cell) => (cell ? { ...cell, odd: isSurprising(cell) } : null))),
      pairs,
      odd: outside,
    },
    ...(history ? { history } : {}),
    facts: Object.fromEntries(facts),
    withdrawn: Object.fromEntries(withdrawn),
  };
}

/** Where no two models can be rated yet the page says why, and shows the rest. */
async function boardOrWhy(workbench: Workbench, settings: RankSettings): Promise<ArenaBoard> {
  try {
    return await boardOf(workbench, settings);
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    const matrix = { models: [], cells: [], pairs: 0, odd: 0 };
    const nothing = { votes: 0, rows: [], unrated: [], notes: [], matrix, facts: {}, withdrawn: {} };
    return { ...nothing, raters: settings.voters === "judges" ? "judges" : "humans", why: error.message };
  }
}

function readRoutes(workbench: Workbench, voterIn: (context: Context) => Voter): Hono {
  const { arena } = workbench;
  const routes = new Hono();

  routes.get("/arena", async (context) => {
    const [votes, battles, open] = await Promise.all([
      arena.votes(),
      workbench.log.battles(),
      workbench.log.openBattles(voterIn(context)),
    ]);
    const counting = votes.filter(({ vote }) => !vote.withdrawn);
    const tags = Map.groupBy(
      counting.flatMap(({ battle }) => battle.tags),
      (tag) => tag,
    );
    const judged = counting.filter(({ vote }) => vote.voter.kind === "model").length;
    return context.json({
      battles: battles.length,
      open: open.length,
      votesOfPeople: counting.length - judged,
      votesOfJudges: judged,
      tags: [...tags].sort(([, one], [, other]) => other.length - one.length).map(([tag]) => tag),
    } satisfies ArenaState);
  });

  routes.get("/arena/board", async (context) => context.json(await boardOrWhy(workbench, rankSettings(context))));

  routes.get("/arena/chances", async (context) => {
    const named = (context.req.queries("model") ?? []).filter((each) => each !== "");
    await refuseFiles(named, workbench);
    const models = await Promise.all(
      named.map(async (each) => (await workbench.models.resolve(each, { keyLater: true })).id),
    );
    return context.json(await arena.chances(models.length > 0 ? models : undefined));
  });

  routes.get("/arena/votes", async (context) => context.json((await arena.votes()).toReversed() satisfies ArenaVotes));

  routes.get("/arena/votes.jsonl", async (context) => {
    const rows = await arena.voteRows();
    return context.body(rows.map(({ values }) => `${JSON.stringify(values)}\n`).join(""), 200, {
      "Content-Type": "application/jsonl; charset=utf-8",
      "Content-Disposition": 'attachment; filename="penny-votes.jsonl"',
    });
  });

  routes.get("/arena/voters", async (context) => {
    const { report } = await arena.voters();
    return context.json({
      voters: report.voters.map((row) => ({
        ...row,
        isUnlike: isUnlike(row),
        isOneSided: isOneSided(row),
        isQuick: isQuick(row),
      })),
      notes: voterNotes(report),
    } satisfies ArenaVoters);
  });

  return routes;
}

function ballotRoutes({ arena, evals }: Workbench, voterIn: (context: Context) => Voter): Hono {
  const routes = new Hono();

  routes.get("/arena/open", async (context) => {
    const { first, ...counts } = await arena.queue(voterIn(context), MOST_OPEN);
    return context.json({ battles: first.map(({ id }) => id), ...counts } satisfies OpenBattles);
  });

  routes.get("/arena/ballots/:battle", async (context) => {
    const { battle, question, first, second } = await arena.ballot(context.req.param("battle"), voterIn(context));
    return context.json({ battle, question, first: sideOf(first), second: sideOf(second) } satisfies Ballot);
  });

  routes.get("/arena/ballots/:battle/:side{(first|second)\\.png}", async (context) => {
    const ballot = await arena.ballot(context.req.param("battle"), voterIn(context));
    const { text } = context.req.param("side") === "first.png" ? ballot.first : ballot.second;
    const png = await evals.picture(text);
    if (!png) return context.json({ error: "This answer holds no drawing that can be drawn." }, 404);
    return context.body(new Uint8Array(png), 200, {
      "Content-Type": "image/png",
      "Cache-Control": "private, max-age=3600",
    });
  });

  routes.post("/arena/ballots/:battle/vote", async (context) => {
    const { voter, winner, reason } = await bodyOf(context, voteBody);
    const said = reason?.trim();
    const unveiled = await arena.cast({
      battle: context.req.param("battle"),
      voter: { name: voter, kind: "human" },
      winner,
      ...(said ? { reason: said } : {}),
    });
    return context.json(unveiled satisfies BallotUnveiled);
  });

  routes.post("/arena/votes/:id/withdraw", async (context) => {
    const { why } = await bodyOf(context, whyBody);
    return context.json(await arena.withdrawVote(context.req.param("id"), why));
  });

  return routes;
}

/** The routes. @param person who votes where nobody is named. */
export function arenaRoutes(workbench: Workbench, person: string): ArenaRoutes {
  const { arena } = workbench;
  const voterIn = (context: Context): Voter => ({ name: context.req.query("voter")?.trim() || person, kind: "human" });
  const routes = new Hono();
  const jobs = new Map<AbortController, { job: string | undefined; done: Promise<unknown> }>();
  routes.route("/", readRoutes(workbench, voterIn));
  routes.route("/", ballotRoutes(workbench, voterIn));

  routes.post("/arena/battles", async (context) => {
    const { models, prompt, system, job } = await bodyOf(context, battleBody);
    await refuseFiles(models, workbench);
    const stop = new AbortController();
    // Not the request's own signal: what was begun goes on when the page is closed, and waits for a vote.
    const done = arena.battle(
      { models, prompts: [{ prompt, ...(system ? { system } : {}) }] },
      { again: true, signal: stop.signal },
    );
    jobs.set(stop, { job, done });
    try {
      const made = await done;
      const failed = made.stopped === "interrupted" ? ["The battle was stopped."] : made.failed;
      const battles = made.battles.map(({ id }) => id);
      return context.json({ battles, failed, earlier: made.earlier, alike: 0 } satisfies BattlesBegun);
    } finally {
      jobs.delete(stop);
    }
  });

  routes.post("/arena/battles/:job/stop", (context) => {
    const found = [...jobs].filter(([, { job }]) => job === context.req.param("job"));
    for (const [stop] of found) stop.abort();
    return context.json({ stopped: found.length > 0 });
  });

  routes.post("/arena/runs", async (context) => {
    const { run, count } = await bodyOf(context, runBody);
    const { made, earlier, alike } = await arena.battlesOfRun(run, count);
    return context.json({ battles: made.map(({ id }) => id), failed: [], earlier, alike } satisfies BattlesBegun);
  });

  return {
    routes,
    settle: async () => {
      for (const stop of jobs.keys()) stop.abort();
      await Promise.allSettled([...jobs.values()].map(({ done }) => done));
    },
  };
}
