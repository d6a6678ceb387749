/** Questions to the person, one dialog after the other: what an app wants to do outside its frame. Knows nothing of what is asked. */
import { type Signal, signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Dialog } from "../parts.tsx";

interface Question {
  id: number;
  title: string;
  body: (say: (yes: boolean) => void) => ComponentChildren;
  resolve: (yes: boolean) => void;
}

const questions: Signal<readonly Question[]> = signal([]);
let count = 0;

/** Asks the person; false for no and for a dialog that was closed. @param body shows what it is about, and the buttons. */
export function askPerson(title: string, body: Question["body"]): Promise<boolean> {
  return new Promise((resolve) => {
    questions.value = [...questions.value, { id: ++count, title, body, resolve }];
  });
}

/** A yes and a no, the no first in the order of keys: nobody says yes by a habit of the Enter key. */
export function YesNo({ yes, say }: { yes: string; say: (yes: boolean) => void }) {
  return (
    <div class="dialog-do">
      <button type="button" onClick={() => say(false)}>
        No
      </button>
      <button type="button" class="main" onClick={() => say(true)}>
        {yes}
      </button>
    </div>
  );
}

/** Shows the first question that waits. */
export function Consents() {
  const [question] = questions.value;
  if (!question) return null;
  const say = (yes: boolean): void => {
    if (!questions.value.includes(question)) return;
    questions.value = questions.value.filter((each) => each !== question);
    question.resolve(yes);
  };
  return (
    <Dialog key={question.id} title={question.title} close={() => say(false)}>
      {question.body(say)}
    </Dialog>
  );
}
