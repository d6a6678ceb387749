/** The facts of a call: model, time, tokens, cost with its price, energy with its method, origin, the calls around it. */
import type { ComponentChildren } from "preact";
import { duration, energyRange } from "../../../src/cli/amounts.ts";
import { formatUsd, PICODOLLARS_PER_USD } from "../../../src/price/money.ts";
import type { PriceRow } from "../../../src/price/price-row.ts";
import type { Call, Cost } from "../../../src/record/call.ts";
import type { Usage } from "../../../src/record/usage.ts";
import type { LogSheet } from "../../../src/server/api.ts";
import { query, to } from "../route.ts";
import { kept } from "./conditions.ts";
import { Ending } from "./ending.tsx";

/** A fact: its name, and what it is. */
export function Fact({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

const KINDS: readonly [keyof Usage, string][] = [
  ["cacheReadTokens", "of these from the cache"],
  ["cacheWriteTokens", "of these written to the cache"],
  ["cacheWriteHourTokens", "of these for an hour"],
  ["inputImageTokens", "of these images"],
  ["inputAudioTokens", "of these audio"],
  ["inputVideoTokens", "of these video"],
];
const WRITTEN: readonly [keyof Usage, string][] = [
  ["reasoningTokens", "of these reasoning"],
  ["outputImageTokens", "of these images"],
  ["outputAudioTokens", "of these audio"],
];

function count(value: number | undefined): string {
  return value === undefined ? "–" : value.toLocaleString("en-US");
}

function Tokens({ usage }: { usage: Usage }) {
  type Row = [words: string, value: number | undefined, isPart: boolean];
  const partsOf = (kinds: typeof KINDS): Row[] =>
    kinds.flatMap(([key, words]): Row[] => {
      const value = usage[key];
      return typeof value === "number" && value > 0 ? [[words, value, true]] : [];
    });
  const { outputImages, audioSeconds, requests = {} } = usage;
  const rows: Row[] = [
    ["in", usage.inputTokens, false],
    ...partsOf(KINDS),
    ["out", usage.outputTokens, false],
    ...partsOf(WRITTEN),
    ...(outputImages === undefined ? [] : ([["images made", outputImages, false]] satisfies Row[])),
    ...(audioSeconds === undefined ? [] : ([["seconds of audio", audioSeconds, false]] satisfies Row[])),
    ...Object.entries(requests).map(([unit, value]): Row => [unit, value, false]),
  ];
  return (
    <table class="log-tokens">
      <tbody>
        {rows.map(([words, value, isPart]) => (
          <tr key={words} class={isPart ? "soft" : undefined}>
            <td class="number">{count(value)}</td>
            <td>{words}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const BASES: { readonly [basis in Cost["basis"]]: string } = {
  ledger: "by the price ledger",
  assumed: "assumed, by the price of a near model",
  billed: "as the provider billed it",
  local: "it ran on this machine",
};

function Price({ row }: { row: PriceRow }) {
  const { input, output } = row.prices;
  const prices = [...(input ? [`$${input} in`] : []), ...(output ? [`$${output} out`] : [])].join(", ");
  return (
    <small class="log-under">
      {row.vendor}/{row.model}: {prices || "see its price list"}
      {prices && " per M tokens"}
      {row.from && `, since ${row.from}`}. {row.source === "own" ? "Your own price." : `Source: ${row.source}`}
      {row.checked && `, checked ${row.checked}.`}
    </small>
  );
}

function CostFact({ call, prices }: { call: Call; prices: readonly PriceRow[] }) {
  const { cost } = call;
  if (!cost)
    return (
      <Fact name="Cost">
        – <small>no price is known, or no usage</small>
      </Fact>
    );
  const exact = (cost.picodollars / PICODOLLARS_PER_USD).toFixed(12).replace(/\.?0+$/, "");
  return (
    <Fact name="Cost">
      <span title={`$${exact}`}>{formatUsd(cost.picodollars)}</span> <small>{BASES[cost.basis]}</small>
      {prices.map((row) => (
        <Price key={`${row.from}${row.hoursUtc}`} row={row} />
      ))}
      {cost.row !== undefined && prices.length === 0 && <small class="log-under">Price: {cost.row}</small>}
    </Fact>
  );
}

/** Written tokens per second of the model's time after the first token. `undefined`: unknown. */
function speedOf({ timing, usage }: Call): string | undefined {
  const { modelMs, firstTokenMs = 0 } = timing;
  if (modelMs === undefined || usage.outputTokens === undefined) return undefined;
  const rest = firstTokenMs > 0 ? usage.outputTokens - 1 : usage.outputTokens;
  const seconds = (modelMs - firstTokenMs) / 1000;
  if (rest <= 0 || seconds <= 0) return undefined;
  const speed = rest / seconds;
  return `${speed < 10 ? speed.toFixed(1) : Math.round(speed)} tokens/s`;
}

function Time({ call }: { call: Call }) {
  const { startedAt, endedAt, queueMs, retryMs, modelMs, firstTokenMs } = call.timing;
  const pieces = [
    ["waited", queueMs > 0 ? queueMs : undefined, "wait"],
    ["retries", retryMs > 0 ? retryMs : undefined, "retry"],
    ["first token", firstTokenMs, "first"],
    ["the rest", modelMs === undefined ? undefined : Math.max(0, modelMs - (firstTokenMs ?? 0)), "rest"],
  ] as const;
  const known = pieces.filter(([, ms]) => ms !== undefined);
  const sum = known.reduce((all, [, ms]) => all + (ms ?? 0), 0);
  return (
    <Fact name="Time">
      {duration(endedAt === undefined ? undefined : endedAt - startedAt)} <small>{speedOf(call)}</small>
      {sum > 0 && (
        <>
          <span class="log-time" aria-hidden="true">
            {known.map(([name, ms, kind]) => (
              <span key={name} class={kind} style={{ flexGrow: (ms ?? 0) / sum }} />
            ))}
          </span>
          <small class="log-under">
            {known.map(([name, ms], index) => `${index > 0 ? ", " : ""}${name} ${duration(ms)}`)}
          </small>
        </>
      )}
    </Fact>
  );
}

function From({ call, from }: Pick<LogSheet, "call" | "from">) {
  const { command, ref } = call.origin;
  const address = from && (from.kind === "run" ? to("evals", from.id) : "/arena");
  return (
    <Fact name="Asked by">
      {command} {ref !== undefined && (address ? <a href={address}>{ref}</a> : <small>{ref}</small>)}
    </Fact>
  );
}

/** The facts. */
export function Facts({ sheet }: { sheet: LogSheet }) {
  const { call, children, prices } = sheet;
  const { request, servedModel, finish, energy, timing, parent, warnings = [], responseId, usage } = call;
  const raw = finish.raw === undefined || finish.raw === finish.reason ? undefined : finish.raw;
  return (
    <dl class="log-facts">
      <Fact name="Model">
        <a href={to("models", request.model)}>{request.model}</a>
        {servedModel !== undefined && servedModel !== request.model && (
          <small class="log-under">served by {servedModel}</small>
        )}
      </Fact>
      <Fact name="Ended">
        <Ending reason={finish.reason} status={call.error?.status} /> {raw && <small>{raw}</small>}
      </Fact>
      <Fact name="Started">{new Date(timing.startedAt).toLocaleString()}</Fact>
      <Time call={call} />
      <CostFact call={call} prices={prices} />
      <Fact name="Energy">
        {energyRange(energy)} {energy && <small class="log-under">estimated: {energy.method}</small>}
      </Fact>
      <Fact name="Tokens">
        <Tokens usage={usage} />
        {usage.serviceTier !== undefined && <small>tier {usage.serviceTier}</small>}
      </Fact>
      <From call={call} from={sheet.from} />
      {parent !== undefined && (
        <Fact name="Continues">
          <a href={`${to("log", parent)}${kept(query.value)}`}>
            <code>{parent}</code>
          </a>
        </Fact>
      )}
      {children.length > 0 && (
        <Fact name="Continued by">
          {children.map(({ id }) => (
            <a key={id} href={`${to("log", id)}${kept(query.value)}`} class="log-link">
              <code>{id}</code>
            </a>
          ))}
        </Fact>
      )}
      {responseId !== undefined && (
        <Fact name="Answer's id">
          <code>{responseId}</code>
        </Fact>
      )}
      {warnings.length > 0 && (
        <Fact name="Notes">
          {warnings.map((each) => (
            <span key={each} class="log-note">
              {each}
            </span>
          ))}
        </Fact>
      )}
    </dl>
  );
}
