/**
 * What a running app asks for, carried to the server and back. What leaves the frame (an address, a file, a copy), reads the person's data
 * or costs money, the person says yes to first. The checks that guard data are the server's.
 */
import { formatUsd, picodollarsOfUsd } from "../../../src/price/money.ts";
import type { App, AppPage } from "../../../src/server/app-api.ts";
import type { AppAnswer, BridgeBody, OutsideFile, OutsideLink } from "../../../src/server/app-bridge-api.ts";
import { get, post } from "../server.ts";
import { AskRightForm } from "./ask-right.tsx";
import { findConfinement } from "./confined.ts";
import { askPerson, YesNo } from "./consent.tsx";
import type { AppCall, AppCallName } from "./frame-message.ts";
import { saveFile } from "./save-file.ts";

const NO = "The person said no.";

/**
 * What hands over what is the person's, or what an app kept of it, only where it stays in the app. Nothing is kept there either: an app
 * that finds nothing of its own would put something empty in its place. What a model answers is neither.
 */
const PRIVATE: readonly AppCallName[] = ["query", "store.get", "store.set", "store.delete", "store.keys"];
const OPEN_BROWSER =
  "This browser does not keep apps from the network, so they get no data in it, nor what they kept, and keep nothing.";

interface Caller {
  app: string;
  /** What the app is called, for the person. */
  name: string;
  /** Token of the frame. */
  token: string;
  /** Kinds of wishes that the person said no to; the same frame asks these no more. */
  refused: Set<string>;
}

function Warnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <ul class="warnings">
      {warnings.map((each) => (
        <li key={each}>{each}</li>
      ))}
    </ul>
  );
}

async function answered({ app, token }: Caller, { name, given }: AppCall): Promise<AppAnswer> {
  const body: BridgeBody = { frame: token, name, given };
  return post<AppAnswer>(`/api/apps/${app}/bridge`, body);
}

function valueIn(answer: AppAnswer): unknown {
  if ("value" in answer) return answer.value;
  throw new Error("error" in answer ? answer.error : NO);
}

async function open(caller: Caller, call: AppCall): Promise<unknown> {
  const link = valueIn(await answered(caller, call)) as OutsideLink;
  const yes = await askPerson(`Open this address?`, (say) => (
    <>
      <p>
        “{caller.name}” wants to open a page at <strong>{link.host}</strong>. Whatever stands in the address reaches
        that host.
      </p>
      <p>
        <code class="whole-address">{link.url}</code>
      </p>
      <Warnings warnings={link.warnings} />
      <YesNo yes="Open it in a new tab" say={say} />
    </>
  ));
  if (!yes) throw new Error(NO);
  window.open(link.url, "_blank", "noopener,noreferrer");
  return null;
}

async function download(caller: Caller, call: AppCall): Promise<unknown> {
  const { bytes, name, type } = call.given;
  if (!(bytes instanceof ArrayBuffer)) throw new Error("There is nothing to save.");
  const file = valueIn(await answered(caller, { name: "download", given: { name, type } })) as OutsideFile;
  const yes = await askPerson("Save this file?", (say) => (
    <>
      <p>
        “{caller.name}” offers a file: <code>{file.name}</code>, {Math.max(1, Math.round(bytes.byteLength / 1000))} kB,{" "}
        {file.type}.
      </p>
      <Warnings warnings={file.warnings} />
      <YesNo yes="Save it" say={say} />
    </>
  ));
  if (!yes) throw new Error(NO);
  saveFile(file.name, bytes);
  return null;
}

const MOST_COPIED = 1_000_000;

async function copy({ name }: Caller, { given }: AppCall): Promise<unknown> {
  const text = typeof given.text === "string" ? given.text.slice(0, MOST_COPIED) : "";
  const yes = await askPerson("Copy this?", (say) => (
    <>
      <p>“{name}” wants to put this into the clipboard:</p>
      <pre class="to-copy">{text.slice(0, 2000)}</pre>
      {text.length > 2000 && <p class="soft">… {text.length.toLocaleString("en-US")} characters in all</p>}
      <YesNo yes="Copy it" say={say} />
    </>
  ));
  if (!yes) throw new Error(NO);
  await navigator.clipboard.writeText(text);
  return null;
}

/** Where a table is from: a file that was given in the page lies in a folder of penny's own, which says nothing to a person. */
function placeOf(source: string): string {
  return source === "log" ? "the log of all calls" : source.replace(/^.*[\\/]app-data[\\/]given[\\/][^\\/]+[\\/]/, "");
}

async function query(caller: Caller, call: AppCall): Promise<unknown> {
  if (caller.refused.has("query")) throw new Error(NO);
  const answer = await answered(caller, call);
  if (!("needs" in answer)) return valueIn(answer);
  const { needs } = answer;
  const yes = await askPerson("Let it read your data?", (say) => (
    <>
      <p>“{caller.name}” wants to read:</p>
      <ul>
        {needs.map(({ table, source }) => (
          <li key={table}>
            <strong>{table}</strong> <small>{placeOf(source)}</small>
          </li>
        ))}
      </ul>
      <p class="soft">It may read all rows and change none. It cannot send them anywhere by itself.</p>
      <YesNo yes="It may" say={say} />
    </>
  ));
  if (!yes) {
    caller.refused.add("query");
    throw new Error(NO);
  }
  await post(`/api/apps/${caller.app}/data/allow`, { isAllowed: true, tables: needs.map(({ table }) => table) });
  return valueIn(await answered(caller, call));
}

async function ask(caller: Caller, call: AppCall): Promise<unknown> {
  if (caller.refused.has("ask")) throw new Error(NO);
  const { app } = await get<AppPage>(`/api/apps/${caller.app}`);
  if (app && !app.ask) {
    const yes = await askPerson("Let it ask a model?", (say) => (
      <>
        <p>
          “{caller.name}” wants to ask a language model. Say which, and what all its questions together may cost. Each
          is in the log.
        </p>
        <AskRightForm app={app} done={() => say(true)} refuse={() => say(false)} />
      </>
    ));
    if (!yes) {
      caller.refused.add("ask");
      throw new Error(NO);
    }
  }
  return valueIn(await answered(caller, call));
}

/**
 * Does what the app in one frame asks for. A rejection's message goes to the app.
 * @param name what it is called now: a new one has its name only when it is whole.
 */
export function appCalling(app: string, name: () => string, token: string): (call: AppCall) => Promise<unknown> {
  const refused = new Set<string>();
  return async (call) => {
    if (PRIVATE.includes(call.name) && !(await findConfinement())) throw new Error(OPEN_BROWSER);
    const caller: Caller = { app, name: name(), token, refused };
    if (call.name === "open") return open(caller, call);
    if (call.name === "download") return download(caller, call);
    if (call.name === "copy") return copy(caller, call);
    if (call.name === "query") return query(caller, call);
    if (call.name === "ask") return ask(caller, call);
    return valueIn(await answered(caller, call));
  };
}

/** What an app may spend, in words. */
export function askRightText({ ask }: Pick<App, "ask">): string {
  if (!ask) return "It may ask no model.";
  return `It may ask ${ask.model}, ${ask.perMinute} times a minute, for ${formatUsd(picodollarsOfUsd(ask.budgetUsd))} in all.`;
}
