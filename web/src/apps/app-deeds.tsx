/** What can be done with an app as a whole: another name, a copy of it, a file of it, away with it. */
import { useSignal } from "@preact/signals";
import type { App, ExportBody, ExportedFile, ShownVersion } from "../../../src/server/app-api.ts";
import { Dialog, Problem } from "../parts.tsx";
import { go, to } from "../route.ts";
import { post, remove } from "../server.ts";
import { saveFile } from "./save-file.ts";

type Deed = "rename" | "fork" | "export" | "remove";

interface DeedProps {
  app: App;
  close: () => void;
  again: () => void;
  fail: (error: Error) => void;
}

function NameForm({ start, deed, done }: { start: string; deed: string; done: (name: string) => void }) {
  const name = useSignal(start);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        done(name.value);
      }}
    >
      <label class="full">
        <span>Name</span>
        <input value={name.value} maxLength={200} onInput={(event) => (name.value = event.currentTarget.value)} />
      </label>
      <p class="dialog-do">
        <button type="submit" class="main" disabled={name.value.trim() === ""}>
          {deed}
        </button>
      </p>
    </form>
  );
}

function Rename({ app, close, again, fail }: DeedProps) {
  const done = (name: string): void => {
    post(`/api/apps/${app.id}/rename`, { name }).then(() => {
      close();
      again();
    }, fail);
  };
  return <NameForm start={app.name} deed="Rename it" done={done} />;
}

function Fork({ app, close, fail }: DeedProps) {
  const done = (name: string): void => {
    post<ShownVersion>(`/api/apps/${app.id}/fork`, { name }).then((made) => {
      close();
      go(to("apps", made.app.id));
    }, fail);
  };
  return (
    <>
      <p>A new app that begins as the newest version of this one. It gets none of its data and rights.</p>
      <NameForm start={`${app.name} (copy)`} deed="Fork it" done={done} />
    </>
  );
}

function Export({ app, close, fail }: DeedProps) {
  const withData = useSignal(false);
  const save = (body: ExportBody): void => {
    post<ExportedFile>(`/api/apps/${app.id}/export`, body).then(({ fileName, text }) => {
      saveFile(fileName, text);
      close();
    }, fail);
  };
  return (
    <>
      <p>One file that works from a disk, without penny, and reaches no network there either.</p>
      <label class="check">
        <input
          type="checkbox"
          checked={withData.value}
          onChange={(event) => (withData.value = event.currentTarget.checked)}
        />
        <span>Put the data that it was given into the file</span>
      </label>
      {withData.value && (
        <p class="problem">Whoever gets the file can read all of that data, also what the app does not show.</p>
      )}
      <p class="dialog-do">
        <button type="button" onClick={() => save({ source: true })}>
          Save the source alone
        </button>
        <button type="button" class="main" onClick={() => save({ withData: withData.value })}>
          Save the file
        </button>
      </p>
    </>
  );
}

function Remove({ app, close, fail }: DeedProps) {
  const done = (): void => {
    remove(`/api/apps/${app.id}`).then(() => {
      close();
      go("/apps");
    }, fail);
  };
  return (
    <>
      <p>“{app.name}” goes from the list. It can be brought back there, with all its versions.</p>
      <p class="dialog-do">
        <button type="button" onClick={close}>
          Keep it
        </button>
        <button type="button" class="main" onClick={done}>
          Remove it
        </button>
      </p>
    </>
  );
}

const DEEDS: readonly { deed: Deed; title: string; View: (props: DeedProps) => preact.JSX.Element }[] = [
  { deed: "rename", title: "Rename", View: Rename },
  { deed: "fork", title: "Fork", View: Fork },
  { deed: "export", title: "Export", View: Export },
  { deed: "remove", title: "Remove", View: Remove },
];

/** Buttons, and the dialog of the one that was chosen. */
export function AppDeeds({ app, again }: { app: App; again: () => void }) {
  const open = useSignal<Deed | undefined>(undefined);
  const failure = useSignal<string | undefined>(undefined);
  const close = (): void => {
    open.value = undefined;
    failure.value = undefined;
  };
  const chosen = DEEDS.find(({ deed }) => deed === open.value);
  return (
    <div class="app-deeds">
      {DEEDS.map(({ deed, title }) => (
        <button key={deed} type="button" onClick={() => (open.value = deed)}>
          {title}
        </button>
      ))}
      {chosen && (
        <Dialog key={chosen.deed} title={`${chosen.title} the app`} close={close}>
          {failure.value && <Problem sentence={failure.value} />}
          <chosen.View
            app={app}
            close={close}
            again={again}
            fail={(error) => {
              failure.value = error.message;
            }}
          />
        </Dialog>
      )}
    </div>
  );
}
