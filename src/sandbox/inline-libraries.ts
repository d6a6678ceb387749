/**
 * Puts libraries into an app's HTML as it passes, in place of the addresses that it names: the app's document may load nothing. Scripts
 * and links are held until they are whole, all else passes at once. It is no wall: what it does not see loads nothing.
 */
import { scriptLine } from "./app-guard.ts";
import { type AppLibrary, findLibrary } from "./app-libraries.ts";

const RAW = /^<(style|textarea|title|xmp|noembed|noframes)\b/i;
const BEGINNING = /<(?:!--|script(?=[\s/>])|link(?=[\s/>])|(?:style|textarea|title|xmp|noembed|noframes)(?=[\s/>]))/i;
/** What may become the beginning of one of these. */
const MAYBE = /<(?:[!a-z][a-z-]{0,9})?$/i;
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*["']([^"'\n]+)["']/g;

interface State {
  libraries: readonly AppLibrary[];
  /** Libraries whose global is there, and names of modules that are told. */
  present: Set<string>;
  rest: string;
}

function attribute(tag: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, "i").exec(tag);
  return found ? (found[1] ?? found[2] ?? found[3]) : undefined;
}

/** A library's script and those that it needs, once. */
function scriptsOf(state: State, library: AppLibrary): string {
  const needed = library.needs.map((name) => state.libraries.find((each) => each.name === name));
  return [...needed.filter((each) => each !== undefined), library]
    .filter(({ name }) => !state.present.has(name))
    .map(({ name, code }) => {
      state.present.add(name);
      return scriptLine(code);
    })
    .join("");
}

function moduleText({ global, names }: AppLibrary["modules"][string], library: AppLibrary): string {
  const from = `globalThis.${global}`;
  const all = names.length > 0 ? `export const {${names.join(",")}} = whole;` : "";
  return `const whole = ${from};${all}export default (whole.default ?? whole); // ${library.name} ${library.version}`;
}

/** What stands before a script that imports: the scripts of its libraries, and a map of their names. */
function mapOf(state: State, text: string): string {
  const imports: { [name: string]: string } = {};
  let scripts = "";
  for (const [, name = ""] of text.matchAll(IMPORT)) {
    const found = findLibrary(state.libraries, name);
    const module = found?.specifier === undefined ? undefined : found.library.modules[found.specifier];
    if (!found || !module || state.present.has(`module ${name}`)) continue;
    state.present.add(`module ${name}`);
    scripts += scriptsOf(state, found.library);
    imports[name] = `data:text/javascript;base64,${Buffer.from(moduleText(module, found.library)).toString("base64")}`;
  }
  if (Object.keys(imports).length === 0) return scripts;
  return `${scripts}<script type="importmap">${JSON.stringify({ imports }).replaceAll("<", "\\u003c")}</script>`;
}

function scriptElement(state: State, element: string): string {
  const tag = /^<script[^>]*>/i.exec(element)?.[0] ?? element;
  const source = attribute(tag, "src");
  if (source === undefined) return mapOf(state, element.slice(tag.length)) + element;
  const found = findLibrary(state.libraries, source);
  return found ? scriptsOf(state, found.library) : element;
}

function linkElement(state: State, tag: string): string {
  const address = attribute(tag, "href");
  if (address === undefined || !/stylesheet/i.test(attribute(tag, "rel") ?? "")) return tag;
  const styles = findLibrary(state.libraries, address)?.library.styles;
  return styles === undefined ? tag : `<style>${styles.replaceAll("\n", " ")}</style>`;
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
