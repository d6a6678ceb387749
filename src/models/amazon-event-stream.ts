/**
 * Amazon's binary event stream as text, one JSON object a line (`{"contentBlockDelta":{…}}`), so that a raw answer of Bedrock can be
 * read and searched in the log. Does not check the checksums: the package that parses the answer does.
 *
 * Source: https://docs.aws.amazon.com/transcribe/latest/dg/streaming-setting-up.html#streaming-event-stream (message format),
 * read 2026-11-23.
 */

/** Media type of such a stream. */
export const AMAZON_EVENT_STREAM = "application/vnd.amazon.eventstream";

/** Length of the whole, length of the headers, checksum of both: four bytes each. */
const PRELUDE_BYTES = 12;
const CHECKSUM_BYTES = 4;
/** The type of header values that are text; all headers of Bedrock are. */
const TEXT_HEADER = 7;

interface Frame {
  headers: { [name: string]: string };
  payload: string;
}

/** Headers as far as they are text; `undefined` if they are not well formed. */
function headersOf(bytes: Buffer): Frame["headers"] | undefined {
  const headers: Frame["headers"] = {};
  let at = 0;
  while (at < bytes.length) {
    const nameEnd = at + 1 + bytes.readUInt8(at);
    if (nameEnd + 3 > bytes.length || bytes.readUInt8(nameEnd) !== TEXT_HEADER) return undefined;
    const valueStart = nameEnd + 3;
    const valueEnd = valueStart + bytes.readUInt16BE(nameEnd + 1);
    if (valueEnd > bytes.length) return undefined;
    headers[bytes.toString("utf8", at + 1, nameEnd)] = bytes.toString("utf8", valueStart, valueEnd);
    at = valueEnd;
  }
  return headers;
}

/** The frame at the start of the bytes and its length; `undefined` if it is cut or no frame. */
function frameOf(bytes: Buffer): { frame: Frame; length: number } | undefined {
  if (bytes.length < PRELUDE_BYTES) return undefined;
  const length = bytes.readUInt32BE(0);
  const headersEnd = PRELUDE_BYTES + bytes.readUInt32BE(4);
  if (length > bytes.length || headersEnd + CHECKSUM_BYTES > length) return undefined;
  const headers = headersOf(bytes.subarray(PRELUDE_BYTES, headersEnd));
  if (!headers) return undefined;
  return { frame: { headers, payload: bytes.toString("utf8", headersEnd, length - CHECKSUM_BYTES) }, length };
}

/** The stream as lines. What is cut or no frame stands at the end as a `data:` address in base 64. */
export function eventStreamText(stream: Uint8Array): string {
  const lines: string[] = [];
  let rest = Buffer.from(stream.buffer, stream.byteOffset, stream.byteLength);
  while (rest.length > 0) {
    const next = frameOf(rest);
    if (!next) {
      lines.push(`data:${AMAZON_EVENT_STREAM};base64,${rest.toString("base64")}`);
      break;
    }
    const { headers, payload } = next.frame;
    const name = headers[":event-type"] ?? headers[":exception-type"] ?? headers[":message-type"] ?? "event";
    lines.push(`{${JSON.stringify(name)}:${payload === "" ? "null" : payload}}`);
    rest = rest.subarray(next.length);
  }
  return lines.map((line) => `${line}\n`).join("");
}
