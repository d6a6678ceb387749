/** How far the scorers of a run, judges above all, agree with a person who judged the same answers blind. */
import { differenceText } from "../../../src/cli/amounts.ts";
import { counted } from "../../../src/record/counted.ts";
import type { JudgeReport, ScorerAgreement } from "../../../src/run/judge-agreement.ts";
import type { Study } from "../../../src/server/eval-api.ts";
import { NumberCells, type NumberColumn, NumberHeads } from "../number-columns.tsx";
import { Problem } from "../parts.tsx";
import { to } from "../route.ts";
import { Wide } from "../wide.tsx";
import { useCalmLoaded } from "./calm-loaded.ts";

interface Bounded {
  value: number;
  low?: number | undefined;
  high?: number | undefined;
}

function bounded(measure: Bounded | undefined, show: (value: number) => string, unit = ""): string {
  if (!measure) return "–";
  const { value, low, high } = measure;
  return `${show(value)}${unit}${low === undefined || high === undefined ? "" : ` [${show(low)}–${show(high)}]`}`;
}

const percent = (value: number): string => String(Math.round(100 * value));

const COLUMNS: readonly NumberColumn<ScorerAgreement>[] = [
  { title: "answers", show: (each) => String(each.answers) },
  { title: "agrees", show: (each) => bounded(each.agreement, percent, " %") },
  { title: "kappa", show: (each) => bounded(each.kappa, (value) => value.toFixed(2)) },
  { title: "it alone passes", show: (each) => String(each.passedBy.scorer) },
  { title: "person alone", show: (each) => String(each.passedBy.person) },
  { title: "kinder by", show: (each) => differenceText(each.bias.interval) },
  { title: "to long answers", show: (each) => differenceText(each.length) },
];

function Table({ report }: { report: JudgeReport }) {
  return (
    <Wide label="Scorers against a person">
      <table class="lines">
        <thead>
          <tr>
            <th scope="col">scorer</th>
            <NumberHeads columns={COLUMNS} />
          </tr>
        </thead>
        <tbody>
          {report.scorers.map((each) => (
            <tr key={each.scorer}>
              <th scope="row" class="name">
                {each.scorer}
              </th>
              <NumberCells columns={COLUMNS} row={each} />
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** The view. */
export function Judges({ run }: { run: string }) {
  const { value: loaded, error, again } = useCalmLoaded<Study<JudgeReport>>(`/api/runs/${run}/judges`);
  const link = <a href={to("evals", "runs", run, "human")}>Judge answers yourself</a>;
  if (error) return <Problem sentence={error} again={again} />;
  if (!loaded) return <p class="loading">…</p>;
  if (!("found" in loaded))
    return (
      <p>
        Nobody has judged an answer of this run yet. {link}: one key each, blind. Then this says how far the scorers
        agree with you.
      </p>
    );
  const value = loaded.found;
  return (
    <>
      {value.scorers.map(({ scorer, advice }) => (
        <p key={scorer}>
          <b>{`${advice.charAt(0).toUpperCase()}${advice.slice(1)}.`}</b>
        </p>
      ))}
      <Table report={value} />
      <p class="soft">
        A person judged {counted(value.labelled, "answer")} of {value.answers}, without knowing who gave them. [ ]: 95 %
        intervals. kappa: 0 is what chance gives, 1 full agreement. kinder by: points that it passes more than the
        person, on all, on the longer half of the answers more than on the shorter.
      </p>
      <p>{link}</p>
    </>
  );
}
