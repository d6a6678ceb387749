/** Lesson: what a job costs on different models, before anything is sent. */

import { useSignal } from "@preact/signals";
import { dollarRange, tokenRange } from "../../../src/cli/amounts.ts";
import type { JobEstimate } from "../../../src/run/estimate-job.ts";
import { post } from "../server.ts";
import { Wide } from "../wide.tsx";
import { useWork } from "../work.ts";
import { NumberField, TextField } from "./fields.tsx";
import { Check, Experiment, Notice } from "./pieces.tsx";

const MODELS = [
  "openai/gpt-5",
  "openai/gpt-5-mini",
  "anthropic/claude-sonnet-4-5",
  "anthropic/claude-haiku-4-5",
  "google/gemini-2.5-flash",
];

function Before() {
  return (
    <>
      <p>
        Hosted models are paid by the token: one price for what is read, a higher one, often four to ten times, for what
        is written. A model that reasons is paid for its reasoning as well, though you may not see it. One answer costs
        a fraction of a cent; what adds up is how often you ask, and how long the text is that you send along each time.
      </p>
      <p>
        penny knows the dated prices of hundreds of models. It can say what a job will cost without a key and without
        sending anything. Where a maker’s tokenizer is not published the count is a range, and so is the cost.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          The dearest of these five costs several times as much as the cheapest, for the same job. Double what is
          written and then what is read: which moves the cost more? A batch is answered within a day, for half the price
          at most providers that have one.
        </p>
      </Notice>
      <Check
        lesson="cost"
        question="You send a 100-page report with each of 50 questions. What costs most?"
        options={["The 50 answers.", "The questions.", "The report, read 50 times."]}
        right={2}
        why="What is sent along is paid each time, unless the provider keeps it in a cache: then for a tenth or so."
      />
    </>
  );
}

function Costs({ estimates }: { estimates: readonly JobEstimate[] }) {
  return (
    <Wide label="What it costs">
      <table>
        <thead>
          <tr>
            <th>model</th>
            <th class="number">tokens read</th>
            <th class="number">tokens written</th>
            <th class="number">cost</th>
            <th class="number">as a batch</th>
          </tr>
        </thead>
        <tbody>
          {estimates.map(({ model, inputTokens, outputTokens, picodollars, batchPicodollars }) => (
            <tr key={model}>
              <th scope="row">{model}</th>
              <td class="number">{tokenRange(inputTokens)}</td>
              <td class="number">{tokenRange(outputTokens)}</td>
              <td class="number">{dollarRange(picodollars)}</td>
              <td class="number">{dollarRange(batchPicodollars)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

/** The lesson. */
export function CostLesson() {
  const text = useSignal(
    "Summarise this letter in one sentence, and say whether it is a complaint: Dear Sirs, the bicycle that you delivered last week has one wheel that is much larger than the other.",
  );
  const calls = useSignal(10_000);
  const written = useSignal(60);
  const found = useSignal<readonly JobEstimate[]>([]);
  const work = useWork();
  const run = async (): Promise<void> => {
    found.value = await post<JobEstimate[]>("/api/cost/estimate", {
      models: MODELS,
      prompt: text.value,
      calls: calls.value,
      outputTokens: written.value,
    });
  };
  return (
    <>
      <Before />
      <Experiment
        title="the same job on five models"
        run={() => void work.during(run)}
        runText="Reckon it"
        work={work}
        fields={
          <>
            <TextField label="What is sent each time" rows={3} value={text} />
            <NumberField label="How often" most={1_000_000} value={calls} />
            <NumberField label="Tokens written each time" most={100_000} value={written} />
          </>
        }
      >
        {found.value.length > 0 && <Costs estimates={found.value} />}
      </Experiment>
      <After />
    </>
  );
}
