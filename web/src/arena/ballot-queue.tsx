/**
 * Ballots, one after another: two answers without names, a vote by key or button, then who they were. The next is loaded while this one
 * is read. The server keeps each vote before it tells a name; nothing is decided here.
 */
import { useSignal } from "@preact/signals";
import type { ComponentChildren, RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { duration } from "../../../src/cli/amounts.ts";
import { formatUsd } from "../../../src/price/money.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { Winner } from "../../../src/record/vote.ts";
import type { Ballot, BallotUnveiled, BallotVote } from "../../../src/server/arena-api.ts";
import { Problem, Said } from "../parts.tsx";
import { setQuery } from "../route.ts";
import { get, post } from "../server.ts";
import { isTyping } from "../typing.ts";
import { useWork } from "../work.ts";
import { ShownAnswer } from "./shown-answer.tsx";

const CHOICES: readonly { key: string; winner: Winner; text: string }[] = [
  { key: "a", winner: "a", text: "A is better" },
  { key: "b", winner: "b", text: "B is better" },
  { key: "t", winner: "tie", text: "As good" },
  { key: "n", winner: "both-bad", text: "Neither" },
];

/** What was done with a ballot. */
interface Cast {
  place: number;
  unveiled: BallotUnveiled;
}

function Side({ title, side, won }: { title: string; side: BallotUnveiled["first"]; won: boolean }) {
  const { name, picodollars, ms, tells, call } = side;
  return (
    <div class={won ? "who won" : "who"}>
      <span>{title} was</span>
      <b>{call === undefined ? name : <a href={`/log/${call}`}>{name}</a>}</b>
      <span class="soft">
        {formatUsd(picodollars)} · {duration(ms)}
      </span>
      {tells !== undefined && <span class="tag warn">gives itself away: “{tells}”. Ratings leave this vote out.</span>}
    </div>
  );
}

/** Who they were, told after the vote. */
function Revealed({ unveiled, next }: { unveiled: BallotUnveiled; next: ComponentChildren }) {
  const { first, second, vote } = unveiled;
  const shown = vote.winner === "a" || vote.winner === "b" ? ((vote.winner === "a") !== vote.swapped ? "a" : "b") : "";
  return (
    <div class="revealed">
      <Side title="A" side={first} won={shown === "a"} />
      <Side title="B" side={second} won={shown === "b"} />
      {next}
    </div>
  );
}

interface QueueProps {
  /** Ids, in the order in which they are shown. */
  battles: readonly string[];
  /** Votes of this voter before. */
  before: number;
  /** Battles that wait, these among them. */
  waiting: number;
  /** Who votes. */
  voter: string;
  /** What stands where all have been gone through. */
  end: ComponentChildren;
}

/** Loads ballots, each once. */
function useBallots(voter: string): (id: string) => Promise<Ballot> {
  const loading = useRef(new Map<string, Promise<Ballot>>());
  return (id) => {
    const known = loading.current.get(id);
    if (known) return known;
    const made = get<Ballot>(`/api/arena/ballots/${id}?voter=${encodeURIComponent(voter)}`);
    loading.current.set(id, made);
    made.catch(() => loading.current.delete(id));
    return made;
  };
}

/** What a queue can do; each hangs on what is shown now. */
function useQueue({ battles, voter }: Pick<QueueProps, "battles" | "voter">) {
  const asked = new URLSearchParams(location.search).get("battle");
  const place = useSignal(Math.max(0, asked === null ? 0 : battles.indexOf(asked)));
  const ballot = useSignal<Ballot | undefined>(undefined);
  const { during, isBusy, problem } = useWork();
  const unveiled = useSignal<BallotUnveiled | undefined>(undefined);
  const reason = useSignal("");
  const casts = useSignal<readonly Cast[]>([]);
  const load = useBallots(voter);
  const show = (): void => {
    const id = battles[place.value];
    if (id === undefined) return;
    load(id).then(
      (found) => {
        if (battles[place.value] !== id) return;
        ballot.value = found;
        const next = battles[place.value + 1];
        if (next !== undefined) load(next).catch(() => undefined);
      },
      (why: unknown) => {
        problem.value = messageOf(why);
      },
    );
  };
  // Hangs on the place alone: the back button changes the address, and must not be taken back.
  useEffect(() => {
    setQuery({ battle: battles[place.value] });
    show();
  }, [place.value]);
  const goTo = (to: number): void => {
    problem.value = undefined;
    unveiled.value = undefined;
    reason.value = "";
    if (battles[to] !== battles[place.value]) ballot.value = undefined;
    place.value = to;
    scrollTo(0, 0);
  };
  const doing = async (work: () => Promise<void>): Promise<void> => {
    if (!isBusy.value) await during(work);
  };
  const cast = (winner: Winner): Promise<void> =>
    doing(async () => {
      const id = ballot.value?.battle;
      if (id === undefined || unveiled.value) return;
      const body = { voter, winner, reason: reason.value } satisfies BallotVote;
      const told = await post<BallotUnveiled>(`/api/arena/ballots/${id}/vote`, body);
      casts.value = [...casts.value, { place: place.value, unveiled: told }];
      unveiled.value = told;
    });
  const undo = (): Promise<void> =>
    doing(async () => {
      const last = casts.value.at(-1);
      if (!last) return;
      await post(`/api/arena/votes/${last.unveiled.vote.id}/withdraw`, { why: "undone while voting" });
      casts.value = casts.value.slice(0, -1);
      goTo(last.place);
    });
  const next = (): void => goTo(place.value + 1);
  return { place, ballot, problem, unveiled, reason, casts, isBusy, show, cast, undo, next };
}

type Queue = ReturnType<typeof useQueue>;

/** Votes, goes on and back by keys while nothing is typed. */
function useKeys(queue: Queue, field: RefObject<HTMLInputElement | null>): void {
  const { unveiled } = queue;
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      const key = event.key.toLowerCase();
      const choice = CHOICES.find((each) => each.key === key);
      if (choice) void queue.cast(choice.winner);
      else if (key === "u") void queue.undo();
      else if (key === "s" && !unveiled.value) queue.next();
      else if (key === "r" && !unveiled.value) field.current?.focus();
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  }, []);
}

