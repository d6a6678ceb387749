/**
 * Puts libraries into an app's HTML as it passes, in place of the addresses that it names: the app's document may load nothing. Scripts
 * and links are held until they are whole, all else passes at once. Or, for a file, gathers them to stand before the app, which comes out
 * of the file again as it was. It is no wall: what it does not see loads nothing.
 */
import { literal, scriptLine } from "./app-guard.ts";
import { type AppLibrary, findLibrary } from "./app-libraries.ts";

const RAW = /^<(style|textarea|title|xmp|noembed|noframes)\b/i;
const BEGINNING = /<(?:!--|script(?=[\s/>])|link(?=[\s/>])|(?:style|textarea|title|xmp|noembed|noframes)(?=[\s/>]))/i;
/** What may become the beginning of one of these. */
const MAYBE = /<(?:[!a-z][a-z-]{0,9})?$/i;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g;

/** Begins the names of attributes that a browser shall not read in a file. */
const HUSHED = "data-penny-";

/** What stands before the app. */
interface Gathered {
  head: string;
  imports: { [name: string]: string };
}

interface State {
  libraries: readonly AppLibrary[];
  /** Libraries whose global is there, and names of modules that are told. */
  present: Set<string>;
  rest: string;
  /** Absent: libraries are put where they are named. */
  gathered?: Gathered;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
  return found ? (found[1] ?? found[2] ?? found[3]) : undefined;
}

/** Puts HTML before the app where it is gathered. Gives what is to stand here. */
function placed({ gathered }: State, html: string): string {
  if (!gathered) return html;
  gathered.head += html;
  return "";
}

/** A library's script and those that it needs, once. */
function scriptsOf(state: State, library: AppLibrary): string {
  const needed = library.needs.map((name) => state.libraries.find((each) => each.name === name));
  const scripts = [...needed.filter((each) => each !== undefined), library]
    .filter(({ name }) => !state.present.has(name))
    .map(({ name, code }) => {
      state.present.add(name);
      return scriptLine(code);
    });
  return placed(state, scripts.join(""));
}

function moduleText({ global, names }: AppLibrary["modules"][string], library: AppLibrary): string {
  const from = `globalThis.${global}`;
  const all = names.length > 0 ? `export const {${names.join(",")}} = whole;` : "";
  return `const whole = ${from};${all}export default (whole.default ?? whole); // ${library.name} ${library.version}`;
}

function mapElement(imports: { [name: string]: string }): string {
  if (Object.keys(imports).length === 0) return "";
  return `<script type="importmap">${literal({ imports })}</script>`;
}

/** What stands before a script that imports: the scripts of its libraries, and a map of their names. Names come with what they may mean. */
function mapOf(state: State, names: Iterable<readonly string[]>): string {
  const imports: { [name: string]: string } = {};
  let scripts = "";
  for (const meanings of names) {
    const [name = ""] = meanings;
    const found = meanings
      .map((each) => findLibrary(state.libraries, each))
      .find((each) => each?.specifier !== undefined);
    const module = found?.library.modules[found.specifier ?? ""];
    if (!found || !module || state.present.has(`module ${name}`)) continue;
    state.present.add(`module ${name}`);
    scripts += scriptsOf(state, found.library);
    imports[name] = `data:text/javascript;base64,${Buffer.from(moduleText(module, found.library)).toString("base64")}`;
  }
  if (!state.gathered) return scripts + mapElement(imports);
  Object.assign(state.gathered.imports, imports);
  return scripts;
}

/** Names in a map of the app's own, each with the address that it gives: of two rules for a name a browser takes the first. */
function mappedNames(text: string): string[][] {
  try {
    const { imports } = JSON.parse(text) as { imports?: { [name: string]: unknown } };
    return Object.entries(imports ?? {}).map(([name, address]) => [name, String(address)]);
  } catch {
    return [];
  }
}

