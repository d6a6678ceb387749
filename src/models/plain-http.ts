/** Asks an address that is no model's API, such as one of the person's own. One attempt; it neither retries nor logs. */

/** What is asked. */
export interface PlainRequest {
  /** Address. */
  url: string;
  /** Method. */
  method: string;
  /** Headers by name. */
  headers: { [name: string]: string };
  /** Body. Absent: none. */
  body?: string;
}

/** What came back. */
export interface PlainAnswer {
  /** HTTP status, under 400. */
  status: number;
  /** Headers, lower-case names. */
  headers: { [name: string]: string };
  /** The body. */
  text: string;
  /** The body parsed. Absent: it is no JSON. */
  json?: unknown;
}

/**
 * The answer of an address.
 * @throws Error for no answer, and for a status of 400 or more, with the beginning of the body.
 */
export async function askAddress(
  fetch: typeof globalThis.fetch,
  request: PlainRequest,
  signal: AbortSignal,
): Promise<PlainAnswer> {
  const { url, ...init } = request;
  const response = await fetch(url, { ...init, signal });
  const text = await response.text();
  if (!response.ok) throw new Error(`it answered ${response.status}: ${text.slice(0, 200)}`);
  const answer = { status: response.status, headers: Object.fromEntries(response.headers), text };
  try {
    return { ...answer, json: JSON.parse(text) as unknown };
  } catch {
    return answer;
  }
}
