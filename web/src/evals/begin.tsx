/** The button that begins a run or lets it go on: asks for a yes where it may cost, goes to the run when it has begun. */
import { useState } from "preact/hooks";
import { formatUsd } from "../../../src/price/money.ts";
import type { RunBegun, RunForecast, RunWish } from "../../../src/server/eval-api.ts";
import { Dialog, Problem } from "../parts.tsx";
import { go, to } from "../route.ts";
import { post } from "../server.ts";
import { useWork } from "../work.ts";
import { forecastText } from "./words.ts";

function AskYes({ told, yes, no }: { told: RunForecast; yes: () => void; no: () => void }) {
  const { picodollars, assumptions } = told.forecast.total;
  const most = picodollars ? `up to ${formatUsd(picodollars.high)}` : "an unknown amount";
  return (
    <Dialog title={`This may cost ${most}`} close={no}>
      <p>{forecastText(told)}.</p>
      {assumptions.length > 0 && (
        <ul class="soft">
          {assumptions.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      <div class="row">
        <button type="button" class="main" onClick={yes}>
          {picodollars ? `Run for ${most}` : "Run all the same"}
        </button>
        <button type="button" onClick={no}>
          Not now
        </button>
      </div>
    </Dialog>
  );
}

/** The button. Names the suite that is run, or the run that goes on. */
export function BeginButton({
  suite,
  run,
  wish = {},
  label,
  disabled = false,
}: {
  suite?: string;
  run?: string;
  wish?: RunWish;
  label: string;
  disabled?: boolean;
}) {
  const { during, isBusy, problem } = useWork();
  const [told, setTold] = useState<RunForecast>();
  const begin = async (yes: boolean): Promise<void> => {
    setTold(undefined);
    const begun =
      run === undefined
        ? await post<RunBegun>(`/api/suites/${suite}/runs`, { ...wish, yes })
        : await post<RunBegun>(`/api/runs/${run}/go-on`, { yes });
    if ("run" in begun) go(to("evals", "runs", begun.run));
    else setTold(begun);
  };
  return (
    <>
      <button
        type="button"
        class="main"
        disabled={isBusy.value || disabled}
        onClick={() => void during(() => begin(false))}
      >
        {label}
      </button>
      {problem.value !== undefined && <Problem sentence={problem.value} />}
      {told && <AskYes told={told} yes={() => void during(() => begin(true))} no={() => setTold(undefined)} />}
    </>
  );
}
