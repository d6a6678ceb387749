/** Which votes are meant: clauses such as `language=English` or `turn>1`, written by people, asked of cells. Pure. */
import { SetupError } from "../record/setup-error.ts";
import type { RowValue } from "../store/row-source.ts";

/** How a cell is compared. */
export type WhereOperator = "=" | "!=" | ">" | ">=" | "<" | "<=";

/** A condition on a column. */
export interface WhereClause {
  /** The column, or a path through objects in its cells. */
  column: string;
  /** How it is compared. */
  operator: WhereOperator;
  /** With what: as numbers where both are, `true` and `false` also with 1 and 0, else letter by letter. */
  value: string;
}

/** A clause from text. @throws SetupError for what is none, and for an order with what is no number. */
export function parseWhere(text: string): WhereClause {
  const [, column, operator, value] = /^([^=!<>]+)(!=|>=|<=|=|>|<)(.*)$/s.exec(text) ?? [];
  if (column === undefined || operator === undefined || value === undefined)
    throw new SetupError(
      `--where is \`${text}\`, but must be a column, one of = != > >= < <=, and a value: \`language=English\`.`,
    );
  const clause = { column: column.trim(), operator: operator as WhereOperator, value: value.trim() };
  if (isOrder(clause) && numberOf(clause.value) === undefined)
    throw new SetupError(`--where is \`${text}\`, but ${operator} compares with a number: \`turn>1\`.`);
  return clause;
}

/** Whether a clause asks for more or less, so that cells count as numbers. */
export function isOrder({ operator }: WhereClause): boolean {
  return operator !== "=" && operator !== "!=";
}

function numberOf(value: RowValue): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && !Number.isNaN(number) ? number : undefined;
}

/** A cell as a number, for clauses of order; NaN: it is none. */
export function orderedValue(value: RowValue): number {
  return numberOf(typeof value === "boolean" ? Number(value) : value) ?? Number.NaN;
}

/** Whether a number satisfies a clause of order; one that is not known satisfies none. */
export function isInOrder({ operator, value }: WhereClause, number: number): boolean {
  const bound = Number(value);
  if (operator === ">") return number > bound;
  if (operator === ">=") return number >= bound;
  return operator === "<" ? number < bound : number <= bound;
}

const TRUTHS: { readonly [text: string]: number } = { true: 1, false: 0, "1": 1, "0": 0 };

function isSame(cell: RowValue, value: string): boolean {
  const text = cell === null ? "" : String(cell).trim();
  if (text === value) return true;
  const [one, other] = [numberOf(text), numberOf(value)];
  if (one !== undefined && other !== undefined) return one === other;
  const [truth, wanted] = [text.toLowerCase(), value.toLowerCase()];
  return Object.hasOwn(TRUTHS, truth) && Object.hasOwn(TRUTHS, wanted) && TRUTHS[truth] === TRUTHS[wanted];
}

/** Whether a cell satisfies a clause of `=` or `!=`. A list is what each of its elements is. */
export function isEqual({ operator, value }: WhereClause, cell: RowValue): boolean {
  const found = Array.isArray(cell) ? cell.some((each) => isSame(each, value)) : isSame(cell, value);
  return found === (operator === "=");
}