/** A tag whose address was gathered names it no longer, until it comes out of its file. */
function hushed(tag: string, name: "src" | "href"): string {
  return tag.replace(new RegExp(`\\s${name}(?=\\s*=)`, "i"), ` ${HUSHED}${name}`);
}

function scriptElement(state: State, element: string): string {
  const tag = /^<script[^>]*>/i.exec(element)?.[0] ?? element;
  const source = attribute(tag, "src");
  if (source === undefined) {
    const text = element.slice(tag.length);
    const isMap = attribute(tag, "type")?.toLowerCase() === "importmap";
    const names = isMap
      ? mappedNames(text.replace(/<\/script[^>]*>$/i, ""))
      : [...text.matchAll(IMPORT)].map(([, name = ""]) => [name]);
    return mapOf(state, names) + element;
  }
  const found = findLibrary(state.libraries, source);
  if (!found) return element;
  return scriptsOf(state, found.library) + (state.gathered ? hushed(tag, "src") + element.slice(tag.length) : "");
}

function linkElement(state: State, tag: string): string {
  const address = attribute(tag, "href");
  if (address === undefined || !/stylesheet/i.test(attribute(tag, "rel") ?? "")) return tag;
  const styles = findLibrary(state.libraries, address)?.library.styles;
  if (styles === undefined) return tag;
  return placed(state, `<style>${styles.replaceAll("\n", " ")}</style>`) + (state.gathered ? hushed(tag, "href") : "");
}

/** Takes from `rest` what can be given now. */
function advance(state: State, isLast: boolean): string {
  let out = "";
  for (;;) {
    const found = BEGINNING.exec(state.rest);
    if (!found) {
      const held = isLast ? -1 : state.rest.search(MAYBE);
      const length = held < 0 ? state.rest.length : held;
      out += state.rest.slice(0, length);
      state.rest = state.rest.slice(length);
      return out;
    }
    out += state.rest.slice(0, found.index);
    state.rest = state.rest.slice(found.index);
    const raw = RAW.exec(state.rest)?.[1];
    const kind = found[0].toLowerCase();
    const end = kind === "<!--" ? /-->/ : kind === "<link" ? />/ : new RegExp(`</${raw ?? "script"}[^>]*>`, "i");
    const close = end.exec(state.rest);
    if (!close) {
      // Styles and comments pass as they come; a script is held until it is whole.
      if (isLast) {
        out += state.rest;
        state.rest = "";
      }
      return out;
    }
    const element = state.rest.slice(0, close.index + close[0].length);
    state.rest = state.rest.slice(element.length);
    out +=
      kind === "<script" ? scriptElement(state, element) : kind === "<link" ? linkElement(state, element) : element;
  }
}

/** The document with its libraries in it. */
export async function* inlineLibraries(
  pieces: string | AsyncIterable<string>,
  libraries: readonly AppLibrary[],
): AsyncGenerator<string> {
  const state: State = { libraries, present: new Set(), rest: "" };
  for await (const piece of typeof pieces === "string" ? [pieces] : pieces) {
    state.rest += piece;
    const text = advance(state, false);
    if (text !== "") yield text;
  }
  const last = advance(state, true);
  if (last !== "") yield last;
}

/** A document for a file, and the libraries that stand before it there. */
export interface GatheredLibraries {
  /** HTML on one line. The empty string: it uses none. */
  head: string;
  /** The document; it no longer names the addresses of these libraries. */
  content: string;
}

/** Gathers the libraries that a document uses. */
export function gatherLibraries(content: string, libraries: readonly AppLibrary[]): GatheredLibraries {
  const gathered: Gathered = { head: "", imports: {} };
  const text = advance({ libraries, present: new Set(), rest: content, gathered }, true);
  return { head: gathered.head + mapElement(gathered.imports), content: text };
}

/** A document that was gathered from, as it was before. */
export function ungathered(content: string): string {
  return content.replace(/(<(?:script|link)\b[^>]*?\s)data-penny-(src|href)(?=\s*=)/gi, "$1$2");
}
