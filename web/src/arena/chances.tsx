/** How likely each pair of the chosen models is to be drawn. */

import type { PairChance } from "../../../src/run/battle-pairs.ts";
import { useLoaded } from "../loaded.ts";
import { Problem } from "../parts.tsx";
import { Wide } from "../wide.tsx";

/** The table. @param models two or more, by name. */
export function Chances({ models }: { models: readonly string[] }) {
  const query = models.map((each) => `model=${encodeURIComponent(each)}`).join("&");
  const { value, error } = useLoaded<PairChance[]>(`/api/arena/chances?${query}`);
  if (error) return <Problem sentence={error} />;
  return (
    <>
      <Wide label="Chances">
        <table>
          <thead>
            <tr>
              <th>one</th>
              <th>other</th>
              <th class="number">votes</th>
              <th class="number">gain</th>
              <th class="number">drawn</th>
            </tr>
          </thead>
          <tbody>
            {value?.map(({ a, b, votes, gain, share }) => (
              <tr key={`${a} ${b}`}>
                <td>{a}</td>
                <td>{b}</td>
                <td class="number">{votes}</td>
                <td class="number">{gain.toPrecision(3)}</td>
                <td class="number">{(100 * share).toFixed(1)} %</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <small>
        gain: square points by which one vote more is expected to shrink the errors of all ratings together.
      </small>
    </>
  );
}
