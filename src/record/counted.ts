/** A count with its noun. Pure. */

/** `1 case`, `1,200 cases`. */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${value.toLocaleString("en-US")} ${value === 1 ? one : many}`;
}
