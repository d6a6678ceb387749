/** What the lessons show beside answers of models: pieces of a text, how sure a share is, code run where it can do no harm. Asks no model. */
import type { Model } from "../models/model.ts";
import type { TokenPiece } from "../price/token-pieces.ts";
import type { JavaScriptRun, Sandbox } from "../record/sandbox-run.ts";
import { SetupError } from "../record/setup-error.ts";
import { type Interval, wilsonInterval } from "../stats/wilson.ts";

/** A text as models read it. */
export interface ReadText {
  /** Its tokens by OpenAI's newest published tokenizer. */
  pieces: TokenPiece[];
  /** Its characters, as people count them. */
  characters: number;
  /** Its tokens by the tokenizer of another model. Absent: none was named, or that model counts none. */
  own?: { model: string; tokens: number };
}

/** What lessons need. */
export interface LessonBench {
  /** A text in tokens. @param model whose own count is told too. Throws SetupError for an unknown model. */
  tokens: (text: string, model?: string) => Promise<ReadText>;
  /** The 95 % interval of a share (Wilson). Throws SetupError for counts that are none. */
  share: (right: number, of: number) => Interval;
  /** Runs JavaScript in the sandbox: no file, no network, no process, a few seconds at most. */
  javascript: (code: string) => Promise<JavaScriptRun>;
  /** For each text the share of its lines, 0 to 1, that stand in every other one too. NaN never: a text without lines has 0. */
  alike: (texts: readonly string[]) => number[];
}

/** What the bench works with. */
export interface LessonContext {
  /** The model that a name means, without its key. */
  resolve: (name: string) => Promise<Pick<Model, "id" | "countTokens">>;
  /** The sandbox. */
  sandbox: () => Promise<Sandbox>;
}

function linesOf(text: string): string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function alike(texts: readonly string[]): number[] {
  const all = texts.map(linesOf);
  const known = all.map((lines) => new Set(lines));
  return all.map((lines, index) => {
    const others = known.filter((_, other) => other !== index);
    if (lines.length === 0 || others.length === 0) return 0;
    return lines.filter((line) => others.every((each) => each.has(line))).length / lines.length;
  });
}

function share(right: number, of: number): Interval {
  const isCount = Number.isInteger(right) && Number.isInteger(of) && right >= 0 && of >= 1 && right <= of;
  const found = isCount ? wilsonInterval(right, of) : undefined;
  if (!found) throw new SetupError(`${right} of ${of} is no share: give whole numbers, not more right than there are.`);
  return found;
}

/** The bench. */
export function lessonBench({ resolve, sandbox }: LessonContext): LessonBench {
  return {
    tokens: async (text, name) => {
      const { tokenPieces } = await import("../price/token-pieces.ts");
      const model = name === undefined ? undefined : await resolve(name);
      const pieces = await tokenPieces(text);
      const characters = [...new Intl.Segmenter("en").segment(text)].length;
      if (!model?.countTokens) return { pieces, characters };
      return { pieces, characters, own: { model: model.id, tokens: await model.countTokens(text) } };
    },
    share,
    javascript: async (code) => (await sandbox()).javascript(code),
    alike,
  };
}
