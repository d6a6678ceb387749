/** How many cases it would take: what the cases of a run can tell of two models, and what would tell more. */
import { differenceText } from "../../../src/cli/amounts.ts";
import { counted } from "../../../src/record/counted.ts";
import type { PowerPlan } from "../../../src/run/eval-power.ts";
import type { Study } from "../../../src/server/eval-api.ts";
import { Problem, withCode } from "../parts.tsx";
import { Wide } from "../wide.tsx";
import { useCalmLoaded } from "./calm-loaded.ts";
import { shortName } from "./words.ts";

function points(share: number): string {
  return counted(Math.round(100 * share), "point");
}

function Plan({ plan }: { plan: PowerPlan }) {
  const [first, second] = plan.between.map(shortName);
  const runs = `${Number((100 * plan.power).toFixed(1))} of 100 runs`;
  const asked = plan.epochs === 1 ? "asked once" : `asked up to ${plan.epochs} times`;
  return (
    <>
      <p>
        {first} against {second}, {counted(plan.cases, "case")}, each {asked}.{" "}
        {plan.detectable >= 1
          ? `They are too few to find any difference in ${runs}.`
          : `They find a difference of ${points(plan.detectable)} and more in ${runs}.`}
        {plan.observed ? ` Seen was ${differenceText(plan.observed)} points.` : ""}
      </p>
      <Wide label="What other differences take">
        <table class="lines narrow">
          <thead>
            <tr>
              <th scope="col" class="number">
                difference
              </th>
              <th scope="col" class="number">
                these cases find it in
              </th>
              <th scope="col" class="number">
                {plan.epochs === 1 ? "cases needed" : `cases needed, each asked ${plan.epochs} ×`}
              </th>
              {plan.knowsRepeats && (
                <th scope="col" class="number">
                  or answers to each of these {plan.cases}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {plan.steps.map(({ difference, power, cases, epochs }) => (
              <tr key={difference}>
                <td class="number">{points(difference)}</td>
                <td class="number">{Math.floor(100 * power)} of 100 runs</td>
                <td class="number">{cases.toLocaleString("en-US")}</td>
                {plan.knowsRepeats && <td class="number">{epochs?.toLocaleString("en-US") ?? "–"}</td>}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p class="soft">
        {plan.knowsRepeats
          ? "By the normal approximation: rough below a hundred cases."
          : "No case was asked twice, so what asking again would bring is not known: run the suite with each asked 3 times first."}
      </p>
    </>
  );
}

/** The view. */
export function Power({ run }: { run: string }) {
  const { value, error, again } = useCalmLoaded<Study<PowerPlan>>(`/api/runs/${run}/power`);
  if (error) return <Problem sentence={error} again={again} />;
  if (!value) return <p class="loading">…</p>;
  return "found" in value ? <Plan plan={value.found} /> : <p>{withCode(value.why)}</p>;
}
