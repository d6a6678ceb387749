/**
 * Finds the program in an answer, and the packages that it asks for in its inline metadata. Pure. Of the metadata it reads `dependencies`
 * alone: settings of tools, such as another package index, are the person's and not the model's.
 * Source: PEP 723, https://peps.python.org/pep-0723/ (2024-01); names of packages: PEP 508, https://peps.python.org/pep-0508/.
 */
import { codeBlocks } from "../record/code-block.ts";
import type { Program, ProgramLanguage } from "../record/program-run.ts";

const LANGUAGES: { readonly [word: string]: ProgramLanguage } = {
  python: "python",
  py: "python",
  python3: "python",
  javascript: "node",
  js: "node",
  mjs: "node",
  node: "node",
};
/** The pattern of the PEP, with its groups. */
const BLOCK = /^# \/\/\/ script$\s((?:^#(?:| .*)$\s)+)^# \/\/\/$/m;
/** A name with extras, versions and a condition on the machine; never an address or a path. */
const REQUIREMENT =
  /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?(?:\s*\[[A-Za-z0-9,._ -]+\])?\s*(?:(?:~=|===?|!=|<=?|>=?)\s*[A-Za-z0-9.*+!_-]+\s*,?\s*)*(?:;[\w\s.'"<>=!()~-]+)?$/;
/** What a terminal does not show as it is: control characters, and those that turn the direction of text. What runs must be what was seen. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
const UNSEEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff]/;
/** How a program begins that stands without a fence. */
const BARE: { readonly [language in ProgramLanguage]: RegExp } = {
  python: /^(#|"""|import |from \w+ import|print\(|def |for |with |\w+ = )/,
  node: /^(#!|\/\/|\/\*|import |const |let |console\.|for |function |await )/,
};

/** The packages that a script asks for. `undefined`: its metadata cannot be read, or asks for more than names and versions. */
export function dependenciesOf(script: string): string[] | undefined {
  const content = BLOCK.exec(script.replaceAll("\r\n", "\n"))?.[1];
  if (content === undefined) return /^# \/\/\/ script$/m.test(script) ? undefined : [];
  const toml = content.replace(/^# ?/gm, "");
  const list = /^dependencies\s*=\s*\[([^\]]*(?:\[[^\]]*\][^\]]*)*)\]\s*$/m.exec(toml)?.[1];
  if (list === undefined) return /^dependencies\b/m.test(toml) ? undefined : [];
  const found: string[] = [];
  const rest = list
    .replace(/#[^\n]*$/gm, "")
    .replace(/"([^"\\\n]*)"|'([^'\n]*)'/g, (_text, double?: string, single?: string) => {
      found.push((double ?? single ?? "").trim());
      return "";
    });
  return /^[\s,]*$/.test(rest) && found.every((each) => REQUIREMENT.test(each)) ? found : undefined;
}

/** Why there is no program in an answer that could be run. */
export type NoProgram = "no script" | "odd dependencies" | "odd characters";

/** The program in an answer: the first fenced block in that language, else the first of any, else the answer itself if it is one. */
export function programIn(answer: string, language: ProgramLanguage): Program | NoProgram {
  const blocks = codeBlocks(answer).filter(({ code }) => code.trim() !== "");
  const named = blocks.find((block) => LANGUAGES[block.language.toLowerCase()] === language);
  const unnamed = blocks.find((block) => block.language === "");
  const bare = blocks.length === 0 && BARE[language].test(answer.trim()) ? `${answer.trim()}\n` : undefined;
  const script = named?.code ?? unnamed?.code ?? bare;
  if (script === undefined) return "no script";
  if (UNSEEN.test(script)) return "odd characters";
  const dependencies = language === "python" ? dependenciesOf(script) : [];
  return dependencies ? { language, script, dependencies } : "odd dependencies";
}
