/** How a wish goes: what has come, how long it takes, what it costs; stopping it; what came of it. */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { duration } from "../../../src/cli/amounts.ts";
import { formatUsd, PICODOLLARS_PER_USD } from "../../../src/price/money.ts";
import { counted } from "../../../src/record/counted.ts";
import { allModels, loadModels } from "../ask/model-list.ts";
import { Icon } from "../icon.tsx";
import { Problem, Said } from "../parts.tsx";
import { to } from "../route.ts";
import { type LiveWish, stopWish } from "./live-wish.ts";

const TICK_MS = 200;
/** Characters to a token, roughly: what a model counts is known at the end. */
const CHARACTERS_A_TOKEN = 4;

/** What was written so far would cost about so much. `undefined`: unknown. */
function costSoFar(model: string | undefined, characters: number): number | undefined {
  const price = allModels.value?.find(({ id }) => id === model)?.price;
  if (price?.basis === "free") return 0;
  if (price?.outputUsd === undefined) return undefined;
  return (Number(price.outputUsd) / 1e6) * PICODOLLARS_PER_USD * (characters / CHARACTERS_A_TOKEN);
}

function useNow(): number {
  const now = useSignal(Date.now());
  useEffect(() => {
    const timer = setInterval(() => (now.value = Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now.value;
}

/** The characters that have come. */
function writtenOf({ text, pairs }: LiveWish): number {
  return pairs.value.reduce((sum, pair) => sum + pair.oldText.length + pair.newText.length, text.value.length);
}

function Running({ live, model }: { live: LiveWish; model: string | undefined }) {
  const { startedAt, id } = live.state.value;
  const now = useNow();
  useEffect(loadModels, []);
  const written = writtenOf(live);
  const cost = costSoFar(model, written);
  return (
    <p class="wish-line">
      <span>{written === 0 ? "Waiting for the model" : `${written.toLocaleString("en-US")} characters`}</span>
      <span>{duration(Math.max(0, now - startedAt))}</span>
      <span>{cost === undefined ? "cost –" : cost === 0 ? "$0" : `≈ ${formatUsd(Math.round(cost))}`}</span>
      <button type="button" onClick={() => void stopWish(id).catch(() => undefined)}>
        <Icon name="stop" />
        Stop
      </button>
    </p>
  );
}

function Pairs({ live }: { live: LiveWish }) {
  const pairs = live.pairs.value.filter(({ oldText }) => oldText !== "");
  if (pairs.length === 0) return null;
  return (
    <details open={!live.state.value.end} class="pairs">
      <summary>{counted(pairs.length, "replacement")}</summary>
      {pairs.map(({ oldText, newText }, index) => (
        <pre key={index}>
          <del>{oldText}</del>
          {"\n"}
          <ins>{newText}</ins>
        </pre>
      ))}
    </details>
  );
}

/** The wish. @param model who is asked, as far as known. */
export function WishProgress({ live, model }: { live: LiveWish; model: string | undefined }) {
  const { end, startedAt, app, what } = live.state.value;
  if (!end)
    return (
      <div class="wish">
        <Running live={live} model={model} />
        <Pairs live={live} />
        <Said>{what === "make" ? "The app is being written" : "The app is being changed"}</Said>
      </div>
    );
  const { version, problem, failed } = end;
  return (
    <div class="wish">
      <p class="wish-line">
        <span>{version === undefined ? "No new version" : `Version ${version} is there`}</span>
        <span>{duration(end.at - startedAt)}</span>
        <span>{formatUsd(end.picodollars)}</span>
        {version !== undefined && version > 1 && (
          <a href={`${to("apps", app)}?panel=compare&from=${version - 1}&to=${version}`}>What changed</a>
        )}
        {end.calls.map((call, index) => (
          <a key={call} href={to("log", call)}>
            {end.calls.length === 1 ? "Its call" : `Call ${index + 1}`}
          </a>
        ))}
      </p>
      <Pairs live={live} />
      {failed > 0 && <p class="soft">{counted(failed, "replacement")} could not be put in.</p>}
      {problem && <Problem sentence={problem} />}
      {end.prose !== "" && (
        <details>
          <summary>What the model said</summary>
          <p class="said-beside">{end.prose}</p>
        </details>
      )}
      <Said>{version === undefined ? "There is no new version" : `Version ${version} is there`}</Said>
    </div>
  );
}
