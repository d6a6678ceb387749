/** A leaderboard as CSV with all columns, for programs and spreadsheets. Pure. */
import type { BoardRow } from "../index.ts";
import type { BoardSheet } from "../run/board-sheet.ts";
import type { ModelFacts } from "../run/model-facts.ts";
import { type CsvValue, csvText } from "./report-csv.ts";

interface Line {
  row: Partial<BoardRow> & Pick<BoardRow, "model" | "votes">;
  facts: ModelFacts;
  /** `rated`, or why it is not. */
  status: string;
  withdrawn: string | undefined;
}

/** Points to a millionth: more digits are not known. */
function point(value: number | undefined): number | undefined {
  return value === undefined || Number.isNaN(value) ? undefined : Number(value.toFixed(6));
}

const COLUMNS: { readonly [name: string]: (line: Line) => CsvValue } = {
  model: ({ row }) => row.model,
  score: ({ row }) => point(row.score),
  low: ({ row }) => point(row.low),
  high: ({ row }) => point(row.high),
  rank_ub: ({ row }) => row.rankUpperBound,
  rank_best: ({ row }) => row.bestRank,
  rank_worst: ({ row }) => row.worstRank,
  votes: ({ row }) => row.votes,
  score_style: ({ row }) => point(row.styled?.score),
  low_style: ({ row }) => point(row.styled?.low),
  high_style: ({ row }) => point(row.styled?.high),
  rank_ub_style: ({ row }) => row.styled?.rankUpperBound,
  boot_low: ({ row }) => point(row.boot?.low),
  boot_high: ({ row }) => point(row.boot?.high),
  elo: ({ row }) => point(row.elo),
  status: ({ status }) => status,
  provisional: ({ row }) => row.provisional,
  withdrawn: ({ withdrawn }) => withdrawn,
  organization: ({ facts }) => facts.organization,
  license: ({ facts }) => facts.license,
  price_in: ({ facts }) => facts.price?.inputUsd,
  price_out: ({ facts }) => facts.price?.outputUsd,
  price_model: ({ facts }) => facts.price?.model,
  price_basis: ({ facts }) => facts.price?.basis,
  price_from: ({ facts }) => facts.price?.from,
  price_checked: ({ facts }) => facts.price?.checked,
  energy_low_wh: ({ facts }) => facts.energy?.lowWh,
  energy_high_wh: ({ facts }) => facts.energy?.highWh,
};

/** The leaderboard as CSV (RFC 4180): rated models, best first, then those that cannot be rated, which have no score. */
export function arenaCsv({ board, facts, withdrawn }: BoardSheet): string {
  const known = (model: string): Pick<Line, "facts" | "withdrawn"> => ({
    facts: facts.get(model) ?? {},
    withdrawn: withdrawn.get(model)?.why,
  });
  const lines = [
    ...board.rows.map((row): Line => ({ row, status: "rated", ...known(row.model) })),
    ...board.unrated.map(({ model, votes, why }): Line => ({ row: { model, votes }, status: why, ...known(model) })),
  ];
  return csvText(lines, COLUMNS);
}
