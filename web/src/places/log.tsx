/** The place Log: every call there was, by any program, newest first; searched, narrowed, looked at whole. */
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { conditionsOf, kept } from "../log/conditions.ts";
import { Filters } from "../log/filters.tsx";
import { LINE_HEIGHT, Line } from "../log/line.tsx";
import { type LogLines, useLogLines } from "../log/log-lines.ts";
import { Sheet } from "../log/sheet.tsx";
import { Empty, Heading, Problem, Said } from "../parts.tsx";
import { pieces, query } from "../route.ts";
import { VirtualList } from "../virtual-list.tsx";
import "../styles/log.css";

/** Where there are no calls: none at all, or none that fits. */
function None({ isNarrowed }: { isNarrowed: boolean }) {
  if (isNarrowed)
    return (
      <Empty title="No call fits">
        <p>
          Search finds whole words; <code>word*</code> finds beginnings, <code>"two words"</code> a phrase.
        </p>
        <p>
          <a href="/log">Show all calls</a>
        </p>
      </Empty>
    );
  return (
    <Empty title="Nothing was asked yet">
      <p>
        Every call to a model stands here, from this page, a terminal or another program: what was asked, what came
        back, what it took and cost. Nothing of it leaves this machine.
      </p>
      <p>
        <a class="button main" href="/">
          Ask a pocket model
        </a>
      </p>
      <p class="soft">It runs in this program: no key, no network, no cost.</p>
    </Empty>
  );
}

function List({ list, keep, open }: { list: LogLines; keep: string; open: string | undefined }) {
  const { lines, isWhole, error, more, again } = list;
  if (error) return <Problem sentence={error} again={again} />;
  if (!lines) return <p class="loading">…</p>;
  if (lines.length === 0) return <None isNarrowed={keep !== ""} />;
  return (
    <>
      <VirtualList
        label="Calls"
        items={lines}
        rowHeight={LINE_HEIGHT}
        keyOf={(line) => line.id}
        render={(line) => <Line line={line} isOpen={line.id === open} keep={keep} />}
        onEnd={more}
      />
      {isWhole && lines.length > 20 && <p class="log-end">No more calls.</p>}
      <Said>{keep === "" ? "" : `${lines.length}${isWhole ? "" : " or more"} calls`}</Said>
    </>
  );
}

/** The list's place on a screen that shows either it or a call: kept while a call is looked at. */
function usePlaceInList(open: string | undefined): void {
  const place = useRef(0);
  const isOpen = useRef(open !== undefined);
  isOpen.current = open !== undefined;
  useEffect(() => {
    const note = (): void => {
      if (!isOpen.current) place.current = scrollY;
    };
    addEventListener("scroll", note, { passive: true });
    return () => removeEventListener("scroll", note);
  }, []);
  const was = useRef(open);
  useLayoutEffect(() => {
    if (was.current !== undefined && open === undefined) scrollTo(0, place.current);
    was.current = open;
  }, [open]);
}

/** The place. */
export function LogPlace() {
  const open = pieces.value[1];
  const conditions = conditionsOf(query.value);
  const keep = kept(query.value);
  const list = useLogLines(conditions, Boolean(query.value.get("q")));
  usePlaceInList(open);
  return (
    <div class={open === undefined ? "log" : "log has-call"}>
      <section class="log-list" aria-label="Calls">
        <Heading title="Log">
          <a class="button" href={`/api/calls.jsonl?${conditions}`} download="penny-log.jsonl">
            {keep === "" ? "Export all" : "Export these"}
          </a>
        </Heading>
        <Filters />
        <div class="log-scroll">
          <List list={list} keep={keep} open={open} />
        </div>
      </section>
      <section class="log-detail" aria-label="The call">
        {open === undefined ? (
          <p class="log-hint">Choose a call to see all of it.</p>
        ) : (
          <Sheet key={open} id={open} back={`/log${keep}`} />
        )}
      </section>
    </div>
  );
}
