/** What comes of running what a model wrote, and the way to have it run: scorers are handed it, the room `sandbox` does it. Types only. */
import type { JsonValue } from "./json.ts";

/** What one expression came to. */
export interface Evaluated {
  /** Its value as JSON. Absent: it has none that JSON can hold, or it broke. */
  value?: JsonValue;
  /** Why it broke, one clause. Absent: it did not. */
  error?: string;
}

/** JavaScript that was run. */
export interface JavaScriptRun extends Evaluated {
  /** Lines that it printed with `console.log`, at most 1,000. */
  printed: string[];
  /** What expressions came to that were evaluated after it, in order. Empty if it broke. */
  tests: Evaluated[];
}

/** SQL that was run. */
export interface SqlRun {
  /** Rows of the last statement, each a list of values in the order of its columns. */
  rows: JsonValue[][];
  /** Why it broke, one clause. Absent: it did not. */
  error?: string;
}

/** SVG that was drawn. */
export interface SvgPicture {
  /** The picture, as wide as was asked. Absent: it could not be drawn. */
  png?: Uint8Array;
  /** Whether every pixel is the same. */
  isBlank: boolean;
  /** Why it could not be drawn, one clause. Absent: it was. */
  error?: string;
}

/** A page that was opened. */
export interface HtmlRun {
  /** Errors that nothing caught, in order. */
  problems: string[];
  /** What expressions came to that were evaluated in it, in order. */
  tests: Evaluated[];
  /** Why it was not opened, one sentence, such as that there is no browser. Absent: it was. */
  unopened?: string;
}

/** Runs untrusted code. What each way does and does not stop is told in `sandbox/`. Never rejects for what the code does. */
export interface Sandbox {
  /** Runs a script, then expressions in its scope. */
  javascript: (code: string, tests?: readonly string[]) => Promise<JavaScriptRun>;
  /** Runs statements on an empty database in memory, after those of `before`, which are trusted. */
  sql: (code: string, before?: string) => Promise<SqlRun>;
  /** Draws a picture so many pixels wide. */
  svg: (code: string, width?: number) => Promise<SvgPicture>;
  /** Opens a page in a browser without a network, then evaluates expressions in it. */
  html: (code: string, tests?: readonly string[]) => Promise<HtmlRun>;
  /** Ends what runs. */
  close: () => Promise<void>;
}
