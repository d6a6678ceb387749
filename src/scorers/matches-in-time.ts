/**
 * Whether a regular expression matches a text, with a limit on its time: some, such as `(a+)+$`, take longer than the age of the
 * world on texts of a few dozen characters. Loads `node:vm` on first use, whose scripts can be ended; it is no sandbox here.
 */

/** Most milliseconds that one match may take. */
export const MOST_MS = 1000;

type Matcher = (expression: RegExp, text: string) => boolean | undefined;

let matcher: Promise<Matcher> | undefined;

/** About how many steps a match may take without a guard: a tenth of a second's. */
const MOST_STEPS = 1e7;

/**
 * Whether a match surely ends soon: without repeated groups and references back, its steps are at most the text's length to the
 * power of its repeats and one more. The guard takes about as long as a thousand such matches.
 */
function isQuick({ source }: RegExp, text: string): boolean {
  if (/\)[*+{]|\\[1-9k]|\(\?<?[=!]/.test(source)) return false;
  // An escaped one counts as well: too many is the safe side.
  const repeats = source.match(/[*+{]/g)?.length ?? 0;
  return (text.length + 1) ** (repeats + 1) * source.length <= MOST_STEPS;
}

/** Whether it matches anywhere; `undefined`: that took too long. */
export async function matchesInTime(
  expression: RegExp,
  text: string,
  mostMs: number = MOST_MS,
): Promise<boolean | undefined> {
  if (isQuick(expression, text)) return expression.test(text);
  matcher ??= import("node:vm").then(({ createContext, Script }) => {
    const shared = createContext({ expression: /a/, text: "" });
    const script = new Script("expression.test(text)");
    return (given, on) => {
      Object.assign(shared, { expression: given, text: on });
      try {
        return script.runInContext(shared, { timeout: mostMs }) === true;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ERR_SCRIPT_EXECUTION_TIMEOUT") return undefined;
        throw error;
      }
    };
  });
  return (await matcher)(expression, text);
}
