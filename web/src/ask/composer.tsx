/** Where the next question is written: prompt, models, files, settings, forecast, send. */
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../icon.tsx";
import { Problem } from "../parts.tsx";
import { Camera } from "./camera.tsx";
import { addFiles, chooseModels, files, models, prompt, removeFile, settingsCount } from "./draft.ts";
import { Estimate } from "./estimate.tsx";
import { stopAnswer } from "./live-answers.ts";
import { ModelsButton } from "./models-button.tsx";
import {
  canSend,
  chooseColumn,
  chooseOther,
  chosenColumn,
  columns,
  forecastBodies,
  isSending,
  otherModel,
  running,
  send,
  sendFailure,
  tellFailure,
} from "./sending.ts";
import { SettingsForm } from "./settings-form.tsx";

/** Stops all answers that are shown and being written. */
export function stopAll(): void {
  for (const id of running.value) stopAnswer(id).catch(tellFailure);
}

/** Takes files that a person gives, and tells what cannot be taken. */
export function takeFiles(given: readonly File[]): void {
  if (given.length > 0) addFiles(given).catch(tellFailure);
}

function Files() {
  if (files.value.length === 0) return null;
  return (
    <ul class="draft-files" aria-label="Files to send">
      {files.value.map(({ id, name, size, preview }) => (
        <li key={id}>
          {preview && <img src={preview} alt="" />}
          <span title={name}>{name}</span>
          <small>{Math.max(1, Math.round(size / 1000))} kB</small>
          <button type="button" class="quiet" aria-label={`Remove ${name}`} onClick={() => removeFile(id)}>
            <Icon name="close" />
          </button>
        </li>
      ))}
    </ul>
  );
}

function Models({ names }: { names: readonly string[] }) {
  // Several conversations go on each with its own model.
  if (columns.value.length > 1) {
    return (
      <label class="to-whom">
        <span class="unseen">To whom</span>
        <select
          value={chosenColumn.value ?? ""}
          onChange={(event) => chooseColumn(event.currentTarget.value || undefined)}
        >
          <option value="">To all {columns.value.length}</option>
          {columns.value.map((id, index) => (
            <option key={id} value={id}>
              To {names[index] ?? `column ${index + 1}`} alone
            </option>
          ))}
        </select>
      </label>
    );
  }
  if (columns.value.length === 0)
    return <ModelsButton title="Which models to ask" chosen={models.value} several choose={chooseModels} />;
  return (
    <ModelsButton
      title="Which model goes on"
      chosen={[otherModel.value ?? names[0] ?? ""]}
      choose={([chosen]) => chosen && chooseOther(chosen)}
    />
  );
}

function Attach() {
  const input = useRef<HTMLInputElement>(null);
  const isCamera = useSignal(false);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        class="unseen"
        tabIndex={-1}
        aria-label="Files to attach"
        onChange={(event) => {
          takeFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = "";
        }}
      />
      <button
        type="button"
        class="quiet"
        onClick={() => input.current?.click()}
        title="Attach files; dropping and pasting them works too"
      >
        <Icon name="clip" />
        <span class="word">Files</span>
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => (isCamera.value = true)}
        title="Take a picture with the camera"
      >
        <Icon name="camera" />
        <span class="word">Camera</span>
      </button>
      {isCamera.value && (
        <Camera
          take={(picture) => takeFiles([picture])}
          close={() => {
            isCamera.value = false;
          }}
        />
      )}
    </>
  );
}

function onKeyDown(event: KeyboardEvent): void {
  if (event.key !== "Enter" || event.shiftKey || event.altKey || event.isComposing) return;
  event.preventDefault();
  void send();
}

function onPaste(event: ClipboardEvent): void {
  const pasted = [...(event.clipboardData?.files ?? [])];
  if (pasted.length === 0) return;
  event.preventDefault();
  takeFiles(pasted);
}

/** The composer. @param names models of the shown conversations, in their order. */
export function Composer({ names }: { names: readonly string[] }) {
  const isOpen = useSignal(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const count = settingsCount();
  useEffect(() => {
    // On a touch screen this would bring the keyboard up over half of the page.
    if (matchMedia("(pointer: fine)").matches) field.current?.focus({ preventScroll: true });
  }, [columns.value.length]);
  return (
    <form
      class="composer"
      aria-label="Your question"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      {sendFailure.value && <Problem sentence={sendFailure.value} />}
      {isOpen.value && <SettingsForm />}
      <Files />
      <label class="prompt">
        <span class="unseen">Prompt</span>
        <textarea
          rows={2}
          ref={field}
          placeholder={columns.value.length === 0 ? "Ask something" : "Go on"}
          value={prompt.value}
          onInput={(event) => {
            prompt.value = event.currentTarget.value;
          }}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
        />
      </label>
      <div class="composer-bar">
        <Models names={names} />
        <Attach />
        <button type="button" class="quiet" aria-expanded={isOpen.value} onClick={() => (isOpen.value = !isOpen.value)}>
          <Icon name="options" />
          <span class="word">Options</span>
          {count > 0 && <span class="tag">{count}</span>}
        </button>
        <Estimate bodies={forecastBodies} />
        <small class="keys">
          <kbd>Enter</kbd> sends, <kbd>Shift</kbd>+<kbd>Enter</kbd> makes a line
        </small>
        {running.value.length > 0 && (
          <button type="button" onClick={stopAll} title="Escape stops, too">
            <Icon name="stop" />
            Stop{running.value.length > 1 ? " all" : ""}
          </button>
        )}
        {(running.value.length === 0 || canSend.value) && (
          <button type="submit" class="main" disabled={!canSend.value}>
            <Icon name="send" />
            {isSending.value ? "Sending…" : "Send"}
          </button>
        )}
      </div>
    </form>
  );
}
