/** A suite: what it asks of whom, what is wrong with it, and how it is to be run. */
import { useState } from "preact/hooks";
import { counted } from "../../../src/record/counted.ts";
import { messageOf } from "../../../src/record/setup-error.ts";
import type { CaseSheet } from "../../../src/run/suite-sheet.ts";
import type { ListedSuite, ShownSuite } from "../../../src/server/eval-api.ts";
import { useLoaded } from "../loaded.ts";
import { Heading, Problem } from "../parts.tsx";
import { post } from "../server.ts";
import { VirtualTable } from "../virtual-list.tsx";
import { Wide } from "../wide.tsx";
import { RunForm } from "./run-form.tsx";

const ROW = 34;

function Cases({ cases }: { cases: readonly CaseSheet[] }) {
  const hasTags = cases.some(({ tags }) => tags.length > 0);
  return (
    <section class="block" aria-label="Cases">
      <h2>{counted(cases.length, "case")}</h2>
      <Wide label="Cases, each with what is expected" tall>
        <VirtualTable
          label="Cases"
          items={cases}
          rowHeight={ROW}
          keyOf={({ name }) => name}
          columns={hasTags ? 4 : 3}
          head={
            <>
              <th scope="col" class="fifth">
                case
              </th>
              <th scope="col" class="two-fifths">
                variables
              </th>
              <th scope="col">expected</th>
              {hasTags && <th scope="col">tags</th>}
            </>
          }
          render={({ name, vars, expected, tags }) => (
            <>
              <td class="clip name" title={name}>
                {name}
              </td>
              <td class="clip" title={vars.join("\n")}>
                {vars.join(" · ")}
              </td>
              <td class="clip" title={expected.join("\n")}>
                {expected.join(" · ")}
              </td>
              {hasTags && <td class="clip">{tags.join(", ")}</td>}
            </>
          )}
        />
      </Wide>
    </section>
  );
}

function Facts({ suite }: { suite: ShownSuite }) {
  const { prompts, scorers, judge, baseline, gates, notes } = suite;
  return (
    <section class="block" aria-label="What it is">
      {notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      <dl class="facts">
        <dt>Scorers</dt>
        <dd>{scorers.map(({ scorer, cases }) => `${scorer} (${cases})`).join(", ")}</dd>
        {judge !== undefined && (
          <>
            <dt>Judge</dt>
            <dd>{judge}</dd>
          </>
        )}
        {baseline !== undefined && (
          <>
            <dt>Baseline</dt>
            <dd>{baseline}</dd>
          </>
        )}
        {gates > 0 && (
          <>
            <dt>Gates</dt>
            <dd>{gates}</dd>
          </>
        )}
      </dl>
      <h2>{counted(prompts.length, "prompt")}</h2>
      {prompts.map(({ name, example }) => (
        <details key={name} open={prompts.length === 1}>
          <summary>{name}</summary>
          {example === undefined ? (
            <p class="soft">What is asked is known when it runs.</p>
          ) : (
            <pre class="answer">{example}</pre>
          )}
        </details>
      ))}
    </section>
  );
}

function Whole({ id }: { id: string }) {
  const { value: suite, error, again } = useLoaded<ShownSuite>(`/api/suites/${id}`);
  return (
    <>
      {error && <Problem sentence={error} again={again} />}
      {suite && (
        <>
          <Heading title={suite.name}>
            <span class="tag">{suite.file}</span>
          </Heading>
          <RunForm suite={suite} />
          <Facts suite={suite} />
          <Cases cases={suite.cases} />
        </>
      )}
    </>
  );
}

function Yes({ suite, said }: { suite: ListedSuite; said: () => void }) {
  const [error, setError] = useState<string>();
  const allow = (): void => {
    post(`/api/suites/${suite.id}/allow`).then(said, (reason: unknown) => setError(messageOf(reason)));
  };
  return (
    <>
      <Heading title={suite.name} />
      <div class="empty">
        <h2>This suite may bring programs</h2>
        <p>
          It is written in TypeScript or JavaScript, or it is a configuration of promptfoo. To read and to run it,
          programs in its folder run with your rights on this machine. Say yes only if you trust whoever wrote it.
        </p>
        <button type="button" class="main" onClick={allow}>
          Yes, let it run
        </button>
        {error !== undefined && <Problem sentence={error} />}
      </div>
    </>
  );
}

/** The page of a suite. */
export function SuitePage({ id }: { id: string }) {
  const { value, error, again } = useLoaded<ListedSuite[]>("/api/suites");
  const listed = value?.find((each) => each.id === id);
  return (
    <div class="evals">
      <p class="trail">
        <a href="/evals">Evals</a>
      </p>
      {error && <Problem sentence={error} again={again} />}
      {value && !listed && <Problem sentence="That suite is not there any more: was its file moved or removed?" />}
      {listed?.needsYes && <Yes suite={listed} said={again} />}
      {listed && !listed.needsYes && <Whole id={id} />}
    </div>
  );
}
