/** A battle from two calls that answered the same prompt: sides drawn by chance, what gives a model away flagged, style counted. Pure. */
import type { Battle, BattleSide, BattleStyle } from "../record/battle.ts";
import type { Call } from "../record/call.ts";
import { requestHash } from "../record/hash.ts";
import { textOf } from "../record/message.ts";
import { answerCode } from "../scorers/answer-code.ts";
import { svgIn } from "../scorers/renders-svg.ts";
import { type Style, styleOf } from "../stats/style-features.ts";
import { nameLeak } from "./name-leak.ts";

/** Who answered, and what. */
export interface Contender {
  /** What is rated. */
  name: string;
  /** The call that answered. */
  call: Call;
}

/** What is known of a battle besides its two sides. */
export interface BattleAbout {
  /** Its id. */
  id: string;
  /** Milliseconds since 1970. */
  madeAt: number;
  /** `live`, or the id of an eval run. */
  source: string;
  /** Tags of the case. */
  tags?: readonly string[];
  /** The chance with which the pair was drawn. Absent: it was named. */
  share?: number;
}

/** All that was asked, as text. */
export function questionOf(call: Pick<Call, "request">): string {
  return call.request.messages.map((message) => textOf(message.parts)).join("\n\n");
}

/** Hash of what was asked, whoever was asked and however they were to answer. */
export function promptHash(call: Pick<Call, "request">): string {
  return requestHash({ ...call.request, model: "", options: {} });
}

/** What kind of answer it is, one word for people to sort by. */
function answerKind({ parts }: Pick<Call, "parts">): string {
  const file = parts.find((part) => part.type === "file");
  if (file) return file.mediaType.startsWith("image/") ? "image" : "file";
  const text = textOf(parts);
  if (svgIn(text) !== "") return "svg";
  if (/<!doctype html|<html[\s>]/i.test(text)) return "html";
  const code = answerCode(text, []);
  return code !== text && code.length * 2 > text.length ? "code" : "text";
}

/** Characters to a token, roughly and for all models alike: their own tokens are of different size. */
const CHARACTERS_A_TOKEN = 4;

function styleBetween(a: Call, b: Call): BattleStyle | undefined {
  const [one, other] = [a, b].map(({ parts }) => {
    const text = textOf(parts);
    return text === "" ? undefined : styleOf(text, Math.ceil(text.length / CHARACTERS_A_TOKEN));
  });
  if (!one || !other) return undefined;
  const both = (name: keyof Style): [number, number] => [one[name], other[name]];
  return { tokens: both("tokens"), headers: both("headers"), lists: both("lists"), bold: both("bold") };
}

function sideOf({ name, call }: Contender, names: readonly string[]): BattleSide {
  const tells = nameLeak(textOf(call.parts), names, questionOf(call));
  return { name, call: call.id, ...(tells === undefined ? {} : { tells }) };
}

/** The battle. @param random a number from 0 up to but not 1, which side stands first. */
export function makeBattle(
  one: Contender,
  other: Contender,
  { id, madeAt, source, tags = [], share }: BattleAbout,
  random: () => number,
): Battle {
  const [a, b] = random() < 0.5 ? [one, other] : [other, one];
  const names = [a.name, b.name];
  const kinds = new Set([a, b].map(({ call }) => answerKind(call)));
  const style = styleBetween(a.call, b.call);
  return {
    id,
    madeAt,
    a: sideOf(a, names),
    b: sideOf(b, names),
    prompt: promptHash(a.call),
    source,
    tags: [...new Set([...kinds, ...tags])],
    ...(style ? { style } : {}),
    ...(share === undefined ? {} : { share }),
  };
}
