/** Fragments: longer texts kept by name, to put before a prompt. One file each in `fragments/` of the person's folder. */
import { listNamedTexts, readNamedText, removeNamedText, type TextKind, writeNamedText } from "./named-texts.ts";

const KIND: TextKind = { what: "fragment", folder: "fragments", extension: "" };

/** Names of all fragments, in order. */
export async function listFragments(dir: string): Promise<string[]> {
  return listNamedTexts(dir, KIND);
}

/** The text of a fragment. @throws SetupError if there is none of this name, naming the nearest. */
export async function readFragment(dir: string, name: string): Promise<string> {
  return readNamedText(dir, KIND, name);
}

/** Keeps a fragment, over an older one of this name. @throws SetupError if the name is not one or it cannot be written. */
export async function writeFragment(dir: string, name: string, text: string): Promise<void> {
  await writeNamedText(dir, KIND, name, text);
}

/** Forgets a fragment. @throws SetupError if there is none of this name. */
export async function removeFragment(dir: string, name: string): Promise<void> {
  await removeNamedText(dir, KIND, name);
}
