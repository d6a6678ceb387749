/** Who beat whom: a table of shares, the more the row's model won the fuller its colour. */

import type { ArenaBoard, ArenaCell } from "../../../src/server/arena-api.ts";
import { Wide } from "../wide.tsx";

function percent(share: number): string {
  return (100 * share).toFixed(0);
}

const FEW = 10;

function told(cell: ArenaCell, row: string, column: string): string {
  const { wins, ties, losses, votes, share, predicted } = cell;
  if (!share) return `${row} against ${column}: no votes; predicted ${percent(predicted)} %`;
  const range = `${percent(share.low)}–${percent(share.high)}`;
  return `${row} against ${column}: ${wins} won, ${ties} tied, ${losses} lost of ${votes}; ${percent(share.value)} % [${range}], predicted ${percent(predicted)} %`;
}

function Cell({ cell, row, column }: { cell: ArenaCell | null | undefined; row: string; column: string }) {
  if (!cell) return <td class="self" />;
  const { share, votes, odd } = cell;
  if (!share) return <td title={told(cell, row, column)}>–</td>;
  const classes = [`w${Math.round(10 * share.value)}`, votes < FEW ? "few" : "", odd ? "odd" : ""];
  return (
    <td class={classes.join(" ")} title={told(cell, row, column)}>
      {percent(share.value)}
    </td>
  );
}

/** The table. @param all models of the leaderboard. */
export function WinMatrix({ matrix, all }: { matrix: ArenaBoard["matrix"]; all: number }) {
  const { models, cells, pairs, odd } = matrix;
  return (
    <>
      <Wide label="Who beat whom">
        <table class="matrix">
          <thead>
            <tr>
              <th class="name">won of 100</th>
              {models.map((model, place) => (
                <th key={model} scope="col" title={model}>
                  <span aria-hidden="true">{place + 1}</span>
                  <span class="unseen">{model}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {models.map((model, row) => (
              <tr key={model}>
                <th scope="row" class="name">
                  {row + 1} {model}
                </th>
                {models.map((other, column) => (
                  <Cell key={other} cell={cells[row]?.[column]} row={model} column={other} />
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p class="soft">
        Per cent of the votes between two models that the row’s won, a tie half; italic: fewer than {FEW} votes.
        Outlined: the ratings predict a share outside of its 95 % interval; so it is for {odd} of {pairs} pairs with
        votes, and up to 1 in 20 would be by chance.
        {models.length < all && ` The first ${models.length} of ${all} models are shown.`}
      </p>
    </>
  );
}
