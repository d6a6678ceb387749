/** Arithmetic that a person writes: `2 * precision * recall / (precision + recall)`. Pure; runs no code. */
import { nearestHint } from "../record/nearest.ts";
import { SetupError } from "../record/setup-error.ts";

/** The value of an expression for the values of its names. Throws SetupError for a name without a value. */
export type Expression = (values: { readonly [name: string]: number }) => number;

const FUNCTIONS: { readonly [name: string]: (...values: number[]) => number } = {
  abs: Math.abs,
  ceil: Math.ceil,
  exp: Math.exp,
  floor: Math.floor,
  log: Math.log,
  max: Math.max,
  min: Math.min,
  pow: (base = Number.NaN, exponent = Number.NaN) => base ** exponent,
  round: Math.round,
  sqrt: Math.sqrt,
};

const TOKEN = /\s*(?:((?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)|([\p{L}_][\p{L}\p{N}_]*)|(\*\*|[-+*/%^(),]))/uy;

type Token = { kind: "number" | "name" | "sign"; text: string };

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  const source = text.trimEnd();
  TOKEN.lastIndex = 0;
  for (let at = 0; at < source.length; at = TOKEN.lastIndex) {
    const [, number, name, sign] = TOKEN.exec(source) ?? [];
    if (number !== undefined) tokens.push({ kind: "number", text: number });
    else if (name !== undefined) tokens.push({ kind: "name", text: name });
    else if (sign !== undefined) tokens.push({ kind: "sign", text: sign === "**" ? "^" : sign });
    else throw new SetupError(`\`${text}\` is no arithmetic: \`${source.slice(at).trim()}\` cannot be read.`);
  }
  return tokens;
}

/** Reads by recursive descent: sums, products, signs, powers, atoms. */
class Reader {
  readonly #tokens: Token[];
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = tokensOf(text);
  }

  whole(): Expression {
    const value = this.#sum();
    if (this.#at < this.#tokens.length) this.#broken();
    return value;
  }

  #broken(): never {
    const found = this.#tokens[this.#at]?.text;
    throw new SetupError(
      `\`${this.#text}\` is no arithmetic: ${found === undefined ? "it ends too early" : `\`${found}\` stands where nothing like it may`}.`,
    );
  }

  #take(...signs: string[]): string | undefined {
    const token = this.#tokens[this.#at];
    if (token?.kind !== "sign" || !signs.includes(token.text)) return undefined;
    this.#at++;
    return token.text;
  }

  #sum(): Expression {
    let left = this.#product();
    for (let sign = this.#take("+", "-"); sign; sign = this.#take("+", "-")) {
      const [a, b] = [left, this.#product()];
      left = sign === "+" ? (values) => a(values) + b(values) : (values) => a(values) - b(values);
    }
    return left;
  }

  #product(): Expression {
    let left = this.#signed();
    for (let sign = this.#take("*", "/", "%"); sign; sign = this.#take("*", "/", "%")) {
      const [a, b] = [left, this.#signed()];
      if (sign === "*") left = (values) => a(values) * b(values);
      else if (sign === "/") left = (values) => a(values) / b(values);
      else left = (values) => a(values) % b(values);
    }
    return left;
  }

  #signed(): Expression {
    if (this.#take("+")) return this.#signed();
    if (!this.#take("-")) return this.#power();
    const value = this.#signed();
    return (values) => -value(values);
  }

  #power(): Expression {
    const base = this.#atom();
    if (!this.#take("^")) return base;
    const exponent = this.#signed();
    return (values) => base(values) ** exponent(values);
  }

  #atom(): Expression {
    if (this.#take("(")) {
      const value = this.#sum();
      return this.#take(")") ? value : this.#broken();
    }
    const token = this.#tokens[this.#at];
    if (!token || token.kind === "sign") return this.#broken();
    this.#at++;
    const { text } = token;
    if (token.kind === "number") return () => Number(text);
    if (this.#take("(")) return this.#call(text);
    return (values) => {
      const value = Object.hasOwn(values, text) ? values[text] : undefined;
      if (value !== undefined) return value;
      throw new SetupError(
        `\`${this.#text}\` uses \`${text}\`, which is no metric.${nearestHint(text, Object.keys(values))}`,
      );
    };
  }

  #call(name: string): Expression {
    const make = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
    if (!make) throw new SetupError(`There is no function \`${name}\`.${nearestHint(name, Object.keys(FUNCTIONS))}`);
    const given = [this.#sum()];
    while (this.#take(",")) given.push(this.#sum());
    if (!this.#take(")")) this.#broken();
    return (values) => make(...given.map((each) => each(values)));
  }
}

/** The expression in a text: numbers, names, `+ - * / % ^`, parentheses, abs, sqrt, min and the like. @throws SetupError */
export function arithmetic(text: string): Expression {
  return new Reader(text).whole();
}

/** Names that an expression uses. @throws SetupError if it is none. */
export function namesIn(text: string): string[] {
  const tokens = tokensOf(text);
  return tokens.flatMap((token, index) =>
    token.kind === "name" && tokens[index + 1]?.text !== "(" ? [token.text] : [],
  );
}
