/** Makes models meet: over a prompt, or with the answers of an eval run; then they are voted on, without names. */
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { formatUsd } from "../../../src/price/money.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { AskEstimate } from "../../../src/server/api.ts";
import type { BattleBody, BattlesBegun } from "../../../src/server/arena-api.ts";
import type { ListedRun } from "../../../src/server/eval-api.ts";
import { useLoaded } from "../loaded.ts";
import { Problem } from "../parts.tsx";
import { go, query, to } from "../route.ts";
import { post } from "../server.ts";
import { useWork } from "../work.ts";
import { BallotQueue } from "./ballot-queue.tsx";
import { Chances } from "./chances.tsx";
import { chosenModels, ModelChoice } from "./model-choice.tsx";
import { voter } from "./voter.tsx";

const FORECAST_AFTER_MS = 400;

/** What a battle of these models costs at most: the two dearest. */
function mostOf(estimates: readonly AskEstimate[]): string {
  const highs = estimates.map(({ picodollars }) => picodollars?.high);
  if (highs.some((each) => each === undefined)) return "unknown: a price or a length is not known";
  const [first = 0, second = 0] = (highs as number[]).sort((one, other) => other - one);
  return first + second === 0 ? "nothing: these models run here" : `at most ${formatUsd(first + second)}`;
}

function useForecast(prompt: string, models: readonly string[]): string {
  const told = useSignal("");
  useEffect(() => {
    told.value = "";
    if (prompt.trim() === "" || models.length < 2) return;
    const stop = new AbortController();
    const timer = setTimeout(
      () =>
        post<AskEstimate[]>("/api/estimate", { prompt, models }, stop.signal).then(
          (found) => {
            told.value = mostOf(found);
          },
          () => undefined,
        ),
      FORECAST_AFTER_MS,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [prompt, models.join("\n")]);
  return told.value;
}

function Waiting({ job }: { job: string }) {
  const seconds = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => seconds.value++, 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <div class="waiting panel" role="status">
      <p>
        Two models answer… <span class="soft">{seconds.value > 0 ? `${seconds.value} s` : ""}</span>
      </p>
      <p class="soft">Both answers are shown when both are there, so that neither gives itself away by its pace.</p>
      <button type="button" onClick={() => void post(`/api/arena/battles/${job}/stop`)}>
        Stop
      </button>
    </div>
  );
}

function PromptFields({ prompt, system }: { prompt: Signal<string>; system: Signal<string> }) {
  return (
    <>
      <label>
        <span>Prompt</span>
        <textarea
          rows={4}
          required
          value={prompt.value}
          placeholder="Draw a pelican riding a bicycle as SVG"
          onInput={(event) => {
            prompt.value = event.currentTarget.value;
            sessionStorage.setItem("penny-arena-prompt", prompt.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) event.currentTarget.form?.requestSubmit();
          }}
        />
      </label>
      <details>
        <summary>System prompt</summary>
        <label>
          <span class="unseen">System prompt</span>
          <textarea
            rows={2}
            value={system.value}
            onInput={(event) => {
              system.value = event.currentTarget.value;
            }}
          />
        </label>
      </details>
    </>
  );
}

function LiveBattle() {
  const prompt = useSignal(sessionStorage.getItem("penny-arena-prompt") ?? "");
  const system = useSignal("");
  const job = useSignal<string | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);
  const models = chosenModels.value;
  const forecast = useForecast(prompt.value, models);
  const page = useRef(true);
  useEffect(
    () => () => {
      page.current = false;
    },
    [],
  );
  const start = async (): Promise<void> => {
    if (job.value !== undefined) return;
    const name = crypto.randomUUID();
    job.value = name;
    problem.value = undefined;
    try {
      const body = {
        models: chosenModels.value,
        prompt: prompt.value,
        system: system.value,
        job: name,
      } satisfies BattleBody;
      const { battles, failed } = await post<BattlesBegun>("/api/arena/battles", body);
      const [battle] = battles;
      if (battle === undefined) problem.value = `No battle: ${failed.join(" ")}`;
      // Whoever has gone elsewhere meanwhile stays there; the battle waits in the log.
      else if (page.current) go(`${to("arena", "battle")}?battle=${battle}`);
    } catch (error) {
      problem.value = messageOf(error);
    }
    job.value = undefined;
  };
  if (job.value !== undefined) return <Waiting job={job.value} />;
  return (
    <form
      class="battle-form"
      onSubmit={(event) => {
        event.preventDefault();
        void start();
      }}
    >
      {problem.value && <Problem sentence={problem.value} />}
      <PromptFields prompt={prompt} system={system} />
      <ModelChoice />
      {models.length > 2 && (
        <details>
          <summary>Which two meet is drawn, so that the vote tells most: the chances</summary>
          <Chances models={models} />
        </details>
      )}
      <p class="send">
        <button type="submit" class="main" disabled={models.length < 2 || prompt.value.trim() === ""}>
          Let two meet
        </button>
        <span class="soft" role="status">
          {models.length < 2 ? "Choose two models or more." : forecast === "" ? "" : `Costs ${forecast}.`}
        </span>
      </p>
    </form>
  );
}

