/** Who voted: how many votes of what kind, what each does to the ratings, and who stands out. It accuses nobody. */

import { duration } from "../../../src/cli/amounts.ts";
import type { ArenaVoters } from "../../../src/server/arena-api.ts";
import { logMark } from "../changes.ts";
import { useLoaded } from "../loaded.ts";
import { Problem } from "../parts.tsx";
import { Wide } from "../wide.tsx";

type Voter = ArenaVoters["voters"][number];

function percent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

function withoutText({ influence }: Voter): string {
  if (!influence) return "–";
  const { model, shift } = influence;
  return `${model} ${shift < 0 ? "−" : "+"}${Math.abs(shift).toFixed(0)}`;
}

function marks({ isUnlike, isOneSided, isQuick }: Voter): string[] {
  return [...(isUnlike ? ["unlike others"] : []), ...(isOneSided ? ["one side"] : []), ...(isQuick ? ["quick"] : [])];
}

/** The view. */
export function VotersView() {
  const { value, error } = useLoaded<ArenaVoters>("/api/arena/voters", logMark);
  if (error) return <Problem sentence={error} />;
  if (!value) return <p class="loading">…</p>;
  return (
    <>
      <Wide label="Voters">
        <table class="voters">
          <thead>
            <tr>
              <th>voter</th>
              <th class="number">votes</th>
              <th class="number">ties</th>
              <th class="number">both bad</th>
              <th class="number">first side</th>
              <th>without</th>
              <th class="number">between votes</th>
              <th>notes</th>
            </tr>
          </thead>
          <tbody>
            {value.voters.map((row) => (
              <tr key={`${row.kind} ${row.voter}`}>
                <th scope="row">{row.kind === "model" ? `${row.voter} (judge)` : row.voter}</th>
                <td class="number">{row.votes.toLocaleString("en-US")}</td>
                <td class="number">{percent(row.ties.value)}</td>
                <td class="number">{percent(row.bothBad.value)}</td>
                <td class="number">{row.side ? percent(row.side.share.value) : "–"}</td>
                <td>{withoutText(row)}</td>
                <td class="number">
                  {duration(row.secondsBetween === undefined ? undefined : 1000 * row.secondsBetween)}
                </td>
                <td>{marks(row).join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <ul class="notes">
        {value.notes.map((note) => (
          <li key={note}>{note}</li>
        ))}
      </ul>
    </>
  );
}