function Reason({ queue, field }: { queue: Queue; field: RefObject<HTMLInputElement | null> }) {
  const { reason } = queue;
  return (
    <label class="reason">
      <span>
        Reason, if you like <kbd>r</kbd>
      </span>
      <input
        ref={field}
        value={reason.value}
        maxLength={2000}
        onInput={(event) => {
          reason.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === "Enter" || event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </label>
  );
}

function VoteBar({ queue }: { queue: Queue }) {
  const { unveiled, casts, isBusy, ballot } = queue;
  const field = useRef<HTMLInputElement>(null);
  const forward = useRef<HTMLButtonElement>(null);
  const isTold = unveiled.value !== undefined;
  useEffect(() => {
    if (isTold) forward.current?.focus({ preventScroll: true });
  }, [isTold]);
  useKeys(queue, field);
  const undo = casts.value.length > 0 && (
    <button type="button" class="quiet" disabled={isBusy.value} onClick={() => void queue.undo()} aria-keyshortcuts="u">
      Undo <kbd>u</kbd>
    </button>
  );
  if (unveiled.value)
    return (
      <div class="vote-bar">
        <Revealed
          unveiled={unveiled.value}
          next={
            <div class="choices">
              <button type="button" class="main" ref={forward} onClick={queue.next}>
                Next <kbd>Enter</kbd>
              </button>
              {undo}
            </div>
          }
        />
      </div>
    );
  return (
    <div class="vote-bar">
      <fieldset class="choices" aria-label="Which is better?">
        {CHOICES.map(({ key, winner, text }) => (
          <button
            key={key}
            type="button"
            disabled={isBusy.value || !ballot.value}
            onClick={() => void queue.cast(winner)}
            aria-keyshortcuts={key}
          >
            {text} <kbd>{key}</kbd>
          </button>
        ))}
        <button type="button" class="quiet" onClick={queue.next} aria-keyshortcuts="s">
          Skip <kbd>s</kbd>
        </button>
        {undo}
      </fieldset>
      <Reason queue={queue} field={field} />
    </div>
  );
}

/** The queue. */
export function BallotQueue({ battles, before, waiting, voter, end }: QueueProps) {
  const queue = useQueue({ battles, voter });
  const { place, ballot, problem, unveiled } = queue;
  const all = before + waiting;
  if (place.value >= battles.length)
    return (
      <>
        {queue.problem.value && <Problem sentence={queue.problem.value} />}
        {end}
        {queue.casts.value.length > 0 && (
          <button type="button" class="quiet" onClick={() => void queue.undo()}>
            Undo the last vote
          </button>
        )}
      </>
    );
  const shown = ballot.value;
  const picture = (side: string): string =>
    `/api/arena/ballots/${shown?.battle}/${side}.png?voter=${encodeURIComponent(voter)}`;
  return (
    <div class="ballot">
      <p class="progress soft">
        <span>
          {before + place.value + 1} of {all}
        </span>
        <progress value={before + place.value + (unveiled.value ? 1 : 0)} max={all} aria-label="Votes" />
      </p>
      {problem.value && <Problem sentence={problem.value} again={shown ? undefined : queue.show} />}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long question scrolls, by keyboard too. */}
      <section class="question panel" tabIndex={0} aria-label="What was asked">
        {shown?.question ?? "…"}
      </section>
      <div class="sides">
        {shown ? (
          <>
            <ShownAnswer title="A" side={shown.first} picture={picture("first")} />
            <ShownAnswer title="B" side={shown.second} picture={picture("second")} />
          </>
        ) : (
          <p class="loading">…</p>
        )}
      </div>
      <VoteBar queue={queue} />
      <Said>
        {unveiled.value
          ? `A was ${unveiled.value.first.name}, B was ${unveiled.value.second.name}`
          : shown
            ? "Two answers"
            : ""}
      </Said>
    </div>
  );
}