function FromRun() {
  const { value: runs, error, again } = useLoaded<ListedRun[]>("/api/runs");
  const made = useSignal<BattlesBegun | undefined>(undefined);
  const { during, problem } = useWork();
  const several = runs?.filter(({ models }) => models.length > 1) ?? [];
  if (error) return <Problem sentence={error} again={again} />;
  if (runs && several.length === 0)
    return (
      <p class="soft">
        No eval run has answers of two models yet: <a href="/evals">run the sample</a>.
      </p>
    );
  const start = async (form: HTMLFormElement): Promise<void> => {
    const data = new FormData(form);
    const count = Number(data.get("count"));
    made.value = await post<BattlesBegun>("/api/arena/runs", {
      run: data.get("run"),
      ...(count > 0 ? { count } : {}),
    });
  };
  const { battles = [], earlier = 0, alike = 0 } = made.value ?? {};
  return (
    <form
      class="run-form"
      onSubmit={(event) => {
        event.preventDefault();
        const form = event.currentTarget;
        void during(() => start(form));
      }}
    >
      <label>
        <span>Run</span>
        <select name="run">
          {several.map(({ id, suite, startedAt, models, cells }) => (
            <option key={id} value={id}>
              {suite}, {new Date(startedAt).toLocaleString()}: {models.length} models, {cells} answers
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>Most battles, those that tell most first</span>
        <input name="count" type="number" min={1} step={1} defaultValue="20" />
      </label>
      <button type="submit">Take its answers</button>
      {problem.value && <Problem sentence={problem.value} />}
      {made.value && (
        <p role="status">
          {battles.length} new battles
          {earlier > 0 && `; ${earlier} pairs had one already`}
          {alike > 0 && `; ${alike} pairs read alike and got none`}.{" "}
          {battles.length + earlier > 0 && <a href="/arena/vote">Vote on them</a>}
        </p>
      )}
    </form>
  );
}

/** The view: the form, or the battle that the address names. */
export function BattleView() {
  const battle = query.value.get("battle");
  const name = voter.value;
  if (battle !== null && name !== undefined)
    return (
      <BallotQueue
        key={`${battle} ${name}`}
        battles={[battle]}
        before={0}
        waiting={1}
        voter={name}
        // Behind it comes the form again: the address names no battle then.
        end={null}
      />
    );
  return (
    <>
      <section class="part">
        <h2>On a prompt</h2>
        <LiveBattle />
      </section>
      <section class="part">
        <h2>With the answers of an eval run</h2>
        <p class="soft">Asks no model: each two answers to one case meet.</p>
        <FromRun />
      </section>
    </>
  );
}
